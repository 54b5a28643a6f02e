package io.agw.cli.command.gateway;

import io.agw.bundle.plan.Owner;
import io.agw.bundle.plan.PlanOptions;
import io.agw.bundle.plan.PlanOptions.PruneCaps;
import io.agw.cli.output.Json;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.util.Set;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How to plan.
final class PlanningOptions {
    @Option(
            names = "--owner",
            paramLabel = "NAME",
            description = "For whom the objects are applied (default: admin).")
    String ownerName = "admin";

    @Option(
            names = "--prune",
            description = "Delete what the owner has and the bundle no longer declares.")
    boolean prune;

    @Option(
            names = "--max-deletes",
            paramLabel = "N",
            description = "With --prune: refuse to delete more (default: 10).")
    int maxDeletes = PruneCaps.defaults().maxDeletes();

    @Option(
            names = "--max-delete-percent",
            paramLabel = "N",
            description = "With --prune: refuse to delete a larger share (default: 20).")
    int maxDeletePercent = PruneCaps.defaults().maxDeletePercent();

    @Option(names = "--allow-empty", description = "Let a bundle without any object pass.")
    boolean allowEmpty;

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
        if (force && !ownerName.equals(Owner.ADMIN.name())) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "--force with --owner " + ownerName + " (expected: owner admin)");
        }
        try {
            owner();
            caps();
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    Owner owner() {
        return new Owner(ownerName);
    }

    /// For a plan that is made here.
    PlanOptions options() {
        var options = PlanOptions.of(Set.of(owner()));
        options = prune ? options.withPrune(caps()) : options;
        options = adopt ? options.withAdopt() : options;
        return force ? options.withForce() : options;
    }

    /// For a plan that the gateway makes, and for a file.
    ObjectNode json() {
        return Json.object()
                .put("owner", ownerName)
                .put("prune", prune)
                .put("max_deletes", maxDeletes)
                .put("max_delete_percent", maxDeletePercent)
                .put("allow_empty", allowEmpty)
                .put("adopt", adopt)
                .put("force", force)
                .put("reason", reason);
    }

    /// The inverse of {@link #json}.
    static PlanningOptions of(JsonNode json) {
        var options = new PlanningOptions();
        options.ownerName = json.path("owner").asString(options.ownerName);
        options.prune = json.path("prune").asBoolean(false);
        options.maxDeletes = json.path("max_deletes").asInt(options.maxDeletes);
        options.maxDeletePercent = json.path("max_delete_percent").asInt(options.maxDeletePercent);
        options.allowEmpty = json.path("allow_empty").asBoolean(false);
        options.adopt = json.path("adopt").asBoolean(false);
        options.force = json.path("force").asBoolean(false);
        options.reason = json.path("reason").asString("");
        return options;
    }

    private PruneCaps caps() {
        return new PruneCaps(maxDeletes, maxDeletePercent, allowEmpty);
    }
}
