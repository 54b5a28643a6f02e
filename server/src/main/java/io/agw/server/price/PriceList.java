package io.agw.server.price;

import io.agw.bundle.model.ModelPricing;
import io.agw.bundle.model.Provider;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Every price of one version of the configuration. Immutable.
///
/// What the configuration says goes before what the gateway ships with. Within each of the two a
/// model's own price at one provider goes before that at a type of providers, that before its price
/// anywhere, and all of these before patterns, of which the longest fitting one counts.
public final class PriceList {
    /// What stands before the id of a price that the gateway ships with.
    private static final String SHIPPED = "shipped:";

    private final PriceTable declared;
    private final PriceTable shipped;
    private final Map<String, String> types;

    private PriceList(PriceTable declared, PriceTable shipped, Map<String, String> types) {
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
        return new PriceList(
                PriceTable.of(declared, ""), PriceTable.of(catalogue.prices(), SHIPPED), types);
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
