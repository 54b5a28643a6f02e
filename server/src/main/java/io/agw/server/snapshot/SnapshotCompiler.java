package io.agw.server.snapshot;

import io.agw.bundle.catalogue.PriceCatalogue;
import io.agw.bundle.model.AccessPolicy;
import io.agw.bundle.model.Agent;
import io.agw.bundle.model.Budget;
import io.agw.bundle.model.BundleObject;
import io.agw.bundle.model.Cache;
import io.agw.bundle.model.CircuitBreaker;
import io.agw.bundle.model.CliAuthAuthenticator;
import io.agw.bundle.model.CliAuthName;
import io.agw.bundle.model.Credential;
import io.agw.bundle.model.Guardrail;
import io.agw.bundle.model.LlmRoute;
import io.agw.bundle.model.ManagedModel;
import io.agw.bundle.model.ModelPricing;
import io.agw.bundle.model.Policy;
import io.agw.bundle.model.Provider;
import io.agw.bundle.model.RateLimit;
import io.agw.bundle.model.Team;
import io.agw.bundle.model.VirtualKey;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problems;
import io.agw.server.access.AccessRules;
import io.agw.server.access.Permits;
import io.agw.server.admission.policy.PolicyRules;
import io.agw.server.admission.rule.AdmissionRules;
import io.agw.server.authenticate.AgentIndex;
import io.agw.server.authenticate.KeyIndex;
import io.agw.server.authenticate.KeyOwners;
import io.agw.server.cache.CacheIndex;
import io.agw.server.guard.GuardIndex;
import io.agw.server.match.Route;
import io.agw.server.match.RouteTable;
import io.agw.server.price.PriceList;
import io.agw.store.secret.VirtualKeyIndex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Turns a configuration into a snapshot, or says why that is not possible. Pure but for memory;
/// thread-safe.
public final class SnapshotCompiler {
    private static final Comparator<Credential> PREFERRED_FIRST =
            Comparator.comparingInt(Credential::priority).reversed().thenComparing(Credential::id);

    private final VirtualKeyIndex keyHash;
    private final List<ProviderCheck> providerChecks;
    private final boolean openRoutes;
    private final PriceCatalogue catalogue;
    private final Trust trust;

    /// @param openRoutes whether a route may do without virtual keys: only where nobody but this
    ///   machine reaches it
    /// @param catalogue prices where the configuration says none
    /// @param trust whom snapshots believe besides
    public SnapshotCompiler(
            VirtualKeyIndex keyHash,
            List<ProviderCheck> providerChecks,
            boolean openRoutes,
            PriceCatalogue catalogue,
            Trust trust) {
        this.keyHash = keyHash;
        this.catalogue = catalogue;
        this.trust = trust;
        this.openRoutes = openRoutes;
        this.providerChecks = List.copyOf(providerChecks);
    }

    /// What the process trusts, whatever bundles say.
    ///
    /// @param issuers ids of those whose tokens may stand for virtual keys
    /// @param permits what somebody may use for a time besides
    public record Trust(Set<String> issuers, Permits permits) {
        public Trust {
            issuers = Set.copyOf(issuers);
        }
    }

    /// Compiles a whole configuration, whose secrets are in plain text.
    ///
    /// @param version store version that the snapshot will carry
    public Compiled compile(long version, Collection<BundleObject> objects) {
        var problems = new Problems();
        var snapshot =
                new Snapshot(
                        version,
                        routes(objects, problems),
                        KeyIndex.of(keys(objects, problems), owners(objects), keyHash, problems),
                        providers(objects, problems),
                        BreakerTable.of(only(CircuitBreaker.class, objects)),
                        managedModels(objects),
                        PriceList.of(
                                only(ModelPricing.class, objects),
                                catalogue,
                                only(Provider.class, objects)),
                        admission(objects),
                        GuardIndex.of(
                                only(Guardrail.class, objects),
                                only(LlmRoute.class, objects),
                                only(Agent.class, objects),
                                problems),
                        CacheIndex.of(only(Cache.class, objects), only(LlmRoute.class, objects)),
                        credentials(objects),
                        authenticators(objects));
        return problems.hasErrors()
                ? new Compiled.Faulty(problems.sorted())
                : new Compiled.Done(snapshot);
    }

    private static AdmissionRules admission(Collection<BundleObject> objects) {
        return AdmissionRules.of(
                        only(RateLimit.class, objects),
                        only(Budget.class, objects),
                        only(Agent.class, objects),
                        only(VirtualKey.class, objects),
                        only(LlmRoute.class, objects))
                .with(PolicyRules.of(only(Policy.class, objects)));
    }

    private RouteTable routes(Collection<BundleObject> objects, Problems problems) {
        var routes = objects.stream().map(Route::of).flatMap(Optional::stream).toList();
        for (var route : routes) {
            var position = Position.of(route.object().key().toString());
            route.fault().ifPresent(fault -> problems.error(Code.CANNOT_COMPILE, position, fault));
            if (!route.requireVirtualKey() && !openRoutes && !route.disabled()) {
                problems.error(
                        Code.OPEN_ROUTE,
                        position,
                        "require_virtual_key: false on a listener that other machines reach (expected: true, or addr on loopback)");
            }
        }
        return RouteTable.of(routes);
    }

    private Map<String, Provider> providers(Collection<BundleObject> objects, Problems problems) {
        var byId = new HashMap<String, Provider>();
        for (var provider : only(Provider.class, objects)) {
            byId.put(provider.id(), provider);
            for (var check : providerChecks) {
                check.check(provider, Position.of(provider.key().toString()), problems);
            }
        }
        return byId;
    }

    private static Map<Snapshot.ModelName, ManagedModel> managedModels(
            Collection<BundleObject> objects) {
        var byName = new HashMap<Snapshot.ModelName, ManagedModel>();
        for (var model : only(ManagedModel.class, objects)) {
            byName.put(new Snapshot.ModelName(model.providerId(), model.upstreamModel()), model);
        }
        return byName;
    }

    private static Map<String, List<Credential>> credentials(Collection<BundleObject> objects) {
        var byScope = new HashMap<String, List<Credential>>();
        for (var credential : only(Credential.class, objects)) {
            if (!credential.disabled()) {
                byScope.computeIfAbsent(scope(credential), _ -> new ArrayList<>()).add(credential);
            }
        }
        byScope.replaceAll((_, list) -> list.stream().sorted(PREFERRED_FIRST).toList());
        return byScope;
    }

    private List<VirtualKey> keys(Collection<BundleObject> objects, Problems problems) {
        var keys = only(VirtualKey.class, objects);
        for (var key : keys) {
            var grant = key.jwt();
            if (grant != null && !trust.issuers().contains(grant.issuer())) {
                problems.error(
                        Code.CANNOT_COMPILE,
                        Position.of(key.key().toString()),
                        "jwt.issuer: \""
                                + grant.issuer()
                                + "\" (expected: one of oidc.issuers in the gateway's settings: "
                                + trust.issuers().stream().sorted().toList()
                                + ")");
            }
        }
        return keys;
    }

    private KeyOwners owners(Collection<BundleObject> objects) {
        var teams =
                only(Team.class, objects).stream()
                        .collect(Collectors.toMap(Team::id, each -> each));
        return new KeyOwners(
                teams,
                AgentIndex.of(only(Agent.class, objects)),
                AccessRules.of(only(AccessPolicy.class, objects), trust.permits()));
    }

    private static Map<CliAuthName, CliAuthAuthenticator> authenticators(
            Collection<BundleObject> objects) {
        return only(CliAuthAuthenticator.class, objects).stream()
                .collect(Collectors.toMap(CliAuthAuthenticator::name, each -> each));
    }

    /// The scope in which a credential is found, lower case: its own, else that of its provider,
    /// else that of its provider type.
    private static String scope(Credential credential) {
        var scope = credential.scope();
        if (scope != null && !scope.isBlank()) {
            return scope.strip().toLowerCase(Locale.ROOT);
        }
        var provider = credential.providerId();
        return (provider != null ? "id:" + provider : "type:" + credential.providerType())
                .toLowerCase(Locale.ROOT);
    }

    private static <T extends BundleObject> List<T> only(
            Class<T> type, Collection<BundleObject> objects) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
