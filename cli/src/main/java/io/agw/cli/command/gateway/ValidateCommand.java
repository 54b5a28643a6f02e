package io.agw.cli.command.gateway;

import io.agw.bundle.document.SourceFile;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.problem.report.ProblemReports;
import io.agw.cli.command.Invocation;
import io.agw.cli.output.Format;
import io.agw.cli.output.Json;
import io.agw.cli.output.Printer;
import io.agw.cli.output.ProblemLines;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "validate",
        description = {
            "Check a bundle, all problems at once. Needs no gateway.",
            "With -o also github, sarif and junit; on GitHub Actions problems become annotations."
        })
final class ValidateCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Mixin InputOptions input = new InputOptions();

    @Option(names = "--live", description = "Ask the gateway as well, which knows its own objects.")
    boolean live;

    ValidateCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        var printer = invocation.printer(EnumSet.allOf(Format.class));
        var read = Input.read(invocation, input).withReferencesChecked(input.strict);
        print(printer, read);
        if (!read.isValid()) {
            throw new CommandFailed(ExitCode.INVALID, Findings.verdict(read.problems()));
        }
        if (live) {
            requireLive(printer, read);
        }
        return ExitCode.DONE.code();
    }

    private void print(Printer printer, Input read) {
        var problems = read.problems();
        switch (printer.format()) {
            case TABLE -> {
                new Findings(invocation, printer).beside(read);
                if (read.isValid()) {
                    printer.line("gateway bundle is valid: " + read.label());
                }
            }
            case JSON, YAML -> printer.tree(tree(read));
            case GITHUB -> {
                new GithubActions(invocation.shell()).summary(problems);
                printer.text(ProblemReports.github(problems));
            }
            case SARIF -> printer.text(ProblemReports.sarif(problems, invocation.version()));
            case JUNIT ->
                    printer.text(
                            ProblemReports.junit(
                                    read.files().stream().map(SourceFile::path).toList(),
                                    problems));
        }
    }

    private static ObjectNode tree(Input read) {
        var tree =
                Json.object()
                        .put("status", read.isValid() ? "ok" : "error")
                        .put("file", read.label());
        var counts = tree.putObject("counts");
        for (var kind : Kind.values()) {
            counts.put(
                    kind.word() + "s",
                    read.bundle().stream()
                            .flatMap(bundle -> bundle.objects().keySet().stream())
                            .map(ObjectKey::kind)
                            .filter(kind::equals)
                            .count());
        }
        tree.set("problems", ProblemReports.json(read.problems()));
        return tree;
    }

    private void requireLive(Printer printer, Input read) {
        var answer =
                invocation
                        .admin()
                        .post("/admin/bundle/validate", BundleRequest.of(read, input.strict));
        JsonNode problems = answer.path("problems");
        if (printer.format() == Format.TABLE) {
            printer.text(ProblemLines.of(problems, "", printer.style()));
        } else {
            invocation.shell().err().print(ProblemLines.of(problems, "", printer.style()));
        }
        if (!answer.path("valid").asBoolean(false)) {
            throw new CommandFailed(
                    ExitCode.INVALID, "the gateway refuses the bundle (expected: no errors)");
        }
    }
}
