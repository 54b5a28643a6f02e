package io.agw.bundle;

import io.agw.bundle.canonical.ObjectCodec;
import io.agw.bundle.document.DocumentReader;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.reference.References;
import io.agw.bundle.reference.Variables;
import io.agw.bundle.validate.RuleCheck;
import java.util.List;

/// Files of one source → bundle: parse, resolve references, read, check. Thread-safe.
public final class BundleLoader {
    private final BundleLimits limits;
    private final DocumentReader documents;
    private final ObjectCodec codec;
    private final RuleCheck rules;

    /// For what an administrator hands over.
    public BundleLoader() {
        this(BundleLimits.handedOver());
    }

    public BundleLoader(BundleLimits limits) {
        this(new ObjectCodec(), limits);
    }

    private BundleLoader(ObjectCodec codec, BundleLimits limits) {
        this.limits = limits;
        this.documents = new DocumentReader(limits.file());
        this.codec = codec;
        this.rules = new RuleCheck(codec);
    }

    /// Loads the files as one bundle, collecting every problem.
    ///
    /// Rules across objects are checked as far as the files themselves decide them. Whether what is
    /// referred to exists is the candidate check's, which sees the whole candidate state, or the
    /// offline check's where there is no gateway.
    public Loaded load(List<SourceFile> files, Variables variables) {
        var problems = new Problems();
        var bundle = new BundleReading(codec, new References(variables), problems);
        if (isWithinLimits(files, problems)) {
            for (var file : files) {
                int before = problems.errorCount();
                var read = documents.yaml(file, problems);
                if (problems.errorCount() > before) {
                    bundle.anythingMayBeMissing();
                }
                read.forEach(bundle::document);
            }
        } else {
            bundle.anythingMayBeMissing();
        }
        var read = bundle.read();
        rules.check(read.objects().values(), problems);
        return problems.hasErrors()
                ? new Loaded.Invalid(read, problems.sorted())
                : new Loaded.Valid(bundle.finish(), problems.sorted());
    }

    private boolean isWithinLimits(List<SourceFile> files, Problems problems) {
        long bytes = files.stream().mapToLong(file -> file.bytes().length).sum();
        if (files.size() > limits.files()) {
            problems.error(
                    Code.TOO_MANY_FILES,
                    Position.of("bundle"),
                    "%,d files (expected: at most %,d)".formatted(files.size(), limits.files()));
        }
        if (bytes > limits.bytes()) {
            problems.error(
                    Code.LIMIT_EXCEEDED,
                    Position.of("bundle"),
                    "%,d bytes (expected: at most %,d)".formatted(bytes, limits.bytes()));
        }
        return !problems.hasErrors();
    }
}
