package io.agw.cli;

import io.agw.bundle.BundleLoader;
import io.agw.bundle.Loaded;
import io.agw.bundle.canonical.Declared;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.plan.AppliedObject;
import io.agw.bundle.plan.Change;
import io.agw.bundle.plan.Origin;
import io.agw.bundle.plan.Owner;
import io.agw.bundle.plan.Plan;
import io.agw.bundle.plan.PlanJson;
import io.agw.bundle.plan.PlanOptions;
import io.agw.bundle.plan.PlanRequest;
import io.agw.bundle.plan.Planner;
import io.agw.bundle.problem.report.ProblemReports;
import io.agw.bundle.reference.Variables;
import io.agw.bundle.shape.Shapes;
import io.agw.cli.output.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The bundle calls of a gateway over objects in memory, with the real loader and planner.
final class TestStore {
    private final Shapes shapes = Shapes.KINDS;
    private final TreeMap<ObjectKey, AppliedObject> objects = new TreeMap<>();
    private long version;

    TestStore(TestGateway gateway) {
        gateway.on("POST /admin/bundle/validate", this::validate)
                .on("POST /admin/bundle/plan", asked -> plan(asked, false))
                .on("POST /admin/bundle/apply", asked -> plan(asked, true));
    }

    /// Gives all objects to another owner.
    void disown(String owner) {
        objects.replaceAll((_, applied) ->
                new AppliedObject(
                        applied.current(),
                        new Owner(owner),
                        applied.origin(),
                        applied.resourceVersion(),
                        null));
    }

    /// What was stored for a secret, in clear here.
    String secret(ObjectKey key, String pointer) {
        var applied = objects.get(key);
        return applied != null
                        && applied.current().secrets().get(pointer)
                                instanceof SecretValue.Stored(_, var digest)
                ? digest.substring("digest-of-".length())
                : "";
    }

    private TestGateway.Answer validate(TestGateway.Asked asked) {
        var loaded = load(Json.read(asked.body()));
        var answer = Json.object().put("valid", loaded instanceof Loaded.Valid);
        answer.set("problems", ProblemReports.json(loaded.problems()));
        return TestGateway.Answer.json(200, answer.toString());
    }

    private synchronized TestGateway.Answer plan(TestGateway.Asked asked, boolean apply) {
        var body = Json.read(asked.body());
        if (!(load(body) instanceof Loaded.Valid(var bundle, _))) {
            var refusal = Json.object().put("error", "invalid").put("code", "invalid_bundle");
            refusal.set("problems", ProblemReports.json(load(body).problems()));
            return TestGateway.Answer.json(422, refusal.toString());
        }
        var plan = planned(bundle.objects(), body.path("options"));
        var json = json(plan, body.path("options"));
        if (!apply) {
            return TestGateway.Answer.json(200, json.toString());
        }
        var wanted = body.at("/options/plan_id").asString("");
        if (!wanted.isEmpty() && !wanted.equals(plan.header().planId())) {
            return refused("stale_plan", json);
        }
        if (!plan.isApplyable()) {
            boolean conflict = plan.changes().stream().anyMatch(Change.Conflict.class::isInstance);
            return refused(conflict ? "conflict" : "blocked", json);
        }
        commit(plan);
        var answer = Json.object().put("revision", version);
        answer.set("plan", json);
        return TestGateway.Answer.json(200, answer.toString());
    }

    private static TestGateway.Answer refused(String code, ObjectNode plan) {
        var answer = Json.object().put("error", "refused: " + code).put("code", code);
        answer.set("plan", plan);
        return TestGateway.Answer.json(409, answer.toString());
    }

    private static Loaded load(JsonNode body) {
        var files =
                body.path("files")
                        .valueStream()
                        .map(file ->
                                new SourceFile(
                                        file.path("path").asString(),
                                        file.path("content")
                                                .asString()
                                                .getBytes(StandardCharsets.UTF_8)))
                        .toList();
        var contents = texts(body.path("file_variables"));
        var variables =
                Variables.of(
                        texts(body.path("variables")),
                        path ->
                                contents.containsKey(path)
                                        ? new Variables.Lookup.Found(contents.get(path))
                                        : new Variables.Lookup.NotSet());
        return new BundleLoader().load(files, variables);
    }

    private static Map<String, String> texts(JsonNode object) {
        var texts = new HashMap<String, String>();
        object.propertyStream()
                .forEach(member -> texts.put(member.getKey(), member.getValue().asString()));
        return texts;
    }

    private Plan planned(Map<ObjectKey, Declared> desired, JsonNode options) {
        var owner = new Owner(options.path("owner").asString());
        var how = PlanOptions.of(Set.of(owner));
        how =
                options.path("prune").asBoolean()
                        ? how.withPrune(
                                new PlanOptions.PruneCaps(
                                        options.path("max_deletes").asInt(),
                                        options.path("max_delete_percent").asInt(),
                                        options.path("allow_empty").asBoolean()))
                        : how;
        how = options.path("adopt").asBoolean() ? how.withAdopt() : how;
        return new Planner(shapes)
                .plan(
                        new PlanRequest(
                                owner,
                                new PlanRequest.Base(version, "", objects),
                                PlanRequest.Target.of("", new TreeMap<>(desired)),
                                how,
                                secret -> "digest-of-" + secret.reveal()));
    }

    private ObjectNode json(Plan plan, JsonNode options) {
        return new PlanJson(shapes, new PlanJson.Tool("agwd", "test"))
                .write(
                        plan,
                        options.path("show_unchanged").asBoolean()
                                ? PlanJson.Unchanged.LISTED
                                : PlanJson.Unchanged.COUNTED);
    }

    private void commit(Plan plan) {
        for (var change : plan.changes()) {
            switch (change) {
                case Change.Create(var desired, var target) ->
                        put(plan, desired, target.mapSecrets(TestStore::stored));
                case Change.Update update ->
                        put(plan, update.desired(), update.target().mapSecrets(TestStore::stored));
                case Change.Adopt adopt ->
                        put(plan, adopt.desired(), adopt.target().mapSecrets(TestStore::stored));
                case Change.Delete(var applied) -> objects.remove(applied.key());
                case Change.Skip _, Change.Conflict _ -> {}
            }
        }
        version += plan.hasChanges() ? 1 : 0;
    }

    private void put(
            Plan plan, Declared desired, io.agw.bundle.canonical.CanonicalObject canonical) {
        var place = desired.position();
        objects.put(
                desired.key(),
                new AppliedObject(
                        canonical,
                        plan.header().owner(),
                        new Origin(place.file(), place.line(), ""),
                        version + 1,
                        null));
    }

    private static SecretValue stored(SecretValue secret) {
        return secret instanceof SecretValue.Given(var reference, var text)
                ? new SecretValue.Stored(reference, "digest-of-" + text.reveal())
                : secret;
    }

    /// For tests that want the list of what is there.
    List<String> keys() {
        return objects.keySet().stream().map(ObjectKey::toString).toList();
    }
}
