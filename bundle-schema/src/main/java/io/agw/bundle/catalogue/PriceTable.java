package io.agw.server.price;

import io.agw.bundle.model.ModelPricing;
import io.agw.bundle.model.NamePattern;
import io.agw.bundle.model.PriceMatch;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Prices in the order in which they are looked at. Immutable.
final class PriceTable {
    private static final Comparator<Entry> ORDER =
            Comparator.comparingInt((Entry entry) -> entry.match().model().length())
                    .thenComparingInt(Entry::closeness)
                    .thenComparing(entry -> entry.price().since())
                    .reversed()
                    .thenComparing(entry -> entry.price().id());

    private final Map<String, List<Entry>> exact;
    private final List<Entry> patterns;

    private PriceTable(Map<String, List<Entry>> exact, List<Entry> patterns) {
        this.exact = exact;
        this.patterns = patterns;
    }

    /// @param prefix what stands before their ids in usage rows
    static PriceTable of(Collection<ModelPricing> prices, String prefix) {
        var entries =
                prices.stream()
                        .filter(pricing -> !pricing.disabled())
                        .map(pricing ->
                                new Entry(
                                        pricing.match(), Price.of(prefix + pricing.id(), pricing)))
                        .sorted(ORDER)
                        .toList();
        return new PriceTable(
                entries.stream()
                        .filter(entry -> !entry.match().isPattern())
                        .collect(Collectors.groupingBy(entry -> entry.match().model())),
                entries.stream().filter(entry -> entry.match().isPattern()).toList());
    }

    @Nullable Price find(Asked asked) {
        for (var entry : exact.getOrDefault(asked.model(), List.of())) {
            if (entry.isFor(asked)) {
                return entry.price();
            }
        }
        for (var entry : patterns) {
            if (entry.isFor(asked) && NamePattern.matches(entry.match().model(), asked.model())) {
                return entry.price();
            }
        }
        return null;
    }

    /// What a price is looked for.
    ///
    /// @param providerType null when the provider is not known any more
    record Asked(String providerId, @Nullable String providerType, String model, Instant at) {}

    private record Entry(PriceMatch match, Price price) {
        /// How narrow the circle of providers is.
        int closeness() {
            return match.providerId() != null ? 2 : match.providerType() != null ? 1 : 0;
        }

        boolean isFor(Asked asked) {
            var id = match.providerId();
            var type = match.providerType();
            return (id == null
                            ? type == null || type.equals(asked.providerType())
                            : id.equals(asked.providerId()))
                    && !asked.at().isBefore(price.since());
        }
    }
}
