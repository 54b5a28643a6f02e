package io.agw.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The program with a heap that what comes would fill several times over if it were made a tree.
@Timeout(120)
final class SmallHeapTest {
    private static final Pattern SERVES = Pattern.compile("serves clients at (\\S+) and");
    private static final int MOST = 30 * 1024 * 1024;
    private static final String EMPTY = "{},";
    private static final String ASKS =
            "\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}";
    private static final String ANSWER =
            "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\","
                    + "\"content\":[{\"type\":\"text\",\"text\":\"Hello!\"}],"
                    + "\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}";

    @TempDir private Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private FakeUpstream upstream;
    private Process process;
    private String address;

    @BeforeEach
    void start() throws Exception {
        upstream = FakeUpstream.start(Behaviours.json(200, ANSWER));
        var bundle = folder.resolve("bundle.yaml");
        Files.writeString(
                bundle,
                """
                apiVersion: gateway.agw/v1alpha1
                kind: GatewayBundle
                providers:
                  - id: fake
                    provider_type: anthropic
                    api_key: sk-upstream
                    base_url: '%s'
                    network: {max_retries: 0}
                llmRoutes:
                  - id: chat
                    protocol: openai
                    auth_policy: {require_virtual_key: false}
                    target_policy: {provider_id: fake}
                """
                        .formatted(upstream.baseUrl()));
        var builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.agw.server.Agwd",
                                "--addr",
                                "127.0.0.1:0",
                                "--admin-addr",
                                "127.0.0.1:0",
                                "--static-config",
                                bundle.toString(),
                                "--data-dir",
                                folder.resolve("data").toString())
                        .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("AGW_"));
        process = builder.start();
        var lines = process.inputReader();
        var line = lines.readLine();
        while (line != null && !SERVES.matcher(line).find()) {
            line = lines.readLine();
        }
        var serves = SERVES.matcher(String.valueOf(line));
        assertThat(serves.find()).isTrue();
        address = "http://" + serves.group(1);
        Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
    }

    @AfterEach
    void stop() throws Exception {
        process.destroyForcibly().waitFor();
        upstream.close();
        client.close();
    }

    @Test
    void aWholeAnswerOfMillionsOfObjectsIsRefusedAndHarmsNobody() throws Exception {
        upstream.then(
                Behaviours.json(
                        200, "{\"content\":[" + EMPTY.repeat(MOST / EMPTY.length()) + "{}]}"));

        var reply = ask("{\"model\":\"m\"," + ASKS + "]}");

        assertThat(reply.body()).contains("\"upstream_too_large\"");
        assertThat(reply.statusCode()).isEqualTo(502);
        serves();
    }

    @Test
    void anEventOfMillionsOfObjectsEndsItsStreamAndHarmsNobody() throws Exception {
        var line = "\ndata: " + EMPTY.repeat(320_000);
        upstream.then(
                Behaviours.events(
                        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":"
                                + ANSWER
                                + "}\n\n",
                        "event: content_block_start\ndata: {\"type\":\"content_block_start\","
                                + "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"Hel\"}}\n\n",
                        "event: ping\ndata: {\"type\":\"ping\",\"a\":["
                                + line.repeat(8)
                                + "\ndata: {}]}\n\n"));

        var reply = ask("{\"model\":\"m\",\"stream\":true," + ASKS + "]}");

        assertThat(reply.body()).contains("Hel", "upstream_too_large");
        serves();
    }

    @Test
    void aRequestOfTooManyValuesIsRefused() throws Exception {
        var reply =
                ask(
                        "{\"model\":\"m\",\"tools\":["
                                + EMPTY.repeat(6_000_000)
                                + "{}],"
                                + ASKS
                                + "]}");

        assertThat(reply.body()).contains("\"request_too_large\"", "values: over");
        assertThat(reply.statusCode()).isEqualTo(413);
        assertThat(upstream.requests()).isEmpty();
        serves();
    }

    /// The other dialect has them as an object, and this one as the text of one.
    @Test
    void argumentsOfMillionsOfObjectsAreCarriedAsTheyAre() throws Exception {
        var objects = EMPTY.repeat(5_000_000) + "{}";

        var reply =
                ask(
                        "{\"model\":\"m\","
                                + ASKS
                                + ",{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\","
                                + "\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":["
                                + objects
                                + "]}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"done\"}]}");

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        assertThat(upstream.requests().getFirst().text())
                .contains("\"input\":{\"a\":[" + objects + "]}");
    }

    private void serves() throws Exception {
        upstream.then(Behaviours.json(200, ANSWER));
        assertThat(ask("{\"model\":\"m\"," + ASKS + "]}").body()).contains("Hello!");
    }

    private HttpResponse<String> ask(String body) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(address + "/v1/chat/completions"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
