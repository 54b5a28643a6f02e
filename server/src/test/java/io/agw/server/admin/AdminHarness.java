package io.agw.server.admin;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.agw.bundle.BundleLoader;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.Secret;
import io.agw.bundle.plan.Owner;
import io.agw.bundle.plan.PlanJson;
import io.agw.bundle.schema.BundleSchema;
import io.agw.bundle.shape.Shapes;
import io.agw.reconciler.Reconciler;
import io.agw.reconciler.apply.Applier;
import io.agw.reconciler.apply.CandidateCompiler.Candidate;
import io.agw.reconciler.loop.Clockwork;
import io.agw.reconciler.loop.ReconcilerMetrics;
import io.agw.reconciler.loop.Services;
import io.agw.reconciler.loop.SystemAlarms;
import io.agw.server.access.Permits;
import io.agw.server.admin.access.Account;
import io.agw.server.admin.access.Accounts;
import io.agw.server.admin.access.FreshToken;
import io.agw.server.admin.access.Gatekeeper;
import io.agw.server.admin.access.Pages;
import io.agw.server.admin.api.Role;
import io.agw.server.admin.logins.LoginCredentials;
import io.agw.server.admin.logins.LoginEndpoints;
import io.agw.server.admin.views.ViewEndpoints;
import io.agw.server.admission.Pausing;
import io.agw.server.admission.budget.Budgets;
import io.agw.server.admission.budget.ChangedCaps;
import io.agw.server.admission.pause.PauseWatcher;
import io.agw.server.admission.pause.Pauses;
import io.agw.server.admission.policy.Figures;
import io.agw.server.admission.rate.RateLimits;
import io.agw.server.admission.rule.AdmissionRules;
import io.agw.server.cache.Caches;
import io.agw.server.dispatch.Breakers;
import io.agw.server.dispatch.CoolDowns;
import io.agw.server.dispatch.ProviderAccounts;
import io.agw.server.listen.HttpListener;
import io.agw.server.listen.ListenerSettings;
import io.agw.server.login.Authenticators;
import io.agw.server.login.Logins;
import io.agw.server.login.OAuthCalls;
import io.agw.server.login.Refresher;
import io.agw.server.login.TokenCustody;
import io.agw.server.oidc.Issuers;
import io.agw.server.provider.AccessTokens;
import io.agw.server.provider.ProviderTypes;
import io.agw.server.provider.echo.EchoType;
import io.agw.server.snapshot.Snapshots;
import io.agw.server.survey.Survey;
import io.agw.server.upstream.LocalClient;
import io.agw.store.TelemetryWriter;
import io.agw.store.memory.MemoryStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The Admin API on a real socket over an in-memory store.
final class AdminHarness implements AutoCloseable {
    static final String PASSWORD = "correct horse battery staple";

    /// One for each role, by its word, and one that has ended, by `ended`.
    static final Map<String, FreshToken> TOKENS = tokens();

    final MemoryStore store = new MemoryStore(Clock.systemUTC());
    final AtomicLong nanos = new AtomicLong();
    final AdminApi api;
    private final HttpListener listener;
    private final HttpClient client = HttpClient.newHttpClient();
    private final LocalClient local = new LocalClient();
    private final AtomicLong keys = new AtomicLong();

    AdminHarness() {
        var hash = BCrypt.withDefaults().hashToString(4, PASSWORD.toCharArray());
        var gatekeeper =
                new Gatekeeper(
                        new Accounts(
                                List.of(
                                        new Account("root", hash, Role.ADMIN),
                                        new Account("otto", hash, Role.OPERATOR),
                                        new Account("eve", hash, Role.VIEWER)),
                                TOKENS.values().stream().map(FreshToken::token).toList()),
                        Issuers.none(),
                        Clock.systemUTC(),
                        nanos::get,
                        new SecureRandom());
        var sources = Set.of(new Owner("prod"));
        var applier =
                new Applier(
                        store,
                        (_, _) -> new Candidate.Ready(() -> {}),
                        () -> new Secret("vk-generated-" + keys.incrementAndGet()),
                        sources,
                        new PlanJson(Shapes.KINDS, new PlanJson.Tool("agwd", "test")),
                        Clock.systemUTC());
        var types = new ProviderTypes(List.of(new EchoType(Clock.systemUTC())));
        api =
                new AdminApi(
                        store,
                        applier,
                        new Reconciler(
                                List.of(),
                                new Services(
                                        store,
                                        applier,
                                        new BundleLoader(),
                                        ReconcilerMetrics.NONE,
                                        new Clockwork(
                                                Clock.systemUTC(),
                                                new SystemAlarms(Clock.systemUTC()),
                                                Runnable::run,
                                                new SecureRandom()))),
                        sources,
                        gatekeeper,
                        new ViewEndpoints.Sources(() -> "up 1\n", AdminHarness::schema, false),
                        types,
                        new Breakers(System::nanoTime, (_, _) -> {}),
                        new CoolDowns(System::nanoTime),
                        limits(),
                        new Caches(Caches.usualMost(), System::nanoTime),
                        new Survey(
                                new Snapshots(),
                                new ProviderAccounts(
                                                types,
                                                AccessTokens.NONE,
                                                new CoolDowns(System::nanoTime))
                                        ::all,
                                Clock.systemUTC()),
                        logins(applier),
                        () -> new TelemetryWriter.Counters(0, 0, 0, 0, 0, false),
                        () -> false,
                        Clock.systemUTC(),
                        "test");
        var plane = new AdminPlane(api.endpoints(), gatekeeper, new Pages(Set.of()));
        listener =
                new HttpListener(
                        ListenerSettings.admin("127.0.0.1", 0, Optional.empty()),
                        () -> true,
                        plane);
        listener.start();
    }

    private AdminApi.Limits limits() {
        var clock = Clock.systemUTC();
        var pauses = new Pauses(store.pauses(), clock, PauseWatcher.NONE);
        var budgets =
                new Budgets(
                        store.ledger(),
                        clock,
                        _ -> {},
                        pauses,
                        new ChangedCaps(store.budgets(), clock));
        Supplier<AdmissionRules> rules = () -> AdmissionRules.NONE;
        return new AdminApi.Limits(
                new RateLimits(System::nanoTime),
                budgets,
                new Pausing(pauses, budgets, rules),
                new Permits(store.access(), clock),
                new Figures(budgets, clock),
                rules);
    }

    private static Map<String, FreshToken> tokens() {
        var random = new SecureRandom();
        var tokens = new LinkedHashMap<String, FreshToken>();
        var later = Instant.parse("2999-01-01T00:00:00Z");
        for (var role : Role.given()) {
            tokens.put(role.word(), FreshToken.make("a-" + role.word(), role, later, random));
        }
        tokens.put("ended", FreshToken.make("ended", Role.ADMIN, Instant.EPOCH, random));
        return tokens;
    }

    private LoginEndpoints.Parts logins(Applier applier) {
        var snapshots = new Snapshots();
        var renewing =
                new TokenCustody.Renewing(
                        new Authenticators(snapshots),
                        new OAuthCalls(local.client()),
                        (_, _) -> {});
        var custody = new TokenCustody(snapshots, store.loginTokens(), renewing, Clock.systemUTC());
        return new LoginEndpoints.Parts(
                new Logins(
                        snapshots,
                        renewing,
                        new Logins.Keeping(custody, new LoginCredentials(applier), store.audit()),
                        Clock.systemUTC()),
                new Refresher(snapshots, custody));
    }

    private static String schema(String kind) {
        var schema = new BundleSchema(Shapes.KINDS);
        return BundleSchema.text(Kind.ofWord(kind).map(schema::object).orElseGet(schema::bundle));
    }

    int port() {
        return listener.port();
    }

    /// The listener's own origin, as a browser names it.
    String origin() {
        return "http://127.0.0.1:" + listener.port();
    }

    /// `actor action subject` of what was audited, newest first.
    List<String> audited() {
        return store.audit().list(0, 100).stream()
                .map(entry -> entry.draft())
                .map(draft -> draft.actor() + " " + draft.action() + " " + draft.subject())
                .toList();
    }

    /// What was answered.
    record Reply(int status, JsonNode body, HttpResponse<String> raw) {}

    /// A call as `root`.
    Reply call(String method, String path, String body) {
        return call(as("root", PASSWORD, request(method, path, body)));
    }

    Reply get(String path) {
        return call("GET", path, "");
    }

    HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + path))
                .timeout(Duration.ofSeconds(10))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
    }

    static HttpRequest.Builder as(String user, String password, HttpRequest.Builder request) {
        var pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    Reply call(HttpRequest.Builder request) {
        try {
            var raw = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            var isJson = raw.headers().firstValue("content-type").orElse("").contains("json");
            return new Reply(
                    raw.statusCode(),
                    new JsonMapper().readTree(isJson && !raw.body().isEmpty() ? raw.body() : "{}"),
                    raw);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The status alone, also of an answer that goes on.
    int status(HttpRequest.Builder request) {
        try {
            var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            answer.body().close();
            return answer.statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static HttpRequest.Builder withToken(String token, HttpRequest.Builder request) {
        return request.header("Authorization", "Bearer " + token);
    }

    /// The body of an answer that goes on, as `root`; the caller closes it.
    ///
    /// @param lastId id of the event that was seen last, empty for none
    InputStream lines(String path, String lastId) throws IOException {
        var request =
                as(
                        "root",
                        PASSWORD,
                        HttpRequest.newBuilder(URI.create(origin() + path))
                                .timeout(Duration.ofSeconds(10)));
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        listener.close();
        store.close();
        local.close();
    }
}
