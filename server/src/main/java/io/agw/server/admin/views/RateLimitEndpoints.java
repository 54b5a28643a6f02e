package io.agw.server.admin.views;

import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.server.admission.rate.Allowance;
import io.agw.server.admission.rate.RateLimits;
import io.agw.server.admission.rate.Standing;
import io.agw.store.ConfigStore;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/rate_limits/{id}/status`: what was used of a limit, and by whom.
public final class RateLimitEndpoints {
    private static final int MOST = 1_000;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final ConfigStore config;
    private final RateLimits limits;

    public RateLimitEndpoints(ConfigStore config, RateLimits limits) {
        this.config = config;
        this.limits = limits;
    }

    public List<Endpoint> list() {
        return List.of(
                Endpoint.get(
                        "/admin/rate_limits/{id}/status",
                        "The counters of a rate limit.",
                        this::status));
    }

    private Answer status(Call call) {
        var id = call.parameter("id");
        var key = new ObjectKey(Kind.RATE_LIMIT, id);
        if (!config.state().objects().containsKey(key)) {
            throw AdminError.notFound(key.kind().word() + " " + id);
        }
        return Answer.ok(Json.items(limits.views(id, MOST), RateLimitEndpoints::view));
    }

    private static JsonNode view(RateLimits.View view) {
        var json = Json.object().put("holder", view.place().holder());
        put(json, view.standing());
        return json;
    }

    /// Adds what is left of a limit.
    static void put(ObjectNode json, Standing standing) {
        put(json, "requests", standing.requests());
        put(json, "tokens", standing.tokens());
        json.put("concurrent", standing.calls())
                .put("streams", standing.streams())
                .put("waiting", standing.waiting());
    }

    private static void put(ObjectNode json, String what, @Nullable Allowance allowance) {
        if (allowance == null) {
            json.putNull(what);
            return;
        }
        json.putObject(what)
                .put("limit", allowance.limit())
                .put("remaining", allowance.remaining())
                .put("full_in_ms", allowance.fullInNanos() / NANOS_PER_MILLI);
    }
}
