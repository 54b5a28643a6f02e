package io.agw.server.admin.audit;

import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.server.admin.api.Role;
import io.agw.server.admin.usage.Requests;
import io.agw.store.AuditLog;
import io.agw.store.ChainVerdict;
import io.agw.store.TelemetryStore;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/audit`: a row for each request (`kind=request`) and for each act of an administrator
/// (`kind=admin`).
public final class AuditEndpoints {
    private static final Set<String> OF_ACTS = Set.of("actor", "action", "subject");
    private static final int USUAL = 100;
    private static final int MOST = 1_000;

    private final TelemetryStore telemetry;
    private final AuditLog acts;
    private final Requests requests;
    private final InstantSource clock;

    public AuditEndpoints(TelemetryStore telemetry, AuditLog acts, InstantSource clock) {
        this.telemetry = telemetry;
        this.acts = acts;
        this.requests = new Requests(telemetry.queries(), clock);
        this.clock = clock;
    }

    public List<Endpoint> list() {
        return List.of(
                Endpoint.get("/admin/audit", "List requests or acts.", this::page)
                        .asking(parameters(Set.of("limit", "cursor", "order", "after"))),
                Endpoint.get("/admin/audit/export", "All requests or acts of a time.", this::export)
                        .asking(parameters(Set.of("format"))),
                Endpoint.get(
                                "/admin/audit/verify",
                                "Look whether requests and acts are as they were written.",
                                _ -> verify())
                        .as(Role.OPERATOR),
                Endpoint.get("/api/logs", "List requests, in older words.", this::logs)
                        .asking(Set.of("agent", "since", "limit")));
    }

    private static Set<String> parameters(Set<String> more) {
        var all = new TreeSet<>(Requests.FILTERS);
        all.addAll(OF_ACTS);
        all.addAll(more);
        all.add("kind");
        return all;
    }

    private Answer page(Call call) {
        if (!ofActs(call)) {
            return Answer.ok(requests.page(call));
        }
        int limit = call.number("limit", USUAL, MOST);
        var order = call.queried("order").orElse("desc");
        if (!order.equals("desc")) {
            throw AdminError.invalid("order: \"" + order + "\" (expected: desc for acts)");
        }
        var found = new Acts(acts, clock).checked(call).first(limit);
        var answer = Json.items(found, Acts::view).put("limit", limit);
        if (found.size() == limit) {
            answer.put("next_cursor", String.valueOf(found.getLast().id()));
        }
        return Answer.ok(answer);
    }

    private Answer logs(Call call) {
        var query = new HashMap<String, String>();
        call.queried("agent").ifPresent(agent -> query.put("agent_id", agent));
        call.queried("since").ifPresent(since -> query.put("from", since));
        call.queried("limit").ifPresent(limit -> query.put("limit", limit));
        return page(new Call(call.received(), call.caller(), call.path(), query));
    }

    /// What one kind has no word for is refused for it, as elsewhere.
    private static boolean ofActs(Call call) {
        var kind = call.queried("kind").orElse("request");
        boolean acts =
                switch (kind) {
                    case "request" -> false;
                    case "admin" -> true;
                    default ->
                            throw AdminError.invalid(
                                    "kind: \"" + kind + "\" (expected: request or admin)");
                };
        var other = new TreeSet<>(acts ? Requests.FILTERS : OF_ACTS);
        if (acts) {
            other.removeAll(Set.of("from", "to"));
            other.add("after");
        }
        for (var name : other) {
            if (call.queried(name).isPresent()) {
                throw AdminError.invalid(
                        "query parameter \"%s\" (expected: none with kind=%s)"
                                .formatted(name, kind));
            }
        }
        return acts;
    }

    private Answer export(Call call) {
        var form = ExportForm.of(call.queried("format").orElse("jsonl"));
        if (ofActs(call)) {
            var entries = new Acts(acts, clock).checked(call);
            return form.answer(
                    Acts.COLUMNS,
                    out ->
                            entries.each(entry -> {
                                out.write(Acts.view(entry));
                                return true;
                            }));
        }
        var rows = requests.checked(call);
        return form.answer(Requests.COLUMNS, out -> rows.each(out::write));
    }

    private Answer verify() {
        var view = Json.object();
        view.set("requests", view(telemetry.proven()));
        var broken = acts.firstBroken();
        var admin = view.putObject("admin").put("whole", broken.isEmpty());
        broken.ifPresent(id -> admin.put("first_broken", id));
        return Answer.ok(view);
    }

    private static ObjectNode view(ChainVerdict verdict) {
        return switch (verdict) {
            case ChainVerdict.Whole whole ->
                    Json.object()
                            .put("whole", true)
                            .put("checked", whole.turns())
                            .put("unsealed", whole.unsealed())
                            .put("from_id", whole.fromId())
                            .put("head_id", whole.headId())
                            .put("head", whole.head());
            case ChainVerdict.Broken broken ->
                    Json.object()
                            .put("whole", false)
                            .put("from_id", broken.fromId())
                            .put("to_id", broken.toId())
                            .put("why", broken.why());
        };
    }
}
