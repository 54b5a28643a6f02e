package io.agw.bundle.model;

import org.jspecify.annotations.Nullable;

/// One concrete model at one provider, with what is known better than the vendor's listing.
@Doc("One concrete model at one provider, with overrides of what discovery says about it.")
public record ManagedModel(
        @Doc("Provider that serves the model.") @Refers(Kind.PROVIDER) String providerId,
        @Doc("The vendor's name of the model.") String upstreamModel,
        @Doc("Scope of credentials to use for this model (`model_custom`).")
                @Nullable String credentialScope,
        @Doc("`false` excludes the model from selection.") @Default("true") boolean enabled,
        @Doc("What the model can do; replaces what discovery says.")
                @Nullable Capabilities capabilityOverrides,
        @Doc("How the object ends: `{prune: disabled}` keeps it when its file is gone.")
                @Default("{}")
                Lifecycle lifecycle)
        implements BundleObject {
    @Override
    public ObjectKey key() {
        return new ObjectKey(Kind.MANAGED_MODEL, providerId + "/" + upstreamModel);
    }
}
