package io.agw.server.price;

import io.agw.bundle.catalogue.PriceCatalogue;
import io.agw.bundle.catalogue.PriceTable;
import io.agw.bundle.model.ModelPricing;
import io.agw.bundle.model.Provider;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Every price of one version of the configuration. Immutable.
///
/// What the configuration says goes before what the gateway ships with. Within each of the two the
/// order is that of {@link PriceTable}.
public final class PriceList {
    /// What stands before the id of a price that the gateway ships with.
    private static final String SHIPPED = "shipped:";

    private final PriceTable<Price> declared;
    private final PriceTable<Price> shipped;
    private final Map<String, String> types;

    private PriceList(
            PriceTable<Price> declared, PriceTable<Price> shipped, Map<String, String> types) {
        this.declared = declared;
        this.shipped = shipped;
        this.types = Map.copyOf(types);
    }

    /// @param declared valid ones
    public static PriceList of(
            Collection<ModelPricing> declared,
            PriceCatalogue catalogue,
            Collection<Provider> providers) {
        var types = new HashMap<String, String>();
        providers.forEach(provider -> types.put(provider.id(), provider.providerType()));
        return new PriceList(table(declared, ""), table(catalogue.prices(), SHIPPED), types);
    }

    /// @param prefix what stands before their ids in usage rows
    private static PriceTable<Price> table(Collection<ModelPricing> prices, String prefix) {
        return PriceTable.of(prices, pricing -> Price.of(prefix + pricing.id(), pricing));
    }

    /// The price of a model at a provider; null when none is known.
    ///
    /// @param model as the provider was asked for it
    /// @param at when it was asked
    public @Nullable Price find(String providerId, String model, Instant at) {
        var asked = new PriceTable.Asked(providerId, types.get(providerId), model, at);
        var price = declared.find(asked);
        return price == null ? shipped.find(asked) : price;
    }
}
