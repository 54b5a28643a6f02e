package io.agw.reconciler.status;

import io.agw.reconciler.status.Control.Decision;
import io.agw.reconciler.status.Control.Hold;
import io.agw.reconciler.status.Control.Suspension;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Operators' decisions as stored.
public final class ControlJson {
    private static final JsonMapper JSON = new JsonMapper();

    private ControlJson() {}

    public static String write(Control control) {
        var root = JsonNodeFactory.instance.objectNode();
        var suspension = control.suspension();
        if (suspension != null) {
            write(suspension, root.putObject("suspended"));
        }
        var held = root.putArray("held");
        control.holds().forEach(hold -> write(hold, held.addObject()));
        var approved = root.putArray("approved");
        control.approvals().forEach(decision -> write(decision, approved.addObject()));
        var rejected = root.putArray("rejected");
        control.rejections().forEach(decision -> write(decision, rejected.addObject()));
        return root.toString();
    }

    /// @throws IllegalArgumentException when the text cannot be read: a decision that is not
    ///   understood must not silently lapse
    public static Control read(String stored) {
        try {
            var root = JSON.readTree(stored);
            return new Control(
                    suspension(root.path("suspended")),
                    holds(root.path("held")),
                    decisions(root.path("approved")),
                    decisions(root.path("rejected")));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("stored decisions about a source: not readable", e);
        }
    }

    static void write(Suspension suspension, ObjectNode node) {
        node.put("reason", suspension.reason())
                .put("actor", suspension.actor())
                .put("at", StatusWriting.time(suspension.at()));
        var until = suspension.until();
        if (until != null) {
            node.put("until", StatusWriting.time(until));
        }
    }

    static void write(Hold hold, ObjectNode node) {
        node.put("revision", hold.revision())
                .put("digest", hold.digest())
                .put("by", hold.by())
                .put("to", hold.to())
                .put("actor", hold.actor())
                .put("reason", hold.reason());
    }

    private static void write(Decision decision, ObjectNode node) {
        node.put("planId", decision.planId())
                .put("actor", decision.actor())
                .put("reason", decision.reason())
                .put("at", StatusWriting.time(decision.at()));
    }

    private static @Nullable Suspension suspension(JsonNode node) {
        return node.isObject()
                ? new Suspension(
                        StatusReading.text(node, "reason"),
                        StatusReading.text(node, "actor"),
                        at(node),
                        StatusReading.instant(node.path("until")))
                : null;
    }

    private static List<Hold> holds(JsonNode list) {
        var holds = new ArrayList<Hold>();
        for (var node : list) {
            holds.add(
                    new Hold(
                            StatusReading.text(node, "revision"),
                            StatusReading.text(node, "digest"),
                            StatusReading.text(node, "by"),
                            node.path("to").asLong(0),
                            StatusReading.text(node, "actor"),
                            StatusReading.text(node, "reason")));
        }
        return holds;
    }

    private static List<Decision> decisions(JsonNode list) {
        var decisions = new ArrayList<Decision>();
        for (var node : list) {
            decisions.add(
                    new Decision(
                            StatusReading.text(node, "planId"),
                            StatusReading.text(node, "actor"),
                            StatusReading.text(node, "reason"),
                            at(node)));
        }
        return decisions;
    }

    private static Instant at(JsonNode node) {
        return Objects.requireNonNullElse(StatusReading.instant(node.path("at")), Instant.EPOCH);
    }
}
