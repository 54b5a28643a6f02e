package io.agw.server.admin.views;

import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.server.admin.api.Role;
import io.agw.server.cache.Caches;
import io.agw.store.AuditDraft;
import io.agw.store.AuditLog;
import io.agw.store.ConfigStore;
import java.util.List;

/// `/admin/caches/{id}/status` and `/admin/caches/{id}/entries`: what a cache holds, and how an
/// operator has it forget that.
public final class CacheEndpoints {
    private static final String ONE = "/admin/caches/{id}";

    private final ConfigStore config;
    private final Caches caches;
    private final AuditLog audit;

    public CacheEndpoints(ConfigStore config, Caches caches, AuditLog audit) {
        this.config = config;
        this.caches = caches;
        this.audit = audit;
    }

    public List<Endpoint> list() {
        return List.of(
                Endpoint.get(ONE + "/status", "What a cache holds.", this::status),
                Endpoint.delete(ONE + "/entries", "Have a cache forget all answers.", this::purge)
                        .as(Role.OPERATOR));
    }

    private Answer status(Call call) {
        var id = known(call);
        var view = caches.view(id);
        return Answer.ok(
                Json.object()
                        .put("cache_id", id)
                        .put("serving", view.isPresent())
                        .put("entries", view.map(Caches.View::entries).orElse(0))
                        .put("bytes", view.map(Caches.View::bytes).orElse(0L))
                        .put("hits", view.map(Caches.View::hits).orElse(0L))
                        .put("misses", view.map(Caches.View::misses).orElse(0L)));
    }

    private Answer purge(Call call) {
        var id = known(call);
        var by = call.requester();
        audit.append(
                new AuditDraft(by.actor(), "cache.purge", id, by.from(), by.requestId(), "{}"));
        return Answer.ok(
                Json.object()
                        .put("status", "purged")
                        .put("cache_id", id)
                        .put("entries", caches.purge(id).orElse(0)));
    }

    private String known(Call call) {
        var id = call.parameter("id");
        var key = new ObjectKey(Kind.CACHE, id);
        if (!config.state().objects().containsKey(key)) {
            throw AdminError.notFound(key.kind().word() + " " + id);
        }
        return id;
    }
}
