package io.agw.server.admin.usage;

import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.store.UsageQueries;
import io.agw.store.UsageSum;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/usage`: requests, tokens and money, added up and one by one.
public final class UsageEndpoints {
    private static final int USUAL = 100;
    private static final int MOST = 10_000;

    private final Sums sums;
    private final Turns turns;
    private final Times times;

    public UsageEndpoints(UsageQueries usage, InstantSource clock) {
        this.sums = new Sums(usage);
        this.turns = new Turns(usage);
        this.times = new Times(clock, false);
    }

    public List<Endpoint> list() {
        return List.of(
                Endpoint.get("/admin/usage/summary", "What all requests add up to.", this::summary)
                        .asking(Words.OURS.parameters("format")),
                Endpoint.get(
                                "/admin/usage/timeseries",
                                "What requests add up to, bucket by bucket.",
                                this::series)
                        .asking(Words.OURS.parameters("bucket", "group_by", "format")),
                Endpoint.get(
                                "/admin/usage/breakdown",
                                "What requests add up to, by what they have in common.",
                                this::breakdown)
                        .asking(Words.OURS.parameters("group_by", "order_by", "limit", "format")),
                Endpoint.get("/admin/usage/events", "List requests.", this::events)
                        .asking(Words.OURS.parameters(Turns.PARAMETERS)),
                Endpoint.get(
                                "/admin/usage/reconciliation",
                                "Our numbers beside those that providers told.",
                                this::reconciliation)
                        .asking(Words.OURS.parameters("format")));
    }

    private Answer summary(Call call) {
        var filter = times.filter(call, Words.OURS, null);
        var view = Json.object();
        if (filter.from().isAfter(Instant.EPOCH)) {
            view.put("from", Json.time(filter.from()));
        }
        view.put("to", Json.time(filter.to()));
        view.setAll(Views.measures(sums.total(filter)));
        var columns = new ArrayList<>(List.of("from", "to"));
        columns.addAll(Views.MEASURES);
        return answer(call, view, List.of(view), columns);
    }

    private Answer series(Call call) {
        var filter = times.filter(call, Words.OURS, null);
        var bucket = Bucket.of(call.queried("bucket").orElse(""));
        var group = call.queried("group_by");
        var by = group.map(Words.OURS::group).orElse(null);
        var items = new ArrayList<ObjectNode>();
        for (var sum : sums.series(filter, by, bucket.length())) {
            var item = Json.object().put("at", Json.time(Instant.ofEpochMilli(sum.bucketMillis())));
            group.ifPresent(word -> item.put(word, sum.group()));
            item.setAll(Views.measures(sum));
            items.add(item);
        }
        var view = Json.object().put("bucket", bucket.word());
        group.ifPresent(word -> view.put("group_by", word));
        view.set("items", Json.array().addAll(items));
        var columns = new ArrayList<>(List.of("at"));
        group.ifPresent(columns::add);
        columns.addAll(Views.MEASURES);
        return answer(call, view, items, columns);
    }

    private Answer breakdown(Call call) {
        var filter = times.filter(call, Words.OURS, null);
        var group = call.queried("group_by").orElse("model");
        int limit = call.number("limit", USUAL, MOST);
        var found =
                sums.breakdown(
                        filter,
                        Words.OURS.group(group),
                        call.queried("order_by").orElse("requests"),
                        limit);
        var items = found.stream().map(sum -> grouped(group, sum)).toList();
        var view = Json.object().put("group_by", group);
        view.set("items", Json.array().addAll(items));
        view.put("limit", limit);
        var columns = new ArrayList<>(List.of(group));
        columns.addAll(Views.MEASURES);
        return answer(call, view, items, columns);
    }

    private static ObjectNode grouped(String group, UsageSum sum) {
        var item = Json.object().put(group, sum.group());
        item.setAll(Views.measures(sum));
        return item;
    }

    private Answer events(Call call) {
        return Answer.ok(turns.page(call, times.filter(call, Words.OURS, null), Views::turn));
    }

    private Answer reconciliation(Call call) {
        var filter = times.filter(call, Words.OURS, null);
        if (sums.total(filter).requests() > UsageQueries.MOST_TURNS) {
            throw AdminError.invalid(
                    "more than %,d requests (expected: a shorter time)"
                            .formatted(UsageQueries.MOST_TURNS));
        }
        var reconciliation = new Reconciliation();
        turns.each(filter, page -> page.forEach(reconciliation::add));
        var lines = reconciliation.lines();
        return answer(call, Json.items(lines, line -> line), lines, Reconciliation.COLUMNS);
    }

    private static Answer answer(
            Call call, JsonNode json, List<ObjectNode> rows, List<String> columns) {
        var format = call.queried("format").orElse("json");
        return switch (format) {
            case "json" -> Answer.ok(json);
            case "csv" -> {
                var text = new StringBuilder(Csv.header(columns));
                rows.forEach(row -> text.append(Csv.line(columns, row)));
                yield Answer.text("text/csv; charset=utf-8", text.toString());
            }
            default ->
                    throw AdminError.invalid("format: \"" + format + "\" (expected: json or csv)");
        };
    }
}
