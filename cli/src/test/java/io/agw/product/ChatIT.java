package io.agw.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `agwctl` asks a real gateway through each of its APIs, whose routes stand behind prefixes: one
/// provider answers, the other begins to and goes away.
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ChatIT {
    private HttpServer broken;
    private Programs programs;

    @BeforeAll
    void start(@TempDir Path root) throws Exception {
        broken = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        broken.createContext("/", ChatIT::beginAnAnswer);
        broken.start();
        var checkout = Checkout.into(root);
        var bundles = Files.createDirectory(root.resolve("bundles"));
        Files.writeString(bundles.resolve("bundle.yaml"), bundle(broken.getAddress().getPort()));
        programs = Programs.start(checkout, "bin/agwd --source bundles");
    }

    @AfterAll
    void stop() {
        if (programs != null) {
            programs.close();
        }
        broken.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "chat, /v1, 'prompt_tokens=3, completion_tokens=3'",
        "chat --api anthropic, /claude, 'input_tokens=3, output_tokens=3'",
        "chat --api cc, /cc/v1, 'input_tokens=3, output_tokens=3'",
        "responses, /v1, 'input_tokens=3, output_tokens=3, total_tokens=6'",
    })
    void anAnswerIsPrintedWholeAndStreamed(String command, String prefix, String usage)
            throws Exception {
        var asking = asking(command, prefix);

        var whole = programs.run(asking + " --no-stream 'one two three'");
        var streamed = programs.run("printf 'one two three' | " + asking + " --stream -");

        assertThat(whole).contains("one two three\nusage: " + usage + "\n");
        assertThat(streamed).contains("one two three\n").doesNotContain("usage");
    }

    @ParameterizedTest
    @CsvSource({
        "chat, /broken",
        "chat --api anthropic, /broken-claude",
        "chat --api cc, /broken-cc",
        "responses, /broken"
    })
    void anAnswerThatBreaksOffIsNoSuccess(String command, String prefix) throws Exception {
        var output =
                programs.run(asking(command, prefix) + " --stream hello; echo \"exit code $?\"");

        assertThat(output)
                .contains("Hel\nagwctl: API error in the stream: ")
                .contains("exit code 1\n");
    }

    @Test
    void aRefusalIsSaidAndIsNoSuccess() throws Exception {
        var output =
                programs.run(
                        asking("chat --api cc", "/cc")
                                + " --api-key vk-wrong --stream hello; echo \"exit code $?\"");

        assertThat(output).contains("agwctl: API error 401: ").contains("exit code 6\n");
    }

    private static String asking(String command, String prefix) {
        return "bin/agwctl " + command + " --base-url http://127.0.0.1:8080" + prefix;
    }

    /// As Anthropic's API does, but for all that should follow.
    private static void beginAnAnswer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody()
                    .write(
                            """
                            event: message_start
                            data: {"type":"message_start","message":{"id":"msg_1","type":"message",\
                            "role":"assistant","model":"m","content":[],"stop_reason":null,\
                            "stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}}

                            event: content_block_start
                            data: {"type":"content_block_start","index":0,\
                            "content_block":{"type":"text","text":""}}

                            event: content_block_delta
                            data: {"type":"content_block_delta","index":0,\
                            "delta":{"type":"text_delta","text":"Hel"}}

                            """
                                    .getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String bundle(int port) {
        return """
        apiVersion: gateway.agw/v1alpha1
        kind: GatewayBundle
        providers:
          - {id: echo, provider_type: echo, default_model: echo-1}
          - {id: broken, provider_type: anthropic, base_url: 'http://127.0.0.1:%d', api_key: k,
             default_model: m, discovery: {enabled: false}}
        llmRoutes:
          - {id: chat, protocol: openai, target_policy: {provider_id: echo}}
          - {id: messages, protocol: anthropic, match_policy: {path_prefix: /claude},
             target_policy: {provider_id: echo}}
          - {id: claude-code, protocol: cc, match_policy: {path_prefix: /cc},
             target_policy: {provider_id: echo}}
          - {id: b1, protocol: openai, match_policy: {path_prefix: /broken},
             target_policy: {provider_id: broken}}
          - {id: b2, protocol: anthropic, match_policy: {path_prefix: /broken-claude},
             target_policy: {provider_id: broken}}
          - {id: b3, protocol: cc, match_policy: {path_prefix: /broken-cc},
             target_policy: {provider_id: broken}}
        virtualKeys:
          - {id: team, allowed_route_ids: [chat, messages, claude-code, b1, b2, b3]}
        """
                .formatted(port);
    }
}
