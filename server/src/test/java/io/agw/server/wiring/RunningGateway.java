package io.agw.server.wiring;

import static org.awaitility.Awaitility.await;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.agw.server.admin.access.Account;
import io.agw.server.admin.api.Role;
import io.agw.server.settings.Given;
import io.agw.server.settings.Setting;
import io.agw.server.settings.SettingsRead;
import io.agw.server.settings.SettingsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A gateway as the program wires it, in this process: settings as they are read, a store on disk,
/// sources, both listeners on free ports. Providers with the addresses of real vendors are called
/// by nobody unless a test asks for it: they are not watched. Its data folder lies in the folder
/// that it is given, so a second one there is a restart.
final class RunningGateway implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Account account;
    private final String password;
    private final Gateway gateway;
    private final HttpClient client = HttpClient.newHttpClient();

    private RunningGateway(Account account, String password, Gateway gateway) {
        this.account = account;
        this.password = password;
        this.gateway = gateway;
    }

    /// Starts one; `agwd.yaml` of the folder counts.
    static RunningGateway start(Path folder, Map<Setting, List<String>> flags) {
        return start(folder, flags, Clock.systemUTC());
    }

    static RunningGateway start(
            Path folder, Map<Setting, List<String>> flags, InstantSource clock) {
        var all = new HashMap<>(flags);
        all.put(Setting.ADDR, List.of("127.0.0.1:0"));
        all.put(Setting.ADMIN_ADDR, List.of("127.0.0.1:0"));
        all.putIfAbsent(Setting.PROVIDERS_WATCH, List.of("false"));
        var settings =
                switch (SettingsReader.read(new Given(all, Map.of(), folder), clock)) {
                    case SettingsRead.Good(var good, _) -> good;
                    case SettingsRead.Bad(var problems) ->
                            throw new IllegalArgumentException(problems.toString());
                };
        var password = UUID.randomUUID().toString();
        var hash = BCrypt.withDefaults().hashToString(4, password.toCharArray());
        var account = Account.parse("root:" + hash, Role.ADMIN);
        var gateway =
                new Gateway(settings, settings.access().accounts().with(account), clock, "test");
        try {
            gateway.start();
        } catch (RuntimeException e) {
            gateway.close();
            throw e;
        }
        return new RunningGateway(account, password, gateway);
    }

    /// What was answered.
    record Answer(int status, String text, HttpHeaders headers) {
        JsonNode json() {
            return JSON.readTree(text);
        }

        /// The stable code of an error in OpenAI's shape.
        String code() {
            return json().at("/error/code").asString();
        }
    }

    /// For whether anything has it still once it is closed.
    WeakReference<Gateway> traced() {
        return new WeakReference<>(gateway);
    }

    /// What the administrator signs in with.
    String password() {
        return password;
    }

    boolean isReady() {
        return gateway.isReady();
    }

    RunningGateway awaitReady() {
        await().atMost(PATIENCE).until(this::isReady);
        return this;
    }

    /// The address for client libraries.
    String baseUrl() {
        return "http://127.0.0.1:" + gateway.dataPort() + "/v1";
    }

    /// Asks for a chat completion on the route that takes every path.
    Answer chat(String key, String model) {
        return data(
                "POST",
                "/v1/chat/completions",
                key,
                "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
                        .formatted(model));
    }

    Answer data(String method, String path, String key, String body) {
        return send(gateway.dataPort(), method, path, body, "Authorization", "Bearer " + key);
    }

    /// Calls a source's webhook as GitHub does.
    Answer hook(String source, String body, String signature) {
        return send(
                gateway.dataPort(),
                "POST",
                "/hooks/git/" + source,
                body,
                "X-Hub-Signature-256",
                signature);
    }

    /// Calls the Admin API; a body that is no JSON is a bundle.
    Answer admin(String method, String path, String body) {
        return send(
                gateway.adminPort(),
                method,
                path,
                body,
                "Authorization",
                credentials(),
                "Content-Type",
                body.startsWith("{") ? "application/json" : "application/yaml");
    }

    /// Calls the Admin API with a token.
    Answer adminAs(String token, String method, String path, String body) {
        return send(
                gateway.adminPort(),
                method,
                path,
                body,
                "Authorization",
                "Bearer " + token,
                "Content-Type",
                "application/json");
    }

    /// Everything that has happened and what happens from now on; the caller closes it.
    FollowedEvents events() throws IOException {
        var uri = "http://127.0.0.1:" + gateway.adminPort() + "/admin/events?after=0";
        var request =
                HttpRequest.newBuilder(URI.create(uri)).header("Authorization", credentials());
        try {
            return new FollowedEvents(
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()).body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before the events", e);
        }
    }

    /// Posts to the data listener with headers of the caller's own.
    HttpResponse<String> post(String path, String body, String... headers) {
        return exchange(gateway.dataPort(), "POST", path, body, headers);
    }

    /// The text of a virtual key.
    String key(String id) {
        return admin("GET", "/admin/virtual_keys/" + id, "").json().path("key").asString();
    }

    /// The status of the source `default`.
    JsonNode source() {
        return admin("GET", "/admin/gitops/sources/default", "").json().path("status");
    }

    JsonNode awaitPhase(String phase) {
        await().atMost(PATIENCE).until(() -> source().path("phase").asString(""), phase::equals);
        return source();
    }

    /// Waits until a chat for a model is answered with a status.
    void awaitChat(String key, String model, int status) {
        await().atMost(PATIENCE).until(() -> chat(key, model).status() == status);
    }

    @Override
    public void close() {
        client.close();
        gateway.close();
    }

    private String credentials() {
        var pair = (account.name() + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private Answer send(int port, String method, String path, String body, String... headers) {
        var answer = exchange(port, method, path, body, headers);
        return new Answer(answer.statusCode(), answer.body(), answer.headers());
    }

    private HttpResponse<String> exchange(
            int port, String method, String path, String body, String... headers) {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .version(HttpClient.Version.HTTP_1_1)
                        .timeout(PATIENCE)
                        .headers(headers)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
