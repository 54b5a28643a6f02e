package io.agw.server.admin.usage;

import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.store.ConfigStore;
import io.agw.store.Plane;
import io.agw.store.UsageDimension;
import io.agw.store.UsageFilter;
import io.agw.store.UsageQueries;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/agents/{id}/usage` and `…/interactions`: what an agent asked for, by the agent that each
/// turn was counted for.
public final class AgentUsageEndpoints {
    private static final int MOST = 1_000;

    private final ConfigStore config;
    private final Sums sums;
    private final Turns turns;
    private final Times times;

    public AgentUsageEndpoints(ConfigStore config, UsageQueries usage, InstantSource clock) {
        this.config = config;
        this.sums = new Sums(usage);
        this.turns = new Turns(usage);
        this.times = new Times(clock, true);
    }

    public List<Endpoint> list() {
        return List.of(
                Endpoint.get("/admin/agents/{id}/usage", "What an agent used up.", this::usage)
                        .asking(Set.of("from", "to", "bucket")),
                Endpoint.get(
                                "/admin/agents/{id}/interactions",
                                "List the requests of an agent.",
                                this::interactions)
                        .asking(Words.INTERACTIONS.parameters(Turns.PARAMETERS)));
    }

    private Answer usage(Call call) {
        var id = agent(call);
        var bucket = Bucket.of(call.queried("bucket").orElse(""));
        var view = Json.object().put("agent_id", id);
        view.set("llm", breakdown(call, Plane.LLM));
        var series = view.putObject("timeseries").putObject("llm");
        series.put("bucket", bucket.word()).put("group_by", "route_id");
        var items = series.putArray("items");
        for (var sum :
                sums.series(filter(call, Plane.LLM), UsageDimension.ROUTE_ID, bucket.length())) {
            items.addObject()
                    .put("bucket_ms", sum.bucketMillis())
                    .put("bucket", Json.time(Instant.ofEpochMilli(sum.bucketMillis())))
                    .put("group_value", sum.group() == null ? "" : sum.group())
                    .setAll(Views.olderMeasures(sum, Plane.LLM));
        }
        view.set("mcp", breakdown(call, Plane.MCP));
        view.set("acp", breakdown(call, Plane.ACP));
        return Answer.ok(view);
    }

    private ObjectNode breakdown(Call call, Plane plane) {
        var by = plane == Plane.LLM ? UsageDimension.UPSTREAM_MODEL : UsageDimension.OPERATION;
        var found = sums.breakdown(filter(call, plane), by, "request_count", MOST);
        return MetricsEndpoints.grouped(by.word(), found, plane);
    }

    private Answer interactions(Call call) {
        agent(call);
        var filter = times.filter(call, Words.INTERACTIONS, null);
        return Answer.ok(turns.page(call, of(call, filter), Views::interaction));
    }

    private UsageFilter filter(Call call, Plane plane) {
        return of(call, times.filter(call, Words.INTERACTIONS, plane));
    }

    private static UsageFilter of(Call call, UsageFilter filter) {
        var values = new EnumMap<UsageDimension, String>(UsageDimension.class);
        values.putAll(filter.values());
        values.put(UsageDimension.AGENT_ID, call.parameter("id"));
        return new UsageFilter(
                filter.from(), filter.to(), values, filter.plane(), filter.success());
    }

    /// One that is configured: another one has used nothing that it could be asked about.
    private String agent(Call call) {
        var id = call.parameter("id");
        if (!config.state().objects().containsKey(new ObjectKey(Kind.AGENT, id))) {
            throw AdminError.notFound("agent " + id);
        }
        return id;
    }
}
