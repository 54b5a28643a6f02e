package io.agw.product;

import static org.assertj.core.api.Assertions.assertThat;

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

/// `agwctl` asks a real gateway through each of its APIs, whose routes stand behind prefixes.
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ChatIT {
    private Programs programs;

    @BeforeAll
    void start(@TempDir Path root) throws Exception {
        var checkout = Checkout.into(root);
        var bundles = Files.createDirectory(root.resolve("bundles"));
        Files.writeString(bundles.resolve("bundle.yaml"), bundle());
        programs = Programs.start(checkout, "bin/agwd --source bundles");
    }

    @AfterAll
    void stop() {
        programs.close();
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
        var asking = "bin/agwctl " + command + " --base-url http://127.0.0.1:8080" + prefix;

        var whole = programs.run(asking + " --no-stream 'one two three'");
        var streamed = programs.run("echo 'one two three' | " + asking + " --stream -");

        assertThat(whole).contains("one two three\nusage: " + usage + "\n");
        assertThat(streamed).contains("one two three\n").doesNotContain("usage");
    }

    @Test
    void aRefusalIsSaidAndIsNoSuccess() throws Exception {
        var output =
                programs.run(
                        "bin/agwctl chat --api cc --base-url http://127.0.0.1:8080/cc"
                                + " --api-key vk-wrong --stream hello; echo \"exit code $?\"");

        assertThat(output).contains("agwctl: API error 401: ").contains("exit code 6");
    }

    private static String bundle() {
        return """
        apiVersion: gateway.agw/v1alpha1
        kind: GatewayBundle
        providers:
          - {id: echo, provider_type: echo, default_model: echo-1}
        llmRoutes:
          - {id: chat, protocol: openai, target_policy: {provider_id: echo}}
          - {id: messages, protocol: anthropic, match_policy: {path_prefix: /claude},
             target_policy: {provider_id: echo}}
          - {id: claude-code, protocol: cc, match_policy: {path_prefix: /cc},
             target_policy: {provider_id: echo}}
        virtualKeys:
          - {id: team, allowed_route_ids: [chat, messages, claude-code]}
        """;
    }
}
