package io.agw.cli.command.gitops;

import io.agw.cli.client.AdminClient;
import io.agw.cli.command.Invocation;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The Admin API's sources.
final class Sources {
    private static final String PATH = "/admin/gitops/sources";

    private final Invocation invocation;

    Sources(Invocation invocation) {
        this.invocation = invocation;
    }

    JsonNode all() {
        return invocation.admin().get(PATH).path("items");
    }

    JsonNode one(String name) {
        return invocation.admin().get(AdminClient.path(PATH, name));
    }

    /// `GET` below a source.
    JsonNode get(String name, String below, String query) {
        return invocation.admin().get(AdminClient.path(PATH, name, below) + query);
    }

    /// `POST` below a source.
    JsonNode post(String name, String below, @Nullable JsonNode body) {
        return invocation.admin().post(AdminClient.path(PATH, name, below), body);
    }

    /// The source that the caller means: the one named, or the only one there is.
    String named(@Nullable String name) {
        if (name != null) {
            return name;
        }
        var names = names();
        if (names.size() == 1) {
            return names.getFirst();
        }
        throw new CommandFailed(
                ExitCode.USAGE,
                names.isEmpty()
                        ? "the gateway has no source (expected: agwd started with --source)"
                        : "no source named (expected: one of " + String.join(", ", names) + ")");
    }

    /// The source for which this plan waits for approval.
    String waitingFor(String planId) {
        var waiting =
                all().valueStream()
                        .filter(source ->
                                source.at("/status/pendingPlan/planId").asString("").equals(planId))
                        .map(Sources::name)
                        .toList();
        if (waiting.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.CONFLICT,
                    "no source waits for plan "
                            + planId
                            + " (expected: the plan id that agwctl gitops status shows)");
        }
        return waiting.getFirst();
    }

    /// The source that holds this revision back.
    ///
    /// @param named the one that the caller means, or null
    String holding(String revision, @Nullable String named) {
        var asked = named == null ? all().valueStream().toList() : List.of(one(named));
        var holding =
                asked.stream()
                        .filter(source -> held(source).contains(revision))
                        .map(Sources::name)
                        .toList();
        if (holding.size() == 1) {
            return holding.getFirst();
        }
        if (holding.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.CONFLICT,
                    "revision "
                            + revision
                            + " is not held back (expected: "
                            + expected(asked)
                            + ")");
        }
        throw new CommandFailed(
                ExitCode.USAGE,
                "revision "
                        + revision
                        + " is held back by several sources (expected: --source with one of "
                        + String.join(", ", holding)
                        + ")");
    }

    private static String expected(List<JsonNode> sources) {
        var held =
                sources.stream()
                        .flatMap(source ->
                                held(source).stream()
                                        .map(revision -> revision + " of " + name(source)))
                        .toList();
        return held.isEmpty() ? "a held one, and none is" : String.join(", ", held);
    }

    private static List<String> held(JsonNode source) {
        return source.at("/status/held")
                .valueStream()
                .map(hold -> hold.path("revision").asString(""))
                .toList();
    }

    private static String name(JsonNode source) {
        return source.path("name").asString("");
    }

    private List<String> names() {
        return all().valueStream().map(Sources::name).toList();
    }
}
