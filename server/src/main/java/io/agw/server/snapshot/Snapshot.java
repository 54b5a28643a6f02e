package io.agw.server.snapshot;

import io.agw.bundle.model.CliAuthAuthenticator;
import io.agw.bundle.model.CliAuthName;
import io.agw.bundle.model.Credential;
import io.agw.bundle.model.CredentialType;
import io.agw.bundle.model.ManagedModel;
import io.agw.bundle.model.Provider;
import io.agw.server.admission.rule.AdmissionRules;
import io.agw.server.authenticate.KeyIndex;
import io.agw.server.cache.CacheIndex;
import io.agw.server.guard.GuardIndex;
import io.agw.server.match.RouteTable;
import io.agw.server.price.PriceList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Everything that turns need of one version of the configuration, ready for lookup. Immutable;
/// holds upstream secrets in plain text and so is never printed.
///
/// @param version store version that it was compiled from
/// @param routes every route of every kind
/// @param keys every virtual key
/// @param providers by id, disabled ones included
/// @param breakers by which rules providers are left alone
/// @param managedModels by provider and upstream model
/// @param prices of every model at every provider
/// @param credentials enabled ones by scope, highest priority first, then by id
/// @param admission what turns have to keep to be let in
/// @param guards what looks at the texts of turns
/// @param caches what answers turns again
/// @param authenticators login flows, those that are switched off included
public record Snapshot(
        long version,
        RouteTable routes,
        KeyIndex keys,
        Map<String, Provider> providers,
        BreakerTable breakers,
        Map<ModelName, ManagedModel> managedModels,
        PriceList prices,
        AdmissionRules admission,
        GuardIndex guards,
        CacheIndex caches,
        Map<String, List<Credential>> credentials,
        Map<CliAuthName, CliAuthAuthenticator> authenticators) {
    public Snapshot {
        providers = Map.copyOf(providers);
        managedModels = Map.copyOf(managedModels);
        credentials = Map.copyOf(credentials);
        authenticators = Map.copyOf(authenticators);
    }

    /// The provider of an id, null when there is none.
    public @Nullable Provider provider(String id) {
        return providers.get(id);
    }

    /// What is known of a model at a provider; null when nothing was declared.
    public @Nullable ManagedModel managedModel(String providerId, String upstreamModel) {
        return managedModels.get(new ModelName(providerId, upstreamModel));
    }

    /// The names of the models that were declared for a provider, disabled ones not included.
    public List<String> modelNames(String providerId) {
        return managedModels.entrySet().stream()
                .filter(each -> each.getKey().providerId().equals(providerId))
                .filter(each -> each.getValue().enabled())
                .map(each -> each.getKey().upstreamModel())
                .sorted()
                .toList();
    }

    /// The usable credentials of a scope, the preferred ones first.
    public List<Credential> credentials(String scope) {
        return credentials.getOrDefault(scope, List.of());
    }

    /// The ids of all usable credentials.
    public Set<String> credentialIds() {
        return credentials.values().stream()
                .flatMap(List::stream)
                .map(Credential::id)
                .collect(Collectors.toSet());
    }

    /// The usable credentials that logins bring tokens for, by id.
    public List<Credential> loginCredentials() {
        return credentials.values().stream()
                .flatMap(List::stream)
                .filter(credential -> credential.type() == CredentialType.CLIAUTH_TOKEN)
                .sorted(Comparator.comparing(Credential::id))
                .toList();
    }

    @Override
    public String toString() {
        return "Snapshot[version=" + version + "]";
    }

    /// A model as one provider names it.
    public record ModelName(String providerId, String upstreamModel) {}
}
