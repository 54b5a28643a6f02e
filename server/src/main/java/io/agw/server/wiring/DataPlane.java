package io.agw.server.wiring;

import io.agw.bundle.upstream.Cidr;
import io.agw.server.access.Permits;
import io.agw.server.admin.AdminApi;
import io.agw.server.admission.Admissions;
import io.agw.server.admission.budget.Budgets;
import io.agw.server.admission.pause.Pauses;
import io.agw.server.admission.rule.AdmissionRules;
import io.agw.server.authenticate.Authenticator;
import io.agw.server.cache.Caches;
import io.agw.server.call.CallSettings;
import io.agw.server.call.EgressPolicy;
import io.agw.server.call.Sweeper;
import io.agw.server.call.SystemResolver;
import io.agw.server.call.UpstreamClient;
import io.agw.server.dispatch.Breakers;
import io.agw.server.dispatch.CoolDowns;
import io.agw.server.dispatch.Dispatcher;
import io.agw.server.dispatch.ProviderAccounts;
import io.agw.server.dispatch.Routings;
import io.agw.server.hook.Hooks;
import io.agw.server.match.Protocol;
import io.agw.server.oidc.HttpFetch;
import io.agw.server.oidc.Issuers;
import io.agw.server.plane.Front;
import io.agw.server.plane.LaterPlane;
import io.agw.server.plane.Plane;
import io.agw.server.plane.llm.LlmPlane;
import io.agw.server.plane.llm.LlmSettings;
import io.agw.server.provider.ProviderTypes;
import io.agw.server.settings.AgwdSettings;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.snapshot.Snapshots;
import io.agw.server.survey.Survey;
import io.agw.store.Store;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/// From a request to an answer. Owns the upstream connections and the threads that watch them.
///
/// @param types the provider types of this build
/// @param breakers of the providers' models
/// @param limiting what lets turns in, and what was used of it
/// @param snapshots what is being served
/// @param front where requests enter
/// @param caches of answers
/// @param survey what is known of providers besides
/// @param logins the tokens of logins
/// @param issuers whose signed tokens are believed
/// @param permits what somebody may use for a time besides
record DataPlane(
        ProviderTypes types,
        Breakers breakers,
        CoolDowns coolDowns,
        Limiting limiting,
        Snapshots snapshots,
        Front front,
        Caches caches,
        Survey survey,
        LoginParts logins,
        Issuers issuers,
        Permits permits,
        Sweeper sweeper,
        SystemResolver resolver,
        UpstreamClient client)
        implements AutoCloseable {

    static DataPlane of(
            AgwdSettings settings, Instruments instruments, Store store, InstantSource clock) {
        var sweeper = new Sweeper();
        var resolver = new SystemResolver();
        var client = client(settings, resolver, sweeper);
        var types = types(settings, client, clock);
        var dialects = Vendors.dialects();
        var breakers = new Breakers(System::nanoTime, instruments.breakers()::changed);
        var snapshots = new Snapshots();
        var logins =
                LoginParts.of(
                        snapshots,
                        client,
                        new LoginParts.Surroundings(
                                store.loginTokens(), instruments.logins()::ended, clock));
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        var coolDowns = new CoolDowns(System::nanoTime);
        var accounts = new ProviderAccounts(types, logins.custody(), coolDowns);
        var survey = new Survey(snapshots, accounts::all, clock);
        var issuers = new Issuers(settings.issuers(), new HttpFetch(client), clock);
        var authenticator = new Authenticator(issuers, clock);
        var hooks = new Hooks(client, clock);
        var limiting = Limiting.of(store, instruments, hooks, clock);
        var caches = new Caches(Caches.usualMost(), System::nanoTime);
        var llm =
                new LlmPlane(
                        authenticator,
                        new Routings(types, accounts, dialects, survey),
                        new Dispatcher(random, breakers, instruments.attempts()),
                        instruments.recorder(),
                        instruments.responses(),
                        new Admissions(limiting.gates(), instruments.limits()),
                        caches,
                        hooks,
                        sweeper,
                        LlmSettings.defaults(dialects));
        var front =
                new Front(
                        snapshots,
                        served(llm),
                        new LaterPlane(authenticator, instruments.recorder()));
        return new DataPlane(
                types,
                breakers,
                coolDowns,
                limiting,
                snapshots,
                front,
                caches,
                survey,
                logins,
                issuers,
                new Permits(store.access(), clock),
                sweeper,
                resolver,
                client);
    }

    /// Limits, what was used of them, and those that serve.
    AdminApi.Limits limits() {
        return limiting.view(
                permits,
                () -> snapshots.current().map(Snapshot::admission).orElse(AdmissionRules.NONE));
    }

    /// What budgets have left.
    Budgets budgets() {
        return limiting.gates().budgets();
    }

    /// Who may do nothing for now.
    Pauses pauses() {
        return limiting.gates().pauses();
    }

    /// @param watches whether providers are asked in the background
    void start(boolean watches) {
        limiting.start();
        permits.start();
        sweeper.start();
        if (watches) {
            survey.start();
        }
        logins.start();
    }

    @Override
    public void close() {
        logins.close();
        survey.close();
        limiting.close();
        client.close();
        resolver.close();
        sweeper.close();
    }

    /// Those that the settings leave on.
    private static ProviderTypes types(
            AgwdSettings settings, UpstreamClient client, InstantSource clock) {
        var types = Vendors.types(client, clock);
        var limited = settings.limits().providerTypes();
        types.names().stream()
                .filter(name -> !limited.isEmpty() && !limited.contains(name))
                .forEach(name -> types.enable(name, false));
        return types;
    }

    /// What serves each protocol.
    private static Map<Protocol, Plane> served(LlmPlane llm) {
        return Map.of(
                Protocol.OPENAI,
                llm,
                Protocol.ANTHROPIC,
                llm,
                Protocol.CC,
                llm,
                Protocol.GEMINI,
                llm);
    }

    private static UpstreamClient client(
            AgwdSettings settings, SystemResolver resolver, Sweeper sweeper) {
        var egress =
                new EgressPolicy(
                        settings.dataIsLocal(),
                        settings.limits().allowPrivate().stream().map(Cidr::parse).toList());
        return new UpstreamClient(CallSettings.defaults(), egress, resolver, trust(), sweeper);
    }

    /// What the JDK trusts; certificates are always verified.
    private static SSLContext trust() {
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS is missing (expected: every JDK has it)", e);
        }
    }
}
