package io.agw.bundle.catalogue;

import io.agw.bundle.model.ModelPricing;
import io.agw.bundle.model.NamePattern;
import io.agw.bundle.model.PriceMatch;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Prices in the order in which they are looked at. Immutable.
///
/// A model's own price at one provider goes before that at a type of providers, that before its
/// price anywhere, and all of these before patterns, of which the longest fitting one counts.
///
/// @param <P> what is made of a price
public final class PriceTable<P> {
    private static final Comparator<Entry<?>> ORDER =
            Comparator.comparingInt((Entry<?> entry) -> entry.match().model().length())
                    .thenComparingInt(Entry::closeness)
                    .thenComparing(Entry::since)
                    .reversed()
                    .thenComparing(Entry::id);

    private final Map<String, List<Entry<P>>> exact;
    private final List<Entry<P>> patterns;

    private PriceTable(Map<String, List<Entry<P>>> exact, List<Entry<P>> patterns) {
        this.exact = exact;
        this.patterns = patterns;
    }

    /// @param prices valid ones; those that are disabled are left out
    /// @param made what is found of each
    public static <P> PriceTable<P> of(
            Collection<ModelPricing> prices, Function<ModelPricing, P> made) {
        var entries =
                prices.stream()
                        .filter(pricing -> !pricing.disabled())
                        .map(pricing ->
                                new Entry<>(
                                        pricing.id(),
                                        pricing.match(),
                                        since(pricing),
                                        made.apply(pricing)))
                        .sorted(ORDER)
                        .toList();
        return new PriceTable<>(
                entries.stream()
                        .filter(entry -> !entry.match().isPattern())
                        .collect(Collectors.groupingBy(entry -> entry.match().model())),
                entries.stream().filter(entry -> entry.match().isPattern()).toList());
    }

    /// When a price begins to hold.
    ///
    /// @param pricing a valid one
    public static Instant since(ModelPricing pricing) {
        var day = pricing.effectiveFrom();
        return day == null
                ? Instant.MIN
                : LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /// What was made of the price that holds; null when there is none.
    public @Nullable P find(Asked asked) {
        for (var entry : exact.getOrDefault(asked.model(), List.of())) {
            if (entry.isFor(asked)) {
                return entry.made();
            }
        }
        for (var entry : patterns) {
            if (entry.isFor(asked) && NamePattern.matches(entry.match().model(), asked.model())) {
                return entry.made();
            }
        }
        return null;
    }

    /// What a price is looked for.
    ///
    /// @param providerType null when the provider is not known any more
    /// @param model as the provider is asked for it
    public record Asked(
            String providerId, @Nullable String providerType, String model, Instant at) {}

    private record Entry<P>(String id, PriceMatch match, Instant since, P made) {
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
                    && !asked.at().isBefore(since);
        }
    }
}
