package io.agw.reconciler.status;

import io.agw.bundle.plan.Plan;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Severity;
import io.agw.reconciler.source.CommitFacts;
import io.agw.reconciler.status.Condition.About;
import io.agw.reconciler.status.Condition.State;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A stored status object, read back. What another version wrote differently is left out rather
/// than an obstacle: the next attempt says it anew.
record StatusReading(JsonNode root) {
    private static final JsonMapper JSON = new JsonMapper();

    /// Empty when the text is no status object.
    static Optional<StatusReading> parse(String stored) {
        try {
            var root = JSON.readTree(stored);
            return root.path("status").isObject()
                    ? Optional.of(new StatusReading(root))
                    : Optional.empty();
        } catch (JacksonException _) {
            // A status that cannot be read is a status that is not known.
            return Optional.empty();
        }
    }

    private JsonNode status() {
        return root.path("status");
    }

    String fingerprint() {
        return root.path("fingerprint").asString("");
    }

    long generation() {
        return root.path("generation").asLong(1);
    }

    long attempts() {
        return root.path("attempts").asLong(0);
    }

    Phase phase() {
        return Phase.ofWord(status().path("phase").asString(""));
    }

    String lastHandledRequest() {
        return status().path("lastHandledReconcileRequest").asString("");
    }

    Map<About, Condition> conditions() {
        var conditions = new EnumMap<About, Condition>(About.class);
        for (var node : status().path("conditions")) {
            var since = instant(node.path("lastTransitionTime"));
            for (var type : About.values()) {
                if (since != null && type.word().equals(text(node, "type"))) {
                    conditions.put(type, condition(type, node, since));
                }
            }
        }
        return conditions;
    }

    private static Condition condition(About type, JsonNode node, Instant since) {
        var state =
                Arrays.stream(State.values())
                        .filter(s -> s.word().equals(text(node, "status")))
                        .findFirst()
                        .orElse(State.UNKNOWN);
        return new Condition(
                type,
                state,
                text(node, "reason"),
                text(node, "message"),
                since,
                node.path("observedGeneration").asLong(1));
    }

    Marks marks() {
        return new Marks(fetched(), attempted(), applied(), synced());
    }

    private Marks.@Nullable Fetched fetched() {
        var node = status().path("lastFetched");
        var at = instant(node.path("at"));
        return at == null
                ? null
                : new Marks.Fetched(text(node, "revision"), text(node, "digest"), commit(node), at);
    }

    private static @Nullable CommitFacts commit(JsonNode fetched) {
        var node = fetched.path("commit");
        var committed = instant(node.path("committedAt"));
        return committed == null
                ? null
                : new CommitFacts(
                        text(node, "id"),
                        text(fetched, "treeId"),
                        text(node, "author"),
                        text(node, "committer"),
                        text(node, "subject"),
                        committed);
    }

    private Marks.@Nullable Attempted attempted() {
        var node = status().path("lastAttempted");
        var at = instant(node.path("at"));
        return at == null
                ? null
                : new Marks.Attempted(
                        text(node, "revision"),
                        text(node, "inputsDigest"),
                        at,
                        node.path("attemptId").asLong(0));
    }

    private Marks.@Nullable Applied applied() {
        var node = status().path("lastApplied");
        var at = instant(node.path("at"));
        if (at == null) {
            return null;
        }
        var counts = new HashMap<String, Integer>();
        node.path("counts").forEachEntry((word, count) -> counts.put(word, count.asInt(0)));
        return new Marks.Applied(
                text(node, "revision"), text(node, "digest"), at, text(node, "planId"), counts);
    }

    private Marks.@Nullable Synced synced() {
        var node = status().path("lastSynced");
        var at = instant(node.path("at"));
        return at == null
                ? null
                : new Marks.Synced(
                        text(node, "revision"),
                        text(node, "digest"),
                        text(node, "inputsDigest"),
                        at,
                        node.path("rewritten").asBoolean(false));
    }

    Findings findings() {
        var inventory = status().path("inventory");
        return new Findings(
                problems(),
                pending(),
                texts(status().path("skipped")),
                new Findings.Inventory(
                        inventory.path("count").asInt(0),
                        text(inventory, "digest"),
                        texts(inventory.path("orphans"))));
    }

    private Findings.@Nullable Pending pending() {
        var node = status().path("pendingPlan");
        if (!node.isObject()) {
            return null;
        }
        var guards = new ArrayList<Plan.Guard>();
        for (var guard : node.path("guards")) {
            guards.add(
                    new Plan.Guard(
                            text(guard, "code"),
                            text(guard, "limit"),
                            text(guard, "actual"),
                            guard.path("approvable").asBoolean(false)));
        }
        return new Findings.Pending(text(node, "planId"), guards);
    }

    private List<Problem> problems() {
        var problems = new ArrayList<Problem>();
        for (var node : status().path("problems")) {
            for (var code : Code.values()) {
                if (code.id().equals(text(node, "code"))) {
                    problems.add(problem(code, node));
                }
            }
        }
        return problems;
    }

    private static Problem problem(Code code, JsonNode node) {
        var warning = text(node, "severity").equals(Severity.WARNING.word());
        return new Problem(
                warning ? Severity.WARNING : Severity.ERROR,
                code,
                new Position(
                        text(node, "file"),
                        node.path("line").asInt(0),
                        node.path("column").asInt(0)),
                text(node, "message"),
                node.has("hint") ? text(node, "hint") : null);
    }

    Failures failures() {
        var node = status().path("failures");
        return new Failures(
                node.path("consecutive").asInt(0),
                instant(node.path("since")),
                node.path("alike").asInt(0),
                text(node, "reason"));
    }

    static String text(JsonNode node, String member) {
        return node.path(member).asString("");
    }

    static @Nullable Instant instant(JsonNode node) {
        try {
            return node.isString() ? Instant.parse(node.stringValue()) : null;
        } catch (DateTimeException _) {
            // Not a time that we wrote: as good as absent.
            return null;
        }
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(node -> texts.add(node.asString("")));
        return texts;
    }
}
