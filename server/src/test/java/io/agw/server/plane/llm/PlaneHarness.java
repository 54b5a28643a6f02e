package io.agw.server.plane.llm;

import io.agw.bundle.model.Credential;
import io.agw.server.admission.Admissions;
import io.agw.server.admission.budget.Alerts;
import io.agw.server.admission.budget.Budgets;
import io.agw.server.admission.budget.ChangedCaps;
import io.agw.server.admission.pause.PauseWatcher;
import io.agw.server.admission.pause.Pauses;
import io.agw.server.admission.policy.Figures;
import io.agw.server.admission.policy.Policies;
import io.agw.server.admission.policy.PolicyRule;
import io.agw.server.admission.policy.PolicyWatcher;
import io.agw.server.admission.rate.RateLimits;
import io.agw.server.authenticate.Authenticator;
import io.agw.server.cache.Caches;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.JsonLimits;
import io.agw.server.dialect.shape.Dialects;
import io.agw.server.dialect.shape.chat.ChatDialect;
import io.agw.server.dialect.shape.converse.ConverseDialect;
import io.agw.server.dialect.shape.generate.GenerateDialect;
import io.agw.server.dialect.shape.messages.MessagesDialect;
import io.agw.server.dialect.shape.responses.ResponsesDialect;
import io.agw.server.dispatch.Breakers;
import io.agw.server.dispatch.CoolDowns;
import io.agw.server.dispatch.Dispatcher;
import io.agw.server.dispatch.Findings;
import io.agw.server.dispatch.ProviderAccounts;
import io.agw.server.dispatch.Routings;
import io.agw.server.hook.Hooks;
import io.agw.server.match.Match;
import io.agw.server.oidc.Issuers;
import io.agw.server.provider.AccessToken;
import io.agw.server.provider.AccessTokens;
import io.agw.server.provider.ProviderType;
import io.agw.server.provider.ProviderTypes;
import io.agw.server.provider.anthropic.AnthropicType;
import io.agw.server.provider.azure.AzureOpenAiType;
import io.agw.server.provider.bedrock.BedrockType;
import io.agw.server.provider.claudecode.ClaudeCodeType;
import io.agw.server.provider.codex.CodexType;
import io.agw.server.provider.compatible.CompatibleTypes;
import io.agw.server.provider.echo.EchoType;
import io.agw.server.provider.gemini.GeminiType;
import io.agw.server.provider.openai.OpenAiType;
import io.agw.server.provider.vertex.VertexType;
import io.agw.server.record.MadeResponses;
import io.agw.server.record.Recorder;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.telemetry.Span;
import io.agw.server.telemetry.Tracing;
import io.agw.server.telemetry.metrics.AttemptMeters;
import io.agw.server.telemetry.metrics.LimitMeters;
import io.agw.server.telemetry.metrics.Meters;
import io.agw.server.telemetry.metrics.TurnMeters;
import io.agw.server.turn.Received;
import io.agw.server.turn.ReplySink;
import io.agw.server.turn.UniqueIds;
import io.agw.server.upstream.FakeUpstream;
import io.agw.server.upstream.LocalClient;
import io.agw.server.upstream.TestSnapshots;
import io.agw.store.SpanRecord;
import io.agw.store.Store;
import io.agw.store.TurnRecord;
import io.agw.store.UsageRecord;
import io.agw.store.memory.MemoryStore;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The LLM plane with real parts below it: dispatcher, providers, upstream client, one fake
/// upstream. Requests are given to it as a listener would.
final class PlaneHarness implements AutoCloseable {
    static final LlmSettings SETTINGS =
            new LlmSettings(
                    JsonLimits.defaults(),
                    1 << 20,
                    1 << 20,
                    64 * 1024,
                    256 * 1024,
                    Duration.ofMillis(300),
                    Duration.ofMillis(100),
                    new Dialects(
                            Map.of(
                                    Api.CHAT, new ChatDialect(),
                                    Api.MESSAGES, new MessagesDialect(),
                                    Api.GENERATE, new GenerateDialect(),
                                    Api.CONVERSE, new ConverseDialect(),
                                    Api.RESPONSES, new ResponsesDialect())),
                    new UniqueIds());

    private static final JsonMapper JSON = JsonMapper.shared();

    final FakeUpstream upstream;
    final List<TurnRecord> records = new CopyOnWriteArrayList<>();
    private final LocalClient local;
    private final LlmPlane plane;
    private final Store store = new MemoryStore(InstantSource.system());
    private final Meters meters = new Meters();
    private Snapshot snapshot;

    /// What operators were told of budgets.
    final List<Alerts.Alert> alerts = new CopyOnWriteArrayList<>();

    /// What was used of the limits.
    final RateLimits rateLimits = new RateLimits(System::nanoTime);

    /// Who may do nothing for now.
    final Pauses pauses = new Pauses(store.pauses(), InstantSource.system(), PauseWatcher.NONE);

    /// What was used of the budgets.
    final Budgets budgets =
            new Budgets(
                    store.ledger(),
                    InstantSource.system(),
                    alerts::add,
                    pauses,
                    new ChangedCaps(store.budgets(), InstantSource.system()));

    /// Moves the watch of the caches on.
    final AtomicLong cacheNanos = new AtomicLong();

    /// Answers that are kept.
    final Caches caches = new Caches(1 << 20, cacheNanos::get);

    /// What policies were told of.
    final List<PolicyWatcher.Match> matches = new CopyOnWriteArrayList<>();

    private final Policies policies =
            new Policies(
                    new Figures(budgets, InstantSource.system()),
                    pauses,
                    InstantSource.system(),
                    new Watching());

    /// The tokens of logins.
    volatile AccessTokens tokens = AccessTokens.NONE;

    PlaneHarness(FakeUpstream.Behaviour... script) throws IOException {
        this(SETTINGS, script);
    }

    PlaneHarness(LlmSettings settings, FakeUpstream.Behaviour... script) throws IOException {
        this(settings, new LocalClient(), script);
    }

    /// @param local what upstreams are called by; owned from here on
    PlaneHarness(LlmSettings settings, LocalClient local, FakeUpstream.Behaviour... script)
            throws IOException {
        this.local = local;
        upstream = FakeUpstream.start(script);
        var client = local.client();
        var clock = InstantSource.system();
        var all = new ArrayList<ProviderType>(CompatibleTypes.all(client));
        all.add(new OpenAiType(client));
        all.add(new AnthropicType(client));
        all.add(new EchoType(clock));
        all.add(new GeminiType(client));
        all.add(new ClaudeCodeType(client));
        all.add(new CodexType(client));
        all.add(new AzureOpenAiType(client));
        all.add(new BedrockType(client, clock));
        all.add(new VertexType(client, clock));
        var types = new ProviderTypes(all);
        var coolDowns = new CoolDowns(System::nanoTime);
        var tracing = new Tracing(clock, () -> ThreadLocalRandom.current().nextLong(), 1);
        plane =
                new LlmPlane(
                        new Authenticator(Issuers.none(), clock),
                        new Routings(
                                types,
                                new ProviderAccounts(types, new CurrentTokens(), coolDowns),
                                settings.dialects(),
                                Findings.NONE),
                        new Dispatcher(
                                () -> ThreadLocalRandom.current().nextLong(),
                                new Breakers(System::nanoTime, (_, _) -> {}),
                                new AttemptMeters(meters)),
                        new Recorder(
                                tracing,
                                clock,
                                new TurnMeters(meters),
                                turn -> {
                                    records.add(turn);
                                    turn.after().run();
                                }),
                        new MadeResponses(store.telemetry()),
                        new Admissions(
                                new Admissions.Gates(pauses, policies, rateLimits, budgets),
                                new LimitMeters(meters)),
                        caches,
                        new Hooks(client, clock),
                        local.sweeper(),
                        settings);
        budgets.start();
        snapshot = direct("max_retries: 0");
    }

    /// A route that leads to the fake upstream.
    ///
    /// @param network further members of the provider's network settings
    Snapshot direct(String network) {
        return TestSnapshots.of(
                """
                providers:
                  - id: fake
                    provider_type: openai
                    api_key: sk-upstream
                    base_url: %s
                    network: {request_timeout_seconds: 1, %s}
                llmRoutes:
                  - id: chat
                    protocol: openai
                    auth_policy: {require_virtual_key: false}
                    target_policy: {provider_id: fake}
                """
                        .formatted(upstream.baseUrl(), network));
    }

    /// A route of a protocol that leads to the fake upstream, which is a provider of a type.
    Snapshot route(String protocol, String type) {
        return route(protocol, type, "");
    }

    /// The same route.
    ///
    /// @param policy further members of the target policy, behind a comma
    Snapshot route(String protocol, String type, String policy) {
        return TestSnapshots.of(
                """
                providers:
                  - id: fake
                    provider_type: %s
                    api_key: sk-upstream
                    base_url: %s
                    network: {request_timeout_seconds: 5, max_retries: 0}
                llmRoutes:
                  - id: route
                    protocol: %s
                    auth_policy: {require_virtual_key: false}
                    target_policy: {provider_id: fake%s}
                """
                        .formatted(type, upstream.baseUrl(), protocol, policy));
    }

    /// What the upstream was asked last.
    JsonNode asked() {
        return JSON.readTree(upstream.requests().getLast().text());
    }

    /// A route that leads to the fake upstream, with time limits of both, and two quick retries.
    Snapshot limited(String provider, String route) {
        return TestSnapshots.of(
                """
                providers:
                  - id: fake
                    provider_type: openai
                    base_url: %s
                    network: {retry_delay_seconds: 0}
                    timeouts: {%s}
                llmRoutes:
                  - id: chat
                    protocol: openai
                    auth_policy: {require_virtual_key: false}
                    timeouts: {%s}
                    target_policy: {provider_id: fake}
                """
                        .formatted(upstream.baseUrl(), provider, route));
    }

    /// A chat whose client waits no longer than it says.
    CollectingSink within(String timeout, String body) throws IOException {
        var sink = new CollectingSink();
        serve(received("POST", "/v1/chat/completions", body, "x-agw-timeout", timeout), sink);
        return sink;
    }

    void use(Snapshot other) {
        caches.use(other.caches());
        snapshot = other;
    }

    /// A route of a protocol, see {@link #route}, and what its upstream does from now on.
    void use(String protocol, String type, FakeUpstream.Behaviour does) {
        upstream.then(does);
        use(route(protocol, type));
    }

    CollectingSink chat(String body) throws IOException {
        return request("POST", "/v1/chat/completions", body);
    }

    CollectingSink request(String method, String path, String body) throws IOException {
        var sink = new CollectingSink();
        request(method, path, body, sink);
        return sink;
    }

    /// Asks as a listener that looks at no path would.
    ///
    /// @param target path, and query behind `?`
    /// @param type content type; empty for none
    CollectingSink ask(String method, String target, String type, String body) throws IOException {
        var sink = new CollectingSink();
        int mark = target.indexOf('?');
        var path = mark < 0 ? target : target.substring(0, mark);
        serve(
                new Received(
                        "req-1",
                        method,
                        "localhost",
                        URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8)
                                .replaceAll("/+", "/"),
                        path,
                        mark < 0 ? "" : target.substring(mark + 1),
                        type.isEmpty() ? Map.of() : Map.of("content-type", List.of(type)),
                        body.getBytes(StandardCharsets.UTF_8),
                        "127.0.0.1",
                        System.nanoTime()),
                sink);
        return sink;
    }

    void request(String method, String path, String body, ReplySink sink) throws IOException {
        serve(received(method, path, body), sink);
    }

    void serve(Received received, ReplySink sink) throws IOException {
        var match = snapshot.routes().match(received.host(), received.method(), received.path());
        plane.serve(snapshot, (Match.Found) match, received, sink);
    }

    static Received received(String method, String path, String body, String... headers) {
        var map = new HashMap<String, List<String>>();
        for (int i = 0; i < headers.length; i += 2) {
            map.put(headers[i], List.of(headers[i + 1]));
        }
        return new Received(
                "req-1",
                method,
                "localhost",
                path,
                path,
                "",
                map,
                body.getBytes(StandardCharsets.UTF_8),
                "127.0.0.1",
                System.nanoTime());
    }

    UsageRecord usage() {
        return Objects.requireNonNull(records.getLast().usage());
    }

    /// Code of the last turn's error; empty when there was none.
    String errorCode() {
        return Objects.requireNonNullElse(usage().errorCode(), "");
    }

    /// All meters as text.
    String meters() {
        return meters.text();
    }

    List<SpanRecord> spans() {
        return records.getLast().spans();
    }

    @Override
    public void close() throws IOException {
        local.close();
        budgets.close();
        upstream.close();
    }

    /// Keeps what happened.
    private final class Watching implements PolicyWatcher {
        @Override
        public void matched(PolicyRule rule) {}

        @Override
        public void happened(Match match) {
            matches.add(match);
        }
    }

    /// Those that the test has set when they are asked for.
    private final class CurrentTokens implements AccessTokens {
        @Override
        public Optional<AccessToken> current(Credential credential, @Nullable Span within) {
            return tokens.current(credential, within);
        }

        @Override
        public void refused(Credential credential, AccessToken token) {
            tokens.refused(credential, token);
        }
    }
}
