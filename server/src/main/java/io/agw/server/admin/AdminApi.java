package io.agw.server.admin;

import io.agw.bundle.BundleLoader;
import io.agw.bundle.document.DocumentReader;
import io.agw.bundle.document.ReadLimits;
import io.agw.bundle.plan.Owner;
import io.agw.bundle.plan.PlanJson;
import io.agw.bundle.shape.Shapes;
import io.agw.reconciler.Reconciler;
import io.agw.reconciler.apply.Applier;
import io.agw.server.access.Permits;
import io.agw.server.admin.access.AuthEndpoints;
import io.agw.server.admin.access.Gatekeeper;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.audit.AuditEndpoints;
import io.agw.server.admin.bundles.BundleEndpoints;
import io.agw.server.admin.logins.LoginEndpoints;
import io.agw.server.admin.objects.KeyEndpoints;
import io.agw.server.admin.objects.ObjectEndpoints;
import io.agw.server.admin.overrides.Overrides;
import io.agw.server.admin.security.SecurityEndpoints;
import io.agw.server.admin.sources.SourceEndpoints;
import io.agw.server.admin.usage.AgentUsageEndpoints;
import io.agw.server.admin.usage.MetricsEndpoints;
import io.agw.server.admin.usage.UsageEndpoints;
import io.agw.server.admin.views.AccessOverrideEndpoints;
import io.agw.server.admin.views.BreakerEndpoints;
import io.agw.server.admin.views.BudgetEndpoints;
import io.agw.server.admin.views.BudgetOverrideEndpoints;
import io.agw.server.admin.views.CacheEndpoints;
import io.agw.server.admin.views.CoolDownEndpoints;
import io.agw.server.admin.views.EventEndpoints;
import io.agw.server.admin.views.OpenApi;
import io.agw.server.admin.views.PauseEndpoints;
import io.agw.server.admin.views.ProviderTypeEndpoints;
import io.agw.server.admin.views.RateLimitEndpoints;
import io.agw.server.admin.views.StatusEndpoints;
import io.agw.server.admin.views.StoreEndpoints;
import io.agw.server.admin.views.Subjects;
import io.agw.server.admin.views.SurveyEndpoints;
import io.agw.server.admin.views.TraceEndpoints;
import io.agw.server.admin.views.UnbuiltEndpoints;
import io.agw.server.admin.views.ViewEndpoints;
import io.agw.server.admission.Pausing;
import io.agw.server.admission.budget.Budgets;
import io.agw.server.admission.policy.Figures;
import io.agw.server.admission.rate.RateLimits;
import io.agw.server.admission.rule.AdmissionRules;
import io.agw.server.cache.Caches;
import io.agw.server.dispatch.Breakers;
import io.agw.server.dispatch.CoolDowns;
import io.agw.server.provider.ProviderTypes;
import io.agw.server.survey.Survey;
import io.agw.store.Store;
import io.agw.store.TelemetryWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Everything that can be called, in one list.
///
/// @param store borrowed
/// @param sources ids of all configured sources
/// @param types the provider types of this build
/// @param breakers of the providers' models
/// @param limits and what was used of them
/// @param caches of answers
/// @param survey what is known of providers besides their configuration
/// @param logins at vendors, and the renewal of their tokens
/// @param pipeline what became of the records of turns
/// @param draining true once the gateway stops
/// @param version of the gateway
public record AdminApi(
        Store store,
        Applier applier,
        Reconciler reconciler,
        Set<Owner> sources,
        Gatekeeper gatekeeper,
        ViewEndpoints.Sources views,
        ProviderTypes types,
        Breakers breakers,
        CoolDowns coolDowns,
        Limits limits,
        Caches caches,
        Survey survey,
        LoginEndpoints.Parts logins,
        Supplier<TelemetryWriter.Counters> pipeline,
        BooleanSupplier draining,
        InstantSource clock,
        String version) {
    public AdminApi {
        sources = Set.copyOf(sources);
    }

    public List<Endpoint> endpoints() {
        var documents = new DocumentReader(ReadLimits.body());
        var plans = new PlanJson(Shapes.KINDS, new PlanJson.Tool("agwd", version));
        var overrides = overrides();
        var all = new ArrayList<Endpoint>();
        all.addAll(new AuthEndpoints(gatekeeper, store.audit(), documents).list());
        all.addAll(new ObjectEndpoints(store.config(), applier, documents, sources).list());
        all.addAll(new KeyEndpoints(store.config(), applier, documents, sources, clock).list());
        all.addAll(
                new BundleEndpoints(
                                new BundleLoader(),
                                applier,
                                plans,
                                overrides,
                                sources,
                                store.config())
                        .list());
        all.addAll(new SourceEndpoints(reconciler, plans, overrides, documents).list());
        all.addAll(new TraceEndpoints(store.telemetry()).list());
        all.addAll(new EventEndpoints(store.outbox(), draining).list());
        all.addAll(new ViewEndpoints(views).list());
        all.addAll(new ProviderTypeEndpoints(types, store.audit()).list());
        all.addAll(new BreakerEndpoints(breakers).list());
        all.addAll(new CoolDownEndpoints(coolDowns, store.audit()).list());
        all.addAll(new CacheEndpoints(store.config(), caches, store.audit()).list());
        all.addAll(new RateLimitEndpoints(store.config(), limits.rates()).list());
        all.addAll(new BudgetEndpoints(store.config(), limits.budgets(), limits.rules()).list());
        var subjects =
                new Subjects(
                        store.config(),
                        limits.pausing(),
                        limits.rates(),
                        breakers,
                        limits.figures());
        all.addAll(new PauseEndpoints(subjects, store.audit(), documents, clock).list());
        all.addAll(new StatusEndpoints(subjects).list());
        all.addAll(forATime(documents));
        all.addAll(new SurveyEndpoints(survey).list());
        all.addAll(new StoreEndpoints(pipeline, limits.budgets()::isFailing).list());
        var usage = store.telemetry().queries();
        all.addAll(new AuditEndpoints(store.telemetry(), store.audit(), clock).list());
        all.addAll(new SecurityEndpoints(store.config(), clock).list());
        all.addAll(new UsageEndpoints(usage, clock).list());
        all.addAll(new MetricsEndpoints(usage, clock, pipeline).list());
        all.addAll(new AgentUsageEndpoints(store.config(), usage, clock).list());
        all.addAll(new LoginEndpoints(logins, store.audit(), documents).list());
        all.addAll(UnbuiltEndpoints.list());
        all.addAll(new OpenApi(all, version, views.schema().apply("")).list());
        return all;
    }

    private Overrides overrides() {
        return new Overrides(
                store.config(), limits.budgets().changed(), limits.permits(), limits.rules());
    }

    /// What admins change for a time.
    private List<Endpoint> forATime(DocumentReader documents) {
        var budgets =
                new BudgetOverrideEndpoints(
                        limits.budgets().changed(),
                        limits.rules(),
                        store.audit(),
                        documents,
                        clock);
        var access = new AccessOverrideEndpoints(limits.permits(), store.audit(), documents, clock);
        return Stream.concat(budgets.list().stream(), access.list().stream()).toList();
    }

    /// What is limited.
    ///
    /// @param rules those that serve
    /// @param pausing who may do nothing for now
    /// @param permits what somebody may use for a time besides
    /// @param figures what policies go by
    public record Limits(
            RateLimits rates,
            Budgets budgets,
            Pausing pausing,
            Permits permits,
            Figures figures,
            Supplier<AdmissionRules> rules) {}
}
