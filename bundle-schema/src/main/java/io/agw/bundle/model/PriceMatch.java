package io.agw.bundle.model;

import org.jspecify.annotations.Nullable;

/// What a price is for. The names are those that upstreams are asked for, not those of clients.
public record PriceMatch(
        @Doc("The one provider that has the price.") @Refers(Kind.PROVIDER)
                @Nullable String providerId,
        @Doc("Providers of this type have the price. Absent, like `provider_id`: every provider.")
                @Nullable String providerType,
        @Doc(
                        "The model as the provider names it; one that ends with `*` stands for all names that begin so.")
                String model) {
    /// Whether it stands for many models.
    public boolean isPattern() {
        return NamePattern.isMany(model);
    }
}
