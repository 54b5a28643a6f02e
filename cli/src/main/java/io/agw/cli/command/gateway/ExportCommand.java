package io.agw.cli.command.gateway;

import io.agw.bundle.document.FileFailure;
import io.agw.bundle.problem.Problems;
import io.agw.cli.client.AdminClient;
import io.agw.cli.command.Invocation;
import io.agw.cli.output.Format;
import io.agw.cli.output.Json;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
        name = "export",
        description = {
            "Write what a gateway holds as one bundle, to a file, a folder or standard output.",
            "Secrets become references such as ${PROVIDER_OPENAI_API_KEY}."
        })
final class ExportCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "PATH",
            description =
                    "File to write, readable by you alone; or a folder, or NAME/, for files of a size that a source takes.")
    @Nullable String file;

    @Option(names = "--owner", paramLabel = "NAME", description = "Only objects of this owner.")
    String owner = "";

    @Option(names = "--kind", paramLabel = "KIND", description = "Only objects of this kind.")
    String kind = "";

    ExportCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        var printer = invocation.printer();
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("owner", owner);
        parameters.put("kind", kind);
        if (file == null) {
            if (printer.format() == Format.JSON) {
                throw new CommandFailed(
                        ExitCode.USAGE, "-o json without -f: a bundle is YAML (expected: -f PATH)");
            }
            printer.text(export(parameters));
            return ExitCode.DONE.code();
        }
        var target = invocation.shell().resolve(file);
        if (file.endsWith("/") || Files.isDirectory(target)) {
            parameters.put("split", "true");
            writeFolder(
                    target,
                    invocation
                            .admin()
                            .get("/admin/bundle/export" + AdminClient.query(parameters))
                            .path("files"));
        } else {
            write(target, export(parameters));
        }
        if (printer.format() == Format.TABLE) {
            printer.line("gateway bundle exported: " + file);
        } else {
            printer.tree(Json.object().put("status", "ok").put("file", file));
        }
        return ExitCode.DONE.code();
    }

    private String export(Map<String, String> parameters) {
        return invocation.admin().text("/admin/bundle/export" + AdminClient.query(parameters));
    }

    /// Into a folder without bundle files: one that was left over would declare objects twice.
    private void writeFolder(Path folder, JsonNode files) {
        try {
            Files.createDirectories(folder);
            if (!BundleFiles.read(invocation.shell(), List.of(folder.toString()), new Problems())
                    .isEmpty()) {
                throw new CommandFailed(
                        ExitCode.INVALID,
                        "cannot write " + file + ": it has YAML files (expected: none)");
            }
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        for (var written : files) {
            var name = Path.of(written.path("path").asString("")).getFileName();
            write(folder.resolve(name), written.path("content").asString(""));
        }
    }

    /// Whole or not at all: a draft beside the file takes its place.
    private void write(Path target, String text) {
        try {
            var folder = target.toAbsolutePath().getParent();
            var draft = Files.createTempFile(folder, ".agwctl", ".tmp");
            Files.writeString(draft, text, StandardCharsets.UTF_8);
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private CommandFailed cannotWrite(IOException e) {
        return new CommandFailed(
                ExitCode.INVALID, "cannot write " + file + ": " + FileFailure.reason(e));
    }
}
