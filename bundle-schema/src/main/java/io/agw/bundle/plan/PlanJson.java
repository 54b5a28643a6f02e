package io.agw.bundle.plan;

import io.agw.bundle.canonical.Declared;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.plan.FieldDiff.Sensitive;
import io.agw.bundle.plan.FieldDiff.Verdict;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Severity;
import io.agw.bundle.shape.Referrals;
import io.agw.bundle.shape.Shapes;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The JSON form of a plan, the one that every output, file and log of a plan is made from. Equal
/// plans give equal trees, members in equal order; secrets are not in a plan to begin with.
/// Thread-safe.
public final class PlanJson {
    /// Rises before the point when members are added, and after it never while readers exist.
    public static final String FORMAT_VERSION = "1.1";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Shapes shapes;
    private final Tool tool;

    public PlanJson(Shapes shapes, Tool tool) {
        this.shapes = shapes;
        this.tool = tool;
    }

    /// The program that made a plan, for whoever reads it later.
    public record Tool(String name, String version) {}

    /// Which skips are listed. Notable ones, such as orphans, always are.
    public enum Unchanged {
        COUNTED,
        LISTED
    }

    public ObjectNode write(Plan plan, Unchanged unchanged) {
        var json = head(plan);
        var changes = json.putArray("changes");
        shown(plan, unchanged).forEach(change -> changes.add(change(change)));
        json.setAll(tail(plan));
        return json;
    }

    /// The same as text, without ever holding the tree of all changes: a plan can have tens of
    /// thousands.
    public String text(Plan plan, Unchanged unchanged) {
        var text = new StringWriter();
        try (var json = JsonMapper.shared().createGenerator(text)) {
            json.writeStartObject();
            members(json, head(plan));
            json.writeArrayPropertyStart("changes");
            shown(plan, unchanged).forEach(change -> json.writeTree(change(change)));
            json.writeEndArray();
            members(json, tail(plan));
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void members(JsonGenerator json, ObjectNode object) {
        object.forEachEntry((name, value) -> {
            json.writeName(name);
            json.writeTree(value);
        });
    }

    private ObjectNode head(Plan plan) {
        var header = plan.header();
        var json = JSON.objectNode();
        json.put("formatVersion", FORMAT_VERSION);
        json.put("kind", "Plan");
        json.put("planId", header.planId());
        json.put("source", header.owner().name());
        json.putObject("tool").put("name", tool.name()).put("version", tool.version());
        json.putObject("base")
                .put("storeVersion", header.storeVersion())
                .put("revision", header.baseRevision());
        json.putObject("target")
                .put("revision", header.targetRevision())
                .put("digest", header.targetDigest());
        json.set("summary", summary(plan));
        return json;
    }

    private static ObjectNode tail(Plan plan) {
        var json = JSON.objectNode();
        var guards = json.putArray("guards");
        plan.guards().forEach(guard -> guards.add(guard(guard, plan.header().planId())));
        json.set("diagnostics", problems(plan.problems(), Severity.WARNING));
        json.set("errors", problems(plan.problems(), Severity.ERROR));
        if (!plan.overrides().isEmpty()) {
            var overrides = json.putArray("overrides");
            plan.overrides().forEach(override -> overrides.add(override.json()));
        }
        return json;
    }

    private static Stream<Change> shown(Plan plan, Unchanged unchanged) {
        return plan.changes().stream()
                .filter(change -> unchanged == Unchanged.LISTED || isShown(change));
    }

    private static boolean isShown(Change change) {
        return !(change instanceof Change.Skip skip) || skip.note().isNotable();
    }

    private static ObjectNode summary(Plan plan) {
        var json = JSON.objectNode();
        plan.counts().forEach(json::put);
        long notCompared =
                plan.changes().stream()
                        .filter(change ->
                                change instanceof Change.Skip skip
                                        && skip.note() == Change.Note.SECRETS_NOT_COMPARED)
                        .count();
        if (notCompared > 0) {
            json.put("notCompared", notCompared);
        }
        json.put("hasChanges", plan.hasChanges());
        json.put("applyable", plan.isApplyable());
        return json;
    }

    private ObjectNode change(Change change) {
        var json = JSON.objectNode();
        json.put("op", change.word());
        if (change instanceof Change.Update update) {
            json.put("cause", update.cause().word());
        }
        json.put("kind", change.key().kind().word());
        json.put("name", change.key().id());
        switch (change) {
            case Change.Create(var desired, _) -> declared(json, desired);
            case Change.Update(var desired, var applied, _, var diff, _) -> {
                applied(json, applied);
                declared(json, desired);
                json.set("diff", diff(diff));
            }
            case Change.Adopt(var desired, var applied, _, var diff) -> {
                applied(json, applied);
                declared(json, desired);
                json.set("diff", diff(diff));
            }
            case Change.Skip(var applied, var note, _) -> {
                applied(json, applied);
                json.set("origin", origin(applied.origin()));
                if (!note.words().isEmpty()) {
                    json.put("note", note.words());
                }
            }
            case Change.Delete(var applied) -> {
                applied(json, applied);
                json.set("origin", origin(applied.origin()));
            }
            case Change.Conflict(var desired, var applied) -> {
                applied(json, applied);
                json.set("appliedOrigin", origin(applied.origin()));
                if (desired != null) {
                    declared(json, desired);
                }
            }
        }
        return json;
    }

    private static void applied(ObjectNode json, AppliedObject applied) {
        json.put("resourceVersion", applied.resourceVersion());
        json.put("owner", applied.owner().name());
        var overridden = applied.overridden();
        if (overridden != null) {
            json.putObject("overridden")
                    .put("actor", overridden.actor())
                    .put("at", overridden.at())
                    .put("reason", overridden.reason());
        }
    }

    private void declared(ObjectNode json, Declared desired) {
        json.set("origin", place(desired.position()));
        var shape = shapes.of(desired.key().kind());
        var dependsOn = json.putArray("dependsOn");
        Referrals.of(shape, desired.object()).stream()
                .filter(referral -> referral.kinds().size() == 1)
                .map(referral -> new ObjectKey(referral.kinds().getFirst(), referral.id()))
                .distinct()
                .sorted()
                .forEach(key -> dependsOn.add(key.toString()));
    }

    private static ObjectNode origin(Origin origin) {
        var json = JSON.objectNode().put("file", origin.file()).put("line", origin.line());
        return origin.revision().isEmpty() ? json : json.put("revision", origin.revision());
    }

    private static ObjectNode place(Position at) {
        return JSON.objectNode()
                .put("file", at.file())
                .put("line", at.line())
                .put("column", at.column());
    }

    private static ArrayNode diff(List<FieldDiff> diff) {
        var json = JSON.arrayNode();
        for (var field : diff) {
            switch (field) {
                case FieldDiff.Value(var path, var before, var after) -> {
                    var entry = json.addObject().put("path", path);
                    entry.set("before", before == null ? JSON.nullNode() : before);
                    entry.set("after", after == null ? JSON.nullNode() : after);
                }
                case Sensitive(var path, var verdict) -> {
                    var entry = json.addObject().put("path", path).put("sensitive", true);
                    entry.put("changed", verdict != Verdict.NOT_COMPARED);
                    entry.put("verdict", verdict.name().toLowerCase(Locale.ROOT));
                }
            }
        }
        return json;
    }

    private static ObjectNode guard(Plan.Guard guard, String planId) {
        var json =
                JSON.objectNode()
                        .put("code", guard.code())
                        .put("limit", guard.limit())
                        .put("actual", guard.actual());
        return guard.approvable()
                ? json.put("approveWith", "agwctl gitops approve " + planId)
                : json;
    }

    private static ArrayNode problems(List<Problem> problems, Severity severity) {
        var json = JSON.arrayNode();
        problems.stream().filter(p -> p.severity() == severity).forEach(p -> json.add(problem(p)));
        return json;
    }

    private static JsonNode problem(Problem problem) {
        var json = JSON.objectNode().put("severity", problem.severity().word());
        json.put("code", problem.code().id()).put("message", problem.message());
        json.setAll(place(problem.position()));
        return problem.hint() == null ? json : json.put("hint", problem.hint());
    }
}
