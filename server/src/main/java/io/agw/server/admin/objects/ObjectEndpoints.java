package io.agw.server.admin.objects;

import io.agw.bundle.canonical.Declared;
import io.agw.bundle.canonical.ObjectCodec;
import io.agw.bundle.document.DocumentReader;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.model.CliAuthName;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.plan.AppliedObject;
import io.agw.bundle.plan.Owner;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.validate.RuleCheck;
import io.agw.reconciler.apply.Applier;
import io.agw.reconciler.apply.Edit;
import io.agw.server.admin.api.Accepts;
import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Body;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.server.admin.objects.ObjectViews.KeyText;
import io.agw.store.ConfigStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The objects of every kind. Thread-safe.
public final class ObjectEndpoints {
    static final Set<String> WRITE_QUERY = Set.of("force", "reason");

    private final ConfigStore config;
    private final Applier applier;
    private final ObjectCodec codec;
    private final RuleCheck rules;
    private final DocumentReader documents;
    private final ObjectViews views;

    /// @param sources ids of all configured sources
    public ObjectEndpoints(
            ConfigStore config, Applier applier, DocumentReader documents, Set<Owner> sources) {
        this.config = config;
        this.applier = applier;
        this.codec = new ObjectCodec();
        this.rules = new RuleCheck(codec);
        this.documents = documents;
        this.views = new ObjectViews(config, sources);
    }

    public List<Endpoint> list() {
        var endpoints = new ArrayList<Endpoint>();
        for (var kind : Kind.values()) {
            for (var collection : ObjectPaths.of(kind).all()) {
                addEndpoints(kind, collection, endpoints);
            }
        }
        return endpoints;
    }

    private void addEndpoints(Kind kind, String collection, List<Endpoint> endpoints) {
        var name = kind.word().replace('_', ' ');
        var one = ObjectPaths.one(kind, collection);
        var filters = new HashSet<>(ObjectPaths.of(kind).filters());
        filters.add("owner");
        var body = new Accepts.BundleObject(kind);
        endpoints.addAll(
                List.of(
                        Endpoint.get(
                                        collection,
                                        "List every " + name + ".",
                                        call -> list(kind, call))
                                .asking(filters),
                        Endpoint.post(
                                        collection,
                                        "Create a " + name + ".",
                                        call -> create(kind, call))
                                .taking(body),
                        Endpoint.get(
                                one, "Show a " + name + ".", call -> get(key(kind, call), call)),
                        Endpoint.put(
                                        one,
                                        "Replace a " + name + ".",
                                        call -> replace(key(kind, call), call))
                                .asking(WRITE_QUERY)
                                .taking(body),
                        Endpoint.delete(
                                        one,
                                        "Delete a " + name + ".",
                                        call -> delete(key(kind, call), call))
                                .asking(WRITE_QUERY),
                        turning(kind, one, true),
                        turning(kind, one, false)));
    }

    private Endpoint turning(Kind kind, String one, boolean on) {
        var word = on ? "enable" : "disable";
        return Endpoint.post(
                        one + "/" + word,
                        (on ? "Enable a " : "Disable a ") + kind.word().replace('_', ' ') + ".",
                        call -> turn(key(kind, call), call, on))
                .asking(WRITE_QUERY);
    }

    private Answer list(Kind kind, Call call) {
        var found =
                config.state().objects().values().stream()
                        .filter(object -> object.key().kind() == kind)
                        .filter(object ->
                                call.query().entrySet().stream()
                                        .allMatch(filter ->
                                                matches(
                                                        object,
                                                        filter.getKey(),
                                                        filter.getValue())))
                        .toList();
        return Answer.ok(Json.items(found, object -> views.view(object, KeyText.BEGINNING)));
    }

    private static boolean matches(AppliedObject object, String filter, String value) {
        var tree = object.current().tree();
        return switch (filter) {
            case "owner" -> object.owner().name().equals(value);
            case "tag_prefix" -> tree.path("tag").asString("").startsWith(value);
            default -> tree.path(filter).asString("").equals(value);
        };
    }

    private Answer get(ObjectKey key, Call call) {
        return Answer.ok(views.view(stored(key), KeyText.to(call.caller().role())));
    }

    private Answer create(Kind kind, Call call) {
        var declared = declared(kind, call);
        EditAnswers.expectDone(applier.edit(new Edit.Create(declared), call.requester(), null));
        return Answer.of(201, views.view(stored(declared.key()), KeyText.WHOLE));
    }

    private Answer replace(ObjectKey key, Call call) {
        var declared = declared(key.kind(), call);
        if (!declared.key().equals(key)) {
            throw AdminError.invalid(
                    "id: \""
                            + declared.key().id()
                            + "\" (expected: \""
                            + key.id()
                            + "\", the id in the path)");
        }
        return edited(key, call, _ -> new Edit.Replace(declared));
    }

    private Answer turn(ObjectKey key, Call call, boolean on) {
        return edited(key, call, at -> new Edit.Switch(at, on));
    }

    private Answer edited(ObjectKey key, Call call, Function<ObjectKey, Edit> edit) {
        EditAnswers.expectDone(applier.edit(edit.apply(key), call.requester(), force(call)));
        return Answer.ok(views.view(stored(key), KeyText.BEGINNING));
    }

    private Answer delete(ObjectKey key, Call call) {
        EditAnswers.expectDone(applier.edit(new Edit.Remove(key), call.requester(), force(call)));
        return Answer.ok(Json.object().put("status", "deleted").put("id", key.id()));
    }

    /// The reason of a forced write, null when it is not forced.
    static @Nullable String force(Call call) {
        if (!call.flag("force")) {
            return null;
        }
        return call.queried("reason")
                .filter(reason -> !reason.isBlank())
                .orElseThrow(() ->
                        AdminError.invalid(
                                "reason is missing (expected: why the write is forced)"));
    }

    private Declared declared(Kind kind, Call call) {
        var problems = new Problems();
        var file = new SourceFile(Body.NAME, call.received().body());
        var declared =
                documents
                        .json(file, problems)
                        .flatMap(node ->
                                codec.read(kind, node, ObjectCodec.Input.ADMIN_BODY, problems)
                                        .map(object ->
                                                new Declared(
                                                        object,
                                                        codec.canonical(object),
                                                        node.at())));
        declared.ifPresent(object -> rules.checkOne(object, problems));
        if (declared.isEmpty() || problems.hasErrors()) {
            throw AdminError.invalid(problems.sorted());
        }
        return declared.get();
    }

    private AppliedObject stored(ObjectKey key) {
        var object = config.state().objects().get(key);
        if (object == null) {
            throw AdminError.notFound(key.kind().word() + " " + key.id());
        }
        return object;
    }

    private static ObjectKey key(Kind kind, Call call) {
        return new ObjectKey(
                kind,
                switch (kind) {
                    case MANAGED_MODEL ->
                            call.parameter("provider_id") + "/" + call.parameter("upstream_model");
                    case CLIAUTH_AUTHENTICATOR ->
                            CliAuthName.of(call.parameter("id"))
                                    .map(CliAuthName::word)
                                    .orElseGet(() -> call.parameter("id"));
                    case PROVIDER,
                            MODEL_PRICING,
                            TEAM,
                            RATE_LIMIT,
                            GUARDRAIL,
                            CACHE,
                            BUDGET,
                            CIRCUIT_BREAKER,
                            ACCESS_POLICY,
                            POLICY,
                            CREDENTIAL,
                            LLM_ROUTE,
                            MCP_SERVICE,
                            MCP_ROUTE,
                            ACP_SERVICE,
                            ACP_ROUTE,
                            VIRTUAL_KEY,
                            AGENT ->
                            call.parameter("id");
                });
    }
}
