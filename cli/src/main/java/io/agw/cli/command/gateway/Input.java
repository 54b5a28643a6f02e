package io.agw.cli.command.gateway;

import io.agw.bundle.Bundle;
import io.agw.bundle.BundleLoader;
import io.agw.bundle.Loaded;
import io.agw.bundle.canonical.PartialBundle;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.problem.Severity;
import io.agw.bundle.shape.Shapes;
import io.agw.bundle.validate.OfflineCheck;
import io.agw.bundle.validate.OfflineCheck.Strictness;
import io.agw.cli.command.Invocation;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A bundle as it was read here.
///
/// @param names what `-f` named
/// @param files as they are written
/// @param variables what they refer to, with values; secret
/// @param fileVariables files that they refer to, with contents; secret
/// @param bundle empty when there are errors
/// @param rest what could be read, errors or not
/// @param problems sorted by place
record Input(
        List<String> names,
        List<SourceFile> files,
        SortedMap<String, String> variables,
        SortedMap<String, String> fileVariables,
        Optional<Bundle> bundle,
        PartialBundle rest,
        List<Problem> problems) {
    Input {
        names = List.copyOf(names);
        files = List.copyOf(files);
        problems = List.copyOf(problems);
    }

    /// Reads and checks what the options name. Nothing is sent anywhere.
    ///
    /// @throws CommandFailed when there is nothing to read
    static Input read(Invocation invocation, InputOptions options) {
        if (options.files.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.USAGE, "no file (expected: -f FILE, -f FOLDER or -f -)");
        }
        try (var _ = invocation.progress("reading " + String.join(" ", options.files))) {
            var problems = new Problems();
            var files = BundleFiles.read(invocation.shell(), options.files, problems);
            boolean isEverything = !problems.hasErrors();
            var root = invocation.shell().resolve(options.fileRoot == null ? "" : options.fileRoot);
            var variables = new CallerVariables(invocation.shell(), root, given(options.variables));
            var loaded = new BundleLoader().load(files, variables);
            problems.addAll(loaded.problems());
            var bundle =
                    loaded instanceof Loaded.Valid(var valid, _) && !problems.hasErrors()
                            ? Optional.of(valid)
                            : Optional.<Bundle>empty();
            return new Input(
                    options.files,
                    files,
                    variables.usedVariables(),
                    variables.usedFiles(),
                    bundle,
                    isEverything ? rest(loaded) : PartialBundle.unknown(),
                    options.strict ? strict(problems.sorted()) : problems.sorted());
        }
    }

    /// The same, with references looked after as far as that goes without a gateway.
    ///
    /// @param strict whether one that leads out of the bundle is an error
    Input withReferencesChecked(boolean strict) {
        var all = new Problems();
        all.addAll(problems);
        all.addAll(
                new OfflineCheck(Shapes.KINDS)
                        .check(rest, strict ? Strictness.STRICT : Strictness.LENIENT));
        return new Input(names, files, variables, fileVariables, bundle, rest, all.sorted());
    }

    private static PartialBundle rest(Loaded loaded) {
        return switch (loaded) {
            case Loaded.Valid(var valid, _) -> PartialBundle.whole(valid.objects());
            case Loaded.Invalid(var rest, _) -> rest;
        };
    }

    /// What `-f` named, for a headline.
    String label() {
        return String.join(" ", names);
    }

    boolean isValid() {
        return problems.stream().noneMatch(problem -> problem.severity() == Severity.ERROR);
    }

    /// Leaves the values out.
    @Override
    public String toString() {
        return "Input[" + label() + "]";
    }

    private static List<Problem> strict(List<Problem> problems) {
        return problems.stream()
                .map(problem ->
                        new Problem(
                                Severity.ERROR,
                                problem.code(),
                                problem.position(),
                                problem.message(),
                                problem.hint()))
                .toList();
    }

    private static Map<String, String> given(List<String> assignments) {
        var given = new TreeMap<String, String>();
        for (var assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals <= 0) {
                throw new CommandFailed(
                        ExitCode.USAGE, "--var is malformed (expected: NAME=VALUE)");
            }
            given.put(assignment.substring(0, equals), assignment.substring(equals + 1));
        }
        return given;
    }
}
