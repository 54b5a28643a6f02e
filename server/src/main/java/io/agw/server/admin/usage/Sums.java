package io.agw.server.admin.usage;

import io.agw.server.admin.api.AdminError;
import io.agw.store.UsageDimension;
import io.agw.store.UsageFilter;
import io.agw.store.UsageQueries;
import io.agw.store.UsageQueries.Grouping;
import io.agw.store.UsageSum;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Usage added up, in the three shapes that are asked for.
final class Sums {
    /// Older and newer words of `order_by`.
    private static final Map<String, Comparator<UsageSum>> ORDERS =
            Map.ofEntries(
                    Map.entry("requests", order(UsageSum::requests)),
                    Map.entry("request_count", order(UsageSum::requests)),
                    Map.entry("total_tokens", order(sum -> sum.tokens().total())),
                    Map.entry("cost_usd", order(UsageSum::nanoDollars)),
                    Map.entry("failed", order(sum -> sum.requests() - sum.succeeded())),
                    Map.entry("failure_count", order(sum -> sum.requests() - sum.succeeded())),
                    Map.entry(
                            "avg_latency_ms",
                            Comparator.comparingDouble((UsageSum sum) ->
                                            (double) sum.latencyMillis() / sum.requests())
                                    .reversed()));

    private final UsageQueries usage;

    Sums(UsageQueries usage) {
        this.usage = usage;
    }

    private static Comparator<UsageSum> order(ToLongFunction<UsageSum> figure) {
        return Comparator.comparingLong(figure).reversed();
    }

    UsageSum total(UsageFilter filter) {
        var sums = found(filter, Grouping.TOTAL);
        return sums.isEmpty() ? UsageSum.NONE : sums.getFirst();
    }

    List<UsageSum> series(UsageFilter filter, @Nullable UsageDimension by, Duration bucket) {
        return found(filter, new Grouping(by, bucket));
    }

    /// The largest first; equal ones by name.
    List<UsageSum> breakdown(UsageFilter filter, UsageDimension by, String order, int limit) {
        return found(filter, new Grouping(by, Duration.ZERO)).stream()
                .sorted(
                        order(order)
                                .thenComparing(
                                        UsageSum::group,
                                        Comparator.nullsLast(Comparator.naturalOrder())))
                .limit(limit)
                .toList();
    }

    private static Comparator<UsageSum> order(String word) {
        var order = ORDERS.get(word);
        if (order == null) {
            throw AdminError.invalid(
                    "order_by: \"%s\" (expected: one of %s)".formatted(word, words()));
        }
        return order;
    }

    private static Set<String> words() {
        return new TreeSet<>(ORDERS.keySet());
    }

    private List<UsageSum> found(UsageFilter filter, Grouping by) {
        return switch (usage.sums(filter, by)) {
            case UsageQueries.Sums.Found(var sums) -> sums;
            case UsageQueries.Sums.TooLong() ->
                    throw AdminError.invalid(
                            "more than %,d items (expected: a shorter time or longer buckets)"
                                    .formatted(UsageQueries.MOST_SUMS));
            case UsageQueries.Sums.TooMany() ->
                    throw AdminError.invalid(
                            "more than %,d requests outside whole hours (expected: from and to at"
                                            .formatted(UsageQueries.MOST_TURNS)
                                    + " whole hours and buckets of hours, or a shorter time)");
        };
    }
}
