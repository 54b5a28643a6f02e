package io.agw.bundle.validate;

import io.agw.bundle.catalogue.PriceCatalogue;
import io.agw.bundle.catalogue.PriceTable;
import io.agw.bundle.model.ModelPricing;
import org.jspecify.annotations.Nullable;

/// The gateway's own prices, read when they are first asked for, which few bundles need.
/// Thread-safe.
final class ShippedPrices {
    private @Nullable PriceTable<ModelPricing> table;

    synchronized PriceTable<ModelPricing> table() {
        var known = table;
        if (known == null) {
            known = PriceTable.of(PriceCatalogue.shipped().prices(), pricing -> pricing);
            table = known;
        }
        return known;
    }
}
