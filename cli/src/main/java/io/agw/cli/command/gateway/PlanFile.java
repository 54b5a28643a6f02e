package io.agw.cli.command.gateway;

import io.agw.bundle.document.FileFailure;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.plan.SavedPlan;
import io.agw.cli.output.Json;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import io.agw.cli.shell.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A plan kept in a file until it is applied: the plan itself, and what it was made from as names
/// and digests. It holds no file's content and no variable's value, so that it can be kept as a
/// build's artifact; the files are read again when it is applied and must be the same.
///
/// @param planId what the gateway must come to again
/// @param names what `-f` named
/// @param strict whether warnings were errors
/// @param planning how it was planned
/// @param digests of the files by path
record PlanFile(
        String planId,
        List<String> names,
        boolean strict,
        PlanningOptions planning,
        TreeMap<String, String> digests) {

    /// Writes a plan that was made from an input.
    static void write(Path file, JsonNode plan, Input input, ObjectNode options) {
        if (input.names().contains("-")) {
            throw new CommandFailed(
                    ExitCode.USAGE, "--out with -f - (expected: files that can be read again)");
        }
        var saved = Json.object();
        plan.propertyStream().forEach(member -> saved.set(member.getKey(), member.getValue()));
        var from = saved.putObject("input");
        var names = from.putArray("names");
        input.names().forEach(names::add);
        var digests = from.putObject("files");
        digests(input.files()).forEach(digests::put);
        from.set("options", options);
        try {
            Files.writeString(file, Json.pretty(saved), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.INVALID, "cannot write " + file + ": " + FileFailure.reason(e));
        }
    }

    static PlanFile read(Shell shell, String name) {
        try {
            var saved = Json.read(Files.readString(shell.resolve(name)));
            var input = saved.path("input");
            var planId = SavedPlan.read(saved).planId();
            if (input.isObject()) {
                var digests = new TreeMap<String, String>();
                input.path("files")
                        .propertyStream()
                        .forEach(file -> digests.put(file.getKey(), file.getValue().asString("")));
                return new PlanFile(
                        planId,
                        input.path("names").valueStream().map(JsonNode::asString).toList(),
                        input.at("/options/strict").asBoolean(false),
                        PlanningOptions.of(input.path("options")),
                        digests);
            }
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.INVALID, "cannot read " + name + ": " + FileFailure.reason(e));
        } catch (JacksonException | IllegalArgumentException _) {
            // Said below.
        }
        throw new CommandFailed(
                ExitCode.INVALID,
                name + " is no saved plan (expected: a file of agwctl gateway diff --out)");
    }

    /// @throws CommandFailed when the files are no longer those that the plan was made from
    void requireSame(List<SourceFile> files) {
        if (!digests(files).equals(digests)) {
            throw new CommandFailed(
                    ExitCode.CONFLICT,
                    "stale plan "
                            + planId
                            + ": the files have changed (expected: a new diff --out)");
        }
    }

    private static TreeMap<String, String> digests(List<SourceFile> files) {
        var digests = new TreeMap<String, String>();
        for (var file : files) {
            try {
                var digest = MessageDigest.getInstance("SHA-256").digest(file.bytes());
                digests.put(file.path(), "sha256:" + HexFormat.of().formatHex(digest));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
        return digests;
    }
}
