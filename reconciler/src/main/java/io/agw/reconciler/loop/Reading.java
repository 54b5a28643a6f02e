package io.agw.reconciler.loop;

import io.agw.bundle.Bundle;
import io.agw.bundle.BundleLoader;
import io.agw.bundle.Loaded;
import io.agw.bundle.canonical.PartialBundle;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Problems;
import io.agw.reconciler.source.Source;
import io.agw.reconciler.source.SourceFailure;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Fetches and renders what is new about a source, and remembers what it read: an unchanged state
/// is not fetched again, equal files are not rendered again, and a state that cannot be used is not
/// tried again. Not thread-safe; one attempt runs at a time.
final class Reading {
    private final ConfiguredSource configured;
    private final BundleLoader loader;
    private final Stopwatch stopwatch;
    private final String fingerprint;
    private @Nullable Material last;
    private @Nullable Unusable unusable;

    /// @param fingerprint of the source's settings
    Reading(
            ConfiguredSource configured,
            BundleLoader loader,
            Stopwatch stopwatch,
            String fingerprint) {
        this.configured = configured;
        this.loader = loader;
        this.stopwatch = stopwatch;
        this.fingerprint = fingerprint;
    }

    /// The material of a state.
    ///
    /// @param previous revision to compare history with, or null
    /// @param anew whether to read again what was read before
    /// @throws SourceFailure when the files cannot be had or must not be used
    Material of(Source.Head head, @Nullable String previous, boolean anew) {
        if (!anew) {
            var known = known(head);
            if (known != null) {
                return known;
            }
        }
        var content = fetch(head, previous);
        var before = last;
        var material =
                before != null
                                && !anew
                                && before.digest().equals(content.digest())
                                && before.variables().areCurrent()
                        ? before.at(content, stopwatch.clock().instant())
                        : rendered(content);
        last = material;
        return material;
    }

    private @Nullable Material known(Source.Head head) {
        var failed = unusable;
        if (failed != null && failed.revision().equals(head.revision())) {
            throw failed.failure();
        }
        var material = last;
        return material != null
                        && material.revision().equals(head.revision())
                        && material.variables().areCurrent()
                ? material
                : null;
    }

    private Source.Content fetch(Source.Head head, @Nullable String previous) {
        try {
            unusable = null;
            return stopwatch.time(Step.FETCH, () -> configured.source().fetch(head, previous));
        } catch (SourceFailure e) {
            if (e.reason().stalls()) {
                unusable = new Unusable(head.revision(), e);
            }
            throw e;
        }
    }

    private Material rendered(Source.Content content) {
        var variables = new TrackedVariables(configured.variables());
        var loaded =
                stopwatch.time(Step.RENDER, () -> allowed(loader.load(content.files(), variables)));
        return new Material(
                content.revision(),
                content.digest(),
                Boolean.TRUE.equals(content.rewritten()),
                Digests.sha256(content.digest() + "\n" + fingerprint),
                loaded,
                variables,
                content.commit(),
                stopwatch.clock().instant());
    }

    private Loaded allowed(Loaded loaded) {
        var kinds = configured.policy().allowedKinds();
        if (kinds.isEmpty() || !(loaded instanceof Loaded.Valid(Bundle bundle, var warnings))) {
            return loaded;
        }
        var problems = new Problems();
        problems.addAll(warnings);
        var expected = kinds.stream().map(kind -> kind.word()).collect(Collectors.joining(", "));
        bundle.objects()
                .forEach((key, declared) -> {
                    if (!kinds.contains(key.kind())) {
                        problems.error(
                                Code.INVALID_VALUE,
                                declared.position(),
                                "%s: not allowed in source %s (expected: %s)"
                                        .formatted(key, configured.owner(), expected));
                    }
                });
        return problems.hasErrors()
                ? new Loaded.Invalid(PartialBundle.whole(bundle.objects()), problems.sorted())
                : loaded;
    }

    private record Unusable(String revision, SourceFailure failure) {}
}
