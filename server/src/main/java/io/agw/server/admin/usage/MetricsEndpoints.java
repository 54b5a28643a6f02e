package io.agw.server.admin.usage;

import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.store.Plane;
import io.agw.store.TelemetryWriter;
import io.agw.store.UsageDimension;
import io.agw.store.UsageQueries;
import io.agw.store.UsageSum;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/metrics`: usage in the words of older clients. Whatever a plane has no rows of is an
/// empty list.
public final class MetricsEndpoints {
    private static final String[] SERIES = {"bucket", "group_by"};
    private static final String[] BREAKDOWN = {"group_by", "order_by", "limit"};
    private static final int USUAL = 100;
    private static final int MOST = 1_000;

    private final Sums sums;
    private final Turns turns;
    private final Times times;
    private final Supplier<TelemetryWriter.Counters> pipeline;

    /// @param pipeline what became of the rows
    public MetricsEndpoints(
            UsageQueries usage, InstantSource clock, Supplier<TelemetryWriter.Counters> pipeline) {
        this.sums = new Sums(usage);
        this.turns = new Turns(usage);
        this.times = new Times(clock, true);
        this.pipeline = pipeline;
    }

    public List<Endpoint> list() {
        var list = new ArrayList<Endpoint>();
        list.add(
                Endpoint.get("/admin/metrics", "What the requests of planes add up to.", this::all)
                        .asking(Set.of("from", "to")));
        for (var plane : Plane.values()) {
            addPlane(plane, list);
        }
        var tools =
                Endpoint.get(
                        "/admin/metrics/mcp/tools/summary",
                        "What the calls of tools add up to.",
                        call -> breakdown(call, Plane.MCP, "operation"));
        list.add(tools.asking(words(Plane.MCP).parameters(BREAKDOWN)));
        list.add(
                Endpoint.get(
                                "/admin/metrics/acp/summary",
                                "What the requests of agents add up to.",
                                call -> breakdown(call, Plane.ACP, "operation"))
                        .asking(words(Plane.ACP).parameters(BREAKDOWN)));
        list.add(
                Endpoint.get(
                                "/admin/metrics/interactions",
                                "List requests of all planes.",
                                this::interactions)
                        .asking(interactionParameters(Turns.PARAMETERS)));
        list.add(
                Endpoint.get(
                                "/admin/metrics/interactions/summary",
                                "What the requests of all planes add up to.",
                                this::interactionSums)
                        .asking(interactionParameters(BREAKDOWN)));
        return list;
    }

    private void addPlane(Plane plane, List<Endpoint> list) {
        var base = "/admin/metrics/" + plane.word();
        var words = words(plane);
        var name = plane.word().toUpperCase(Locale.ROOT);
        list.add(
                Endpoint.get(
                                base + "/events",
                                "List " + name + " requests.",
                                call -> events(call, plane))
                        .asking(words.parameters(Turns.PARAMETERS)));
        list.add(
                Endpoint.get(
                                base + "/timeseries",
                                "What " + name + " requests add up to, bucket by bucket.",
                                call -> series(call, plane))
                        .asking(words.parameters(SERIES)));
        list.add(
                Endpoint.get(
                                base + "/breakdown",
                                "What " + name + " requests add up to, by group.",
                                call -> breakdown(call, plane, group(plane)))
                        .asking(words.parameters(BREAKDOWN)));
    }

    private static Words words(Plane plane) {
        return plane == Plane.LLM ? Words.LLM : Words.OTHER_PLANES;
    }

    private static String group(Plane plane) {
        return plane == Plane.LLM ? "route_id" : "operation";
    }

    private Answer all(Call call) {
        var view = Json.object();
        for (var plane : Plane.values()) {
            var filter = times.filter(call, words(plane), plane);
            view.set(plane.word(), Views.olderMeasures(sums.total(filter), plane));
        }
        var counters = pipeline.get();
        view.putObject("pipeline")
                .put("dropped_events", counters.usageLost())
                .put("write_failures", counters.failures());
        return Answer.ok(view);
    }

    private Answer events(Call call, Plane plane) {
        return Answer.ok(
                turns.page(
                        call,
                        times.filter(call, words(plane), plane),
                        plane == Plane.LLM ? Views::olderTurn : Views::interaction));
    }

    private Answer series(Call call, Plane plane) {
        var words = words(plane);
        var filter = times.filter(call, words, plane);
        var bucket = Bucket.of(call.queried("bucket").orElse(""));
        var group = call.queried("group_by").filter(word -> !word.isEmpty());
        var found = sums.series(filter, group.map(words::group).orElse(null), bucket.length());
        var view = Json.object().put("bucket", bucket.word());
        group.ifPresent(word -> view.put("group_by", word));
        var items = view.putArray("items");
        for (var sum : found) {
            var item =
                    items.addObject()
                            .put("bucket_ms", sum.bucketMillis())
                            .put("bucket", Json.time(Instant.ofEpochMilli(sum.bucketMillis())))
                            .put("group_value", text(sum));
            item.setAll(Views.olderMeasures(sum, plane));
        }
        return Answer.ok(view);
    }

    private Answer breakdown(Call call, Plane plane, String usual) {
        var words = words(plane);
        var group = call.queried("group_by").filter(word -> !word.isEmpty()).orElse(usual);
        int limit = call.number("limit", USUAL, MOST);
        var found =
                sums.breakdown(
                        times.filter(call, words, plane),
                        words.group(group),
                        call.queried("order_by").orElse("request_count"),
                        limit);
        return Answer.ok(grouped(group, found, plane).put("limit", limit));
    }

    /// `{"group_by": "route_id", "items": [...]}`.
    static ObjectNode grouped(String group, List<UsageSum> found, Plane plane) {
        var view = Json.object().put("group_by", group);
        ArrayNode items = view.putArray("items");
        for (var sum : found) {
            items.addObject().put("group_value", text(sum)).setAll(Views.olderMeasures(sum, plane));
        }
        return view;
    }

    private static String text(UsageSum sum) {
        return sum.group() == null ? "" : sum.group();
    }

    private static Set<String> interactionParameters(String... more) {
        var all = new TreeSet<>(Words.INTERACTIONS.parameters(more));
        all.add("route_kind");
        return all;
    }

    private Answer interactions(Call call) {
        var filter = times.filter(call, Words.INTERACTIONS, plane(call));
        return Answer.ok(turns.page(call, filter, Views::interaction));
    }

    private static @Nullable Plane plane(Call call) {
        var word = call.queried("route_kind").orElse("");
        for (var plane : Plane.values()) {
            if (plane.word().equals(word)) {
                return plane;
            }
        }
        if (word.isEmpty()) {
            return null;
        }
        throw AdminError.invalid("route_kind: \"" + word + "\" (expected: llm, mcp or acp)");
    }

    private Answer interactionSums(Call call) {
        var group = call.queried("group_by").filter(word -> !word.isEmpty()).orElse("route_kind");
        var filter = times.filter(call, Words.INTERACTIONS, plane(call));
        int limit = call.number("limit", USUAL, MOST);
        var order = call.queried("order_by").orElse("request_count");
        var found =
                group.equals("route_kind")
                        ? kinds(sums.series(filter, UsageDimension.PROTOCOL, Duration.ZERO))
                        : sums.breakdown(filter, Words.INTERACTIONS.group(group), order, limit);
        var view = Json.object().put("group_by", group);
        var items = view.putArray("items");
        for (var sum : found) {
            items.addObject()
                    .put("group_value", text(sum))
                    .put("request_count", sum.requests())
                    .put("success_count", sum.succeeded())
                    .put("failure_count", sum.requests() - sum.succeeded())
                    .put("avg_latency_ms", Views.average(sum.latencyMillis(), sum.requests()));
        }
        return Answer.ok(view.put("limit", limit));
    }

    private static List<UsageSum> kinds(List<UsageSum> byProtocol) {
        Map<Plane, UsageSum> kinds = new EnumMap<>(Plane.class);
        for (var sum : byProtocol) {
            var plane = Plane.of(sum.group());
            kinds.merge(plane, sum.at(0, plane.word()), UsageSum::plus);
        }
        return List.copyOf(kinds.values());
    }
}
