package io.agw.server.dispatch;

import io.agw.bundle.model.Credential;
import io.agw.bundle.model.CredentialScope;
import io.agw.bundle.model.CredentialSelector;
import io.agw.bundle.model.CredentialSource;
import io.agw.bundle.model.CredentialType;
import io.agw.bundle.model.Provider;
import io.agw.bundle.model.TargetPolicy;
import io.agw.server.provider.AccessTokens;
import io.agw.server.provider.ProviderSetup;
import io.agw.server.provider.ProviderTypes;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.turn.CallerKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens providers with the keys that the configuration has for them. Thread-safe.
public final class ProviderAccounts {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderAccounts.class);

    private final ProviderTypes types;
    private final AccessTokens tokens;
    private final CoolDowns states;

    /// @param tokens of logins
    /// @param states what is known of the credentials
    public ProviderAccounts(ProviderTypes types, AccessTokens tokens, CoolDowns states) {
        this.types = types;
        this.tokens = tokens;
        this.states = states;
    }

    /// Forgets what is known of credentials that a snapshot has no longer.
    void retain(Snapshot snapshot) {
        states.retain(snapshot.credentialIds());
    }

    /// The accounts of a provider for calls that belong to no route, the preferred first, each
    /// opened when it is taken; none when its type is switched off.
    public Stream<io.agw.server.provider.Provider> all(Snapshot snapshot, Provider provider) {
        if (!types.isEnabled(provider.providerType())) {
            return Stream.empty();
        }
        var policy =
                new TargetPolicy.Direct(
                        provider.id(),
                        CredentialSource.GATEWAY,
                        CredentialSelector.FILL_FIRST,
                        List.of(CredentialScope.PROVIDER_ID),
                        List.of(CredentialType.values()));
        return of(snapshot, provider, Scopes.USUAL, policy).open().map(Access::provider);
    }

    /// Managed keys by scope and priority, then the provider's own key. A provider without any key
    /// is called without one: not every API asks for one. Of an agent that has a scope of its own
    /// the keys in it are all there are.
    Accounts of(Snapshot snapshot, Provider provider, Scopes scopes, TargetPolicy policy) {
        var setup = ProviderSetup.of(provider);
        if (policy.credential() == CredentialSource.CALLER) {
            return callers(provider, setup);
        }
        boolean roundRobin = policy.credentialSelector() == CredentialSelector.ROUND_ROBIN;
        var tiers = new ArrayList<Accounts.Tier>();
        for (var scope : scopes.names(policy, provider)) {
            var found = credentials(snapshot, scope, provider);
            for (var type : policy.credentialTypeOrder()) {
                for (var tier : byPriority(found, type)) {
                    var accounts =
                            tier.stream().flatMap(each -> open(provider, each, setup)).toList();
                    if (!accounts.isEmpty()) {
                        tiers.add(new Accounts.Tier(accounts, roundRobin));
                    }
                }
            }
        }
        boolean mayUseOwn = scopes.ofAgent() == null;
        if (mayUseOwn && (tiers.isEmpty() || setup.key() != null)) {
            open(provider, setup).ifPresent(own -> tiers.add(Accounts.Tier.of(own)));
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

    private static List<Credential> credentials(
            Snapshot snapshot, String scope, Provider provider) {
        return snapshot.credentials(scope.strip().toLowerCase(Locale.ROOT)).stream()
                .filter(each -> isFor(provider, each))
                .toList();
    }

    private static boolean isFor(Provider provider, Credential credential) {
        var id = credential.providerId();
        var type = credential.providerType();
        return id == null
                ? type == null || type.equals(provider.providerType())
                : id.equals(provider.id());
    }

    /// Those of one type, in tiers of equal priority, the highest first.
    private static Collection<List<Credential>> byPriority(
            List<Credential> credentials, CredentialType type) {
        return credentials.stream()
                .filter(credential -> credential.type() == type)
                .collect(
                        Collectors.groupingBy(
                                Credential::priority,
                                () -> new TreeMap<>(Comparator.reverseOrder()),
                                Collectors.toList()))
                .values();
    }

    private Stream<Account> open(Provider provider, Credential credential, ProviderSetup setup) {
        var state = states.of(credential.id());
        var address = credential.attributes().baseUrl();
        var id = credential.id();
        return switch (credential.type()) {
            case API_KEY -> {
                var key = ProviderSetup.text(credential.attributes().apiKey());
                yield key == null
                        ? Stream.empty()
                        : open(provider, setup.with(id, key, address)).stream()
                                .map(own -> new Account.Managed(own, key, state));
            }
            case CLIAUTH_TOKEN -> {
                var type = types.find(provider.providerType());
                var keyless = setup.with(id, null, address);
                yield type == null
                        ? Stream.empty()
                        : open(provider, keyless).stream()
                                .map(vendor ->
                                        new Account.Login(
                                                vendor,
                                                token -> type.open(keyless.with(token)),
                                                credential,
                                                tokens,
                                                state));
            }
        };
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

    /// Scopes that credentials may be found in, beside the provider's own.
    ///
    /// @param ofModel that is asked for; null for none
    /// @param ofAgent that asks; null for none
    record Scopes(@Nullable String ofModel, @Nullable String ofAgent) {
        static final Scopes USUAL = new Scopes(null, null);

        /// In the order in which they are looked through.
        List<String> names(TargetPolicy policy, Provider provider) {
            return ofAgent != null
                    ? List.of(ofAgent)
                    : policy.credentialScopeOrder().stream()
                            .flatMap(scope -> Stream.ofNullable(name(scope, provider)))
                            .toList();
        }

        private @Nullable String name(CredentialScope scope, Provider provider) {
            return switch (scope) {
                case PROVIDER_ID -> "id:" + provider.id();
                case MODEL_CUSTOM -> ofModel == null || ofModel.isBlank() ? null : ofModel;
            };
        }
    }
}
