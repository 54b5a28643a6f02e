package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.agw.reconciler.source.testkit.BareRepository;
import io.agw.reconciler.source.testkit.GitHttpServer;
import io.agw.server.admin.access.FirstStart;
import io.agw.server.admin.access.PasswordHash;
import io.agw.server.settings.LogSettings;
import io.agw.server.telemetry.Logs;
import io.agw.server.upstream.FakeUpstream;
import io.agw.store.StoreException;
import io.agw.store.sqlite.SqliteStore;
import io.agw.store.sqlite.StoreSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A secret stands wherever one may stand, everything goes well and everything goes wrong, and
/// nothing that leaves the gateway shows it: no answer, log, span, metric or file.
@Timeout(180)
final class SecretsTest {
    private static final String HEAD = "apiVersion: gateway.agw/v1alpha1\nkind: GatewayBundle\n";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path folder;

    private final Canaries canaries = new Canaries();
    private final BreakableClock clock = new BreakableClock();
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final List<String> outputs = new ArrayList<>();
    private final List<String> leakyFiles = new ArrayList<>();
    private final ByteArrayOutputStream exported = new ByteArrayOutputStream();
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private Path home;
    private String token;
    private String clientKey;
    private String adminToken;
    private FakeUpstream upstream;
    private HttpServer collector;
    private BareRepository repository;
    private GitHttpServer git;

    @BeforeEach
    void plant() throws Exception {
        home = Files.createDirectory(folder.resolve("home"));
        upstream = FakeUpstream.start(TellTale.behaviour());
        collector =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext(
                "/",
                exchange -> {
                    try (exchange;
                            var body = new GZIPInputStream(exchange.getRequestBody())) {
                        body.transferTo(exported);
                        exchange.sendResponseHeaders(200, -1);
                    }
                });
        collector.start();
        repository = BareRepository.create(folder.resolve("repo.git"));
        git = GitHttpServer.start(repository);
        token = canaries.plant("git token");
        git.require("bot", token);
        for (var name : List.of("API", "CREDENTIAL", "MCP", "MCP_PASSWORD", "ACP", "ODD")) {
            variables.put(name, canaries.plant(name));
        }
        variables.put("EXTRA", canaries.plant("EXTRA", "p+/=" + canaries.plant("extra header")));
        variables.put("PROXY", "http://proxy:" + canaries.plant("proxy password") + "@127.0.0.1:1");
        clientKey = canaries.plant("virtual key");
        variables.put("CLIENT", clientKey);
        var hash = sha256(canaries.plant("hashed key"));
        canaries.plant("key hash", hash);
        variables.put("HASH", "sha256:" + hash);
        adminToken = canaries.plant("admin token");
        writeSettings();
    }

    @AfterEach
    void stop() throws IOException {
        git.close();
        repository.close();
        collector.stop(0);
        upstream.close();
    }

    @ParameterizedTest
    @EnumSource(LogSettings.Format.class)
    void noSecretLeavesTheGateway(LogSettings.Format format) throws Exception {
        var out = new PrintStream(logged, true, StandardCharsets.UTF_8);
        var logs = Logs.install(new LogSettings(format, LogSettings.Level.TRACE), out);
        try {
            repository.commit(
                    "main", Map.of("all.yaml", HEAD + SecretBundles.good(upstream.baseUrl())));
            try (var gateway = RunningGateway.start(home, Map.of(), clock).awaitReady();
                    var events = gateway.events()) {
                canaries.plant("admin password", gateway.password());
                serve(gateway);
                refuseClients(gateway);
                refuseAdmins(gateway);
                callWithTokens(gateway);
                takeBrokenBodies(gateway);
                failReconciling(gateway);
                breakRequests(gateway);
                readEverything(gateway);
                await().atMost(PATIENCE).until(() -> isAllIn(events.text(), gateway));
                events.text().lines().forEach(outputs::add);
                await().atMost(PATIENCE).until(() -> exported.size() > 0);
                leakyFiles.addAll(canaries.inFiles(home.resolve("data")));
            }
            refuseAnotherMasterKey();
            try (var store = SqliteStore.open(store(), Clock.systemUTC())) {
                store.backup();
            }
            leakyFiles.addAll(canaries.inFiles(home.resolve("data")));
        } finally {
            logs.uninstall();
        }

        // among much else the defects, with their stack traces
        assertThat(logged.toString(StandardCharsets.UTF_8)).contains("the clock stands still");
        assertThat(leaks()).isEmpty();
    }

    @Test
    void theFirstPasswordStandsInItsFileAlone() throws IOException {
        var data = home.resolve("data");

        FirstStart.account(data, new SecureRandom());

        var credentials = data.resolve("admin-credentials");
        var line = Files.readString(credentials).strip();
        canaries.plant("first password", line.substring(line.lastIndexOf(':') + 1));
        assertThat(canaries.inFiles(data)).containsExactly(credentials + ": first password");
    }

    private void writeSettings() throws Exception {
        var key = new byte[32];
        new SecureRandom().nextBytes(key);
        write("token", token);
        write("bob", passwordHash("bob's hash"));
        write("hook", canaries.plant("hook secret"));
        write("headers", "x-key=" + canaries.plant("collector key"));
        write("master", canaries.plant("master key", Base64.getEncoder().encodeToString(key)));
        for (var variable : variables.entrySet()) {
            write("var-" + variable.getKey(), variable.getValue());
        }
        write(
                "agwd.yaml",
                """
                master_key_file: master
                admin:
                  users:
                    - {name: alice, role: operator, password_hash: '%s'}
                    - {name: bob, role: viewer, password_hash_file: bob}
                  tokens: [{name: cron, role: operator, token_hash: 'sha256:%s'}]
                tracing: {otlp_endpoint: 'http://127.0.0.1:%d/v1/traces', otlp_headers_file: headers}
                sources:
                  - url: %s
                    ref: main
                    interval: 1s
                    retry: {base: 1s, max: 1s}
                    unsafe_schemes: [http]
                    auth: {user: bot, token_file: token}
                    hook_secret_files: [hook]
                    vars:
                """
                                .formatted(
                                        passwordHash("alice's hash"),
                                        canaries.plant("token hash", sha256(adminToken)),
                                        collector.getAddress().getPort(),
                                        git.url())
                        + variables.keySet().stream()
                                .map("      - {name: %1$s, file: var-%1$s}\n"::formatted)
                                .collect(Collectors.joining()));
    }

    private void serve(RunningGateway gateway) {
        for (int i = 0; i < 8; i++) {
            for (var stream : List.of("false", "true")) {
                for (var path : List.of("/up", "/keyless")) {
                    note(
                            path,
                            gateway.data(
                                    "POST",
                                    path + "/chat/completions",
                                    clientKey,
                                    """
                                    {"model":"m","stream":%s,"messages":[{"role":"user","content":"hi"}]}\
                                    """
                                            .formatted(stream)));
                }
            }
        }
        for (var path : List.of("/up", "/keyless", "/gone", "/proxied")) {
            note(path, gateway.data("GET", path + "/models", clientKey, ""));
            note(path, gateway.data("POST", path + "/chat/completions", clientKey, "{\"model\":"));
        }
    }

    private void refuseClients(RunningGateway gateway) {
        var near = clientKey.substring(0, clientKey.length() - 1);
        for (var key :
                List.of(near, clientKey + "x", " " + near + "?", near.toLowerCase(Locale.ROOT))) {
            note("near miss", gateway.data("GET", "/up/models", key, ""));
        }
        var query = "?key=" + clientKey + "&api_key=" + clientKey;
        note("key in query", gateway.data("GET", "/up/models" + query, "none", ""));
        note("key in query", gateway.data("GET", "/none/models" + query, "none", ""));
        note("hook", gateway.hook("default", "{\"ref\":\"refs/heads/main\"}", "sha256=00"));
    }

    private String passwordHash(String name) {
        var hash = PasswordHash.of(canaries.plant(name + "'s password"));
        canaries.plant(name, hash.substring("$2a$11$".length()));
        return hash;
    }

    /// Every endpoint with the token, and with what it might be taken for.
    private void callWithTokens(RunningGateway gateway) throws Exception {
        assertThat(gateway.adminAs(adminToken, "GET", "/admin/auth/me", "").json())
                .asString()
                .contains("cron", "operator");
        for (var token : List.of(adminToken, adminToken + "x", sha256(adminToken))) {
            for (var path : List.of("/admin/auth/me", "/admin/agents", "/admin/nothing")) {
                for (var method : List.of("GET", "POST", "PATCH")) {
                    note("token", gateway.adminAs(token, method, path, "{}"));
                }
            }
        }
        for (var broken :
                List.of(
                        "tokens: [{name: a, role: admin, token_hash: '" + adminToken + "'}]",
                        "tokens: ['admin=a:" + adminToken + "']",
                        "tokens: ['" + adminToken + "']",
                        "tokens: {name: a, role: admin, token_hash: '" + adminToken + "'}",
                        "tokens: [{name: a, role: '" + adminToken + "', token_hash: x}]",
                        "users: [{name: a, role: admin, password_hash: '" + adminToken + "'}]",
                        "users: [{name: a, role: admin, password_hash: ['" + adminToken + "']}]")) {
            var other = Files.createTempDirectory(folder, "broken");
            Files.writeString(other.resolve("agwd.yaml"), "admin: {" + broken + "}\n");
            assertThatThrownBy(() -> RunningGateway.start(other, Map.of()).close())
                    .isInstanceOf(IllegalArgumentException.class)
                    .satisfies(e -> outputs.add("broken settings " + e));
        }
    }

    private void refuseAdmins(RunningGateway gateway) {
        var password = gateway.password();
        for (var body :
                List.of(
                        "{\"username\":\"root\",\"password\":\"" + password + "x\"}",
                        "{\"username\":\"" + password + "\",\"password\":\"x\"}",
                        "{\"username\":\"root\",\"pasword\":\"" + password + "\"}",
                        "{\"username\":\"root\",\"password\":" + password + "}",
                        "{\"username\":\"root\",\"password\":[\"" + password + "\"]}")) {
            note("login", gateway.admin("POST", "/admin/auth/login", body));
        }
    }

    /// Bundles and objects with a secret where the reader stumbles over it.
    private void takeBrokenBodies(RunningGateway gateway) {
        var secret = Objects.requireNonNull(variables.get("ODD"));
        for (var member : SecretBundles.brokenMembers(secret)) {
            var bundle =
                    HEAD + "providers:\n  - {id: bad, provider_type: openai, " + member + "}\n";
            for (var action : List.of("validate", "plan", "apply")) {
                note("broken member", gateway.admin("POST", "/admin/bundle/" + action, bundle));
            }
            var json = "{\"id\":\"bad\",\"provider_type\":\"openai\"," + member + "}";
            note("broken member", gateway.admin("POST", "/admin/llm/providers", json));
        }
        for (var section :
                List.of(
                        "virtualKeys: [{id: a, value: %1$s}, {id: b, value: %1$s}]",
                        "virtualKeys: [{id: a, key_hash: '%1$s'}]",
                        "virtualKeys: [{id: a, value: {a: %1$s}}]",
                        "credentials: [{id: a, provider_id: none, attributes: {api_key: %1$s}}]",
                        "credentials: [{id: a, attributes: {api_key: %1$s, apikey: %1$s}}]",
                        "mcpServices: [{id: a, name: a, transport: stdio, env: {A: %1$s, A: %1$s}}]",
                        "mcpServices: [{id: a, name: a, auth: {type: basic, password: %1$s}}]",
                        "acpServices: [{id: a, name: a, agent_type: opencode, env: [%1$s]}]")) {
            var bundle = HEAD + section.formatted(secret) + "\n";
            for (var action : List.of("validate", "plan", "apply")) {
                note("broken section", gateway.admin("POST", "/admin/bundle/" + action, bundle));
            }
        }
    }

    private void failReconciling(RunningGateway gateway) {
        repository.commit(
                "main",
                Map.of(
                        "all.yaml",
                        HEAD + SecretBundles.good(upstream.baseUrl()),
                        "odd.yaml",
                        HEAD + SecretBundles.odd()));
        gateway.awaitPhase("Stalled");
        note("stalled", gateway.admin("GET", "/admin/gitops/sources/default", ""));
        note("plan", gateway.admin("GET", "/admin/gitops/sources/default/plan", ""));
        repository.commit(
                "main", Map.of("all.yaml", HEAD + SecretBundles.good(upstream.baseUrl())));
        gateway.awaitPhase("Synced");
        git.require("bot", canaries.plant("next git token"));
        repository.commit(
                "main",
                Map.of("all.yaml", HEAD + SecretBundles.good(upstream.baseUrl()) + "# changed\n"));
        await().atMost(PATIENCE)
                .until(() ->
                        gateway.source().path("conditions").toString().contains("FetchFailed"));
        note("fetch failed", gateway.admin("GET", "/admin/gitops/sources/default", ""));
        note("plan", gateway.admin("GET", "/admin/gitops/sources/default/plan", ""));
    }

    /// Requests full of secrets that meet a defect of the gateway.
    private void breakRequests(RunningGateway gateway) {
        var secret = variables.get("ODD");
        var chat = "{\"model\":\"m\",\"messages\":[],\"user\":\"" + secret + "\"}";
        var provider =
                "{\"id\":\"new\",\"provider_type\":\"openai\",\"api_key\":\"" + secret + "\"}";
        var login = "{\"username\":\"root\",\"password\":\"" + gateway.password() + "\"}";
        clock.broken(true);
        try {
            for (var answer :
                    List.of(
                            gateway.data(
                                    "POST", "/up/chat/completions?k=" + secret, clientKey, chat),
                            gateway.admin("POST", "/admin/llm/providers", provider),
                            gateway.admin("POST", "/admin/auth/login", login))) {
                assertThat(answer.status()).as(answer.text()).isEqualTo(500);
                note("defect", answer);
            }
        } finally {
            clock.broken(false);
        }
    }

    /// Whether events of every kind that happened here have come, the last failure among them.
    private static boolean isAllIn(String events, RunningGateway gateway) {
        var last = gateway.source().at("/failures/reason").asString();
        return Stream.of("event: Applied", "event: Recovered", "event: Failed", last)
                .allMatch(events::contains);
    }

    private void readEverything(RunningGateway gateway) {
        var paths = gateway.admin("GET", "/admin/openapi.json", "").json().path("paths");
        for (var path : paths.propertyNames()) {
            if (!paths.path(path).has("get") || path.equals("/admin/events")) {
                continue;
            }
            for (var id :
                    List.of("up", "team", "hashed", "cred", "mcp", "basic", "coder", "default")) {
                var concrete = path.replaceAll("\\{[^}]*}", id);
                var answer = gateway.admin("GET", concrete, "");
                var isKey = concrete.equals("/admin/virtual_keys/team");
                assertThat(answer.text().contains(clientKey)).as(concrete).isEqualTo(isKey);
                outputs.add(concrete + " " + (isKey ? "" : answer.text()));
            }
        }
        var traces = gateway.admin("GET", "/admin/traces?limit=100", "").json().path("items");
        assertThat(traces).isNotEmpty();
        for (var trace : traces) {
            var id = trace.path("trace_id").asString();
            note("trace", gateway.admin("GET", "/admin/traces/" + id, ""));
        }
        note("metrics", gateway.admin("GET", "/metrics/prometheus", ""));
    }

    private void refuseAnotherMasterKey() throws IOException {
        var right = Files.readString(home.resolve("master"));
        var other = canaries.plant("other key", Base64.getEncoder().encodeToString(new byte[32]));
        for (var text : List.of(other, right.substring(1), "# " + right)) {
            write("master", text);
            try (var _ = RunningGateway.start(home, Map.of())) {
                throw new AssertionError("started with another master key");
            } catch (StoreException e) {
                outputs.add("other key " + e);
            }
        }
        write("master", right);
    }

    private StoreSettings store() {
        return StoreSettings.in(home.resolve("data")).withMasterKey(home.resolve("master"));
    }

    private void note(String what, RunningGateway.Answer answer) {
        outputs.add(what + ": " + answer.status() + " " + answer.headers() + answer.text());
    }

    /// What shows a secret, after the names of those that it shows.
    private List<String> leaks() {
        var texts =
                Stream.of(
                                outputs.stream(),
                                logged.toString(StandardCharsets.UTF_8).lines(),
                                exported.toString(StandardCharsets.ISO_8859_1).lines())
                        .flatMap(lines -> lines)
                        .filter(text -> !canaries.in(text).isEmpty())
                        .map(text -> canaries.in(text) + " in " + text);
        return Stream.concat(leakyFiles.stream(), texts).toList();
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-256")
                                .digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(home.resolve(name), text);
    }
}
