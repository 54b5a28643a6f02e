package io.agw.cli.command.gateway;

import io.agw.cli.output.Json;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How to plan.
final class PlanningOptions {
    @Option(
            names = "--owner",
            paramLabel = "NAME",
            description = "For whom the objects are applied (default: admin).")
    String owner = "admin";

    @Option(
            names = "--prune",
            description = "Delete what the owner has and the bundle no longer declares.")
    boolean prune;

    @Option(names = "--adopt", description = "Take over objects of admin and of removed sources.")
    boolean adopt;

    @Option(
            names = "--force",
            description = "Change objects of other owners; needs --reason, and is audited.")
    boolean force;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, with --force.")
    String reason = "";

    /// @throws CommandFailed when they contradict each other
    void check() {
        if (force && reason.isBlank()) {
            throw new CommandFailed(
                    ExitCode.USAGE, "--force without --reason (expected: --reason TEXT)");
        }
        if (force && !owner.equals("admin")) {
            throw new CommandFailed(
                    ExitCode.USAGE, "--force with --owner " + owner + " (expected: owner admin)");
        }
    }

    ObjectNode json() {
        return Json.object()
                .put("owner", owner)
                .put("prune", prune)
                .put("adopt", adopt)
                .put("force", force)
                .put("reason", reason);
    }

    /// The inverse of {@link #json}.
    static PlanningOptions of(JsonNode json) {
        var options = new PlanningOptions();
        options.owner = json.path("owner").asString("admin");
        options.prune = json.path("prune").asBoolean(false);
        options.adopt = json.path("adopt").asBoolean(false);
        options.force = json.path("force").asBoolean(false);
        options.reason = json.path("reason").asString("");
        return options;
    }
}
