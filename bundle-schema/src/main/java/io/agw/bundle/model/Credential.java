package io.agw.bundle.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the gateway shows an upstream.
@Doc("What the gateway shows an upstream: a managed key, chosen by scope, type and priority.")
public record Credential(
        @Doc("Unique id.") @Identifier String id,
        @Doc("What the credential is.") @Default("api_key") CredentialType type,
        @Doc("Provider it is for.") @Refers(Kind.PROVIDER) @Nullable String providerId,
        @Doc("Provider type it is for, when it is for no single provider.")
                @Nullable String providerType,
        @Doc("Scope in which it is found; absent: `id:` and the provider's id.")
                @Nullable String scope,
        @Doc("Shown to operators.") @Nullable String label,
        @Doc("Higher is used first.") @Default("0") int priority,
        @Doc("A disabled credential is not used.") @Default("false") boolean disabled,
        @Doc("The key and where it is to be used.") @Default("{}") CredentialAttributes attributes,
        @Doc("Token data of a login; members may be secrets and are never shown.") @Kept
                Map<String, SecretValue> metadata,
        @Doc("How the object ends: `{prune: disabled}` keeps it when its file is gone.")
                @Default("{}")
                Lifecycle lifecycle)
        implements BundleObject {
    public Credential {
        metadata = Map.copyOf(metadata);
    }

    @Override
    public ObjectKey key() {
        return new ObjectKey(Kind.CREDENTIAL, id);
    }
}
