package io.agw.server.dispatch;

import io.agw.bundle.model.Credential;
import io.agw.bundle.model.CredentialScope;
import io.agw.bundle.model.CredentialSelector;
import io.agw.bundle.model.CredentialSource;
import io.agw.bundle.model.CredentialType;
import io.agw.bundle.model.ManagedModel;
import io.agw.bundle.model.Provider;
import io.agw.bundle.model.TargetPolicy;
import io.agw.server.provider.ProviderSetup;
import io.agw.server.provider.ProviderTypes;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.turn.CallerKey;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens providers with the keys that the configuration has for them. Thread-safe.
public final class ProviderAccounts {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderAccounts.class);

    private final ProviderTypes types;

    public ProviderAccounts(ProviderTypes types) {
        this.types = types;
    }

    /// The preferred account of a provider, for calls that belong to no route; empty when it has
    /// none, or its type is switched off.
    public Optional<io.agw.server.provider.Provider> any(Snapshot snapshot, Provider provider) {
        if (!types.isEnabled(provider.providerType())) {
            return Optional.empty();
        }
        var policy =
                new TargetPolicy.Direct(
                        provider.id(),
                        CredentialSource.GATEWAY,
                        CredentialSelector.FILL_FIRST,
                        List.of(CredentialScope.PROVIDER_ID),
                        List.of(CredentialType.API_KEY));
        return Optional.ofNullable(of(snapshot, provider, null, policy).next(new BitSet()));
    }

    /// Managed keys by scope and priority, then the provider's own key. A provider without any key
    /// is called without one: not every API asks for one.
    Accounts of(
            Snapshot snapshot,
            Provider provider,
            @Nullable ManagedModel managed,
            TargetPolicy policy) {
        var setup = ProviderSetup.of(provider);
        if (policy.credential() == CredentialSource.CALLER) {
            return callers(provider, setup);
        }
        boolean roundRobin = policy.credentialSelector() == CredentialSelector.ROUND_ROBIN;
        var tiers = new ArrayList<Accounts.Tier>();
        for (var scope : policy.credentialScopeOrder()) {
            for (var tier : byPriority(snapshot, scope, provider, managed).values()) {
                var accounts =
                        tier.stream()
                                .map(credential -> open(provider, credential, setup))
                                .flatMap(Optional::stream)
                                .toList();
                if (!accounts.isEmpty()) {
                    tiers.add(new Accounts.Tier(accounts, roundRobin));
                }
            }
        }
        if (tiers.isEmpty() || setup.key() != null) {
            open(provider, setup)
                    .ifPresent(own -> tiers.add(new Accounts.Tier(List.of(own), false)));
        }
        return new Accounts(tiers);
    }

    /// What clients reach with keys of their own; no key of the gateway's is among them.
    private Accounts callers(Provider provider, ProviderSetup setup) {
        var type = types.find(provider.providerType());
        var keyless = open(provider, setup.with((CallerKey) null));
        if (type == null || keyless.isEmpty()) {
            return new Accounts(List.of());
        }
        return Accounts.ofCallers(keyless.get(), key -> type.open(setup.with(key)));
    }

    private Map<Integer, List<Credential>> byPriority(
            Snapshot snapshot,
            CredentialScope scope,
            Provider provider,
            @Nullable ManagedModel managed) {
        var name =
                switch (scope) {
                    case PROVIDER_ID -> "id:" + provider.id();
                    case MODEL_CUSTOM -> managed == null ? null : managed.credentialScope();
                };
        var tiers = new TreeMap<Integer, List<Credential>>(Comparator.reverseOrder());
        if (name == null || name.isBlank()) {
            return tiers;
        }
        for (var credential : snapshot.credentials(name.strip().toLowerCase(Locale.ROOT))) {
            boolean ours =
                    credential.providerId() == null
                            || credential.providerId().equals(provider.id());
            if (ours && credential.type() == CredentialType.API_KEY) {
                tiers.computeIfAbsent(credential.priority(), _ -> new ArrayList<>())
                        .add(credential);
            }
        }
        return tiers;
    }

    private Optional<io.agw.server.provider.Provider> open(
            Provider provider, Credential credential, ProviderSetup setup) {
        var key = ProviderSetup.text(credential.attributes().apiKey());
        return key == null
                ? Optional.empty()
                : open(
                        provider,
                        setup.with(credential.id(), key, credential.attributes().baseUrl()));
    }

    private Optional<io.agw.server.provider.Provider> open(Provider provider, ProviderSetup setup) {
        var type = types.find(provider.providerType());
        if (type == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(type.open(setup));
        } catch (IllegalArgumentException e) {
            // the provider itself was checked before the snapshot was published: it is a
            // credential's address that is at fault
            LOG.warn("provider {} cannot be opened: {}", provider.id(), e.getMessage());
            return Optional.empty();
        }
    }
}
