package io.agw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.cli.output.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatTest {
    private static final String COMPLETIONS = "POST /v1/chat/completions";

    @TempDir Path folder;

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void anAnswerIsPrintedWithWhatItUsed() {
        gateway.on(
                COMPLETIONS,
                200,
                "{\"choices\":[{\"message\":{\"content\":\"hello\\nyou\\u001b[2J\"}}],"
                        + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}");

        var result = run().agwctl("chat", "hi", "--model", "m", "--system", "be kind");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .isEqualTo("hello\nyou[2J\nusage: prompt_tokens=3, completion_tokens=2\n");
        assertThat(gateway.last().header("Authorization")).isEqualTo("Bearer vk-mine");
        assertThat(gateway.last().header("X-api-key")).isEqualTo("vk-mine");
        assertThat(Json.read(gateway.last().body()))
                .isEqualTo(
                        Json.read(
                                """
                                {"model":"m","messages":[{"role":"system","content":"be kind"},
                                 {"role":"user","content":"hi"}],"max_tokens":128,"stream":false}
                                """));
    }

    @Test
    void aStreamIsPrintedAsItComes() {
        stream(COMPLETIONS, "data: [DONE]\n\n");

        var asked = run().agwctl("chat", "hi", "--stream");
        var onTerminal = run().onTerminal().agwctl("chat", "hi");

        assertThat(asked.out()).isEqualTo("hello\n");
        assertThat(onTerminal.out()).isEqualTo("hello\n");
        assertThat(Json.read(gateway.last().body()).path("stream").asBoolean()).isTrue();
    }

    @Test
    void aStreamThatBreaksOffIsAnError() {
        gateway.on(
                COMPLETIONS,
                _ ->
                        new TestGateway.Answer(
                                200,
                                "text/event-stream",
                                "data: {\"choices\":[{\"delta\":{\"content\":\"hel\"}}]}\n\n"));

        var result = run().agwctl("chat", "hi", "--stream");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEqualTo("hel\n");
        assertThat(result.err()).contains("ended early");
    }

    @Test
    void anErrorInAStreamIsSaid() {
        gateway.on(
                COMPLETIONS,
                _ ->
                        new TestGateway.Answer(
                                200,
                                "text/event-stream",
                                "data: {\"error\":{\"message\":\"upstream lost\"}}\n\n"));

        assertThat(run().agwctl("chat", "hi", "--stream").err())
                .isEqualTo("agwctl: API error in the stream: upstream lost\n");
    }

    @Test
    void aRefusalIsSaidWithItsStatus() {
        gateway.on(COMPLETIONS, 401, "{\"error\":{\"message\":\"unknown key\"}}");

        var result = run().agwctl("chat", "hi");

        assertThat(result.code()).isEqualTo(6);
        assertThat(result.err()).isEqualTo("agwctl: API error 401: unknown key\n");
    }

    @ParameterizedTest
    @CsvSource({
        "401, invalid_api_key, 6",
        "403, route_not_allowed, 6",
        "403, route_disabled, 4",
        "403, provider_disabled, 4",
        "404, model_not_found, 3",
        "429, rate_limit_exceeded, 6",
        "502, upstream_unreachable, 6",
        "504, upstream_timeout, 7",
    })
    void aRefusalEndsWithTheCodeOfItsReason(int status, String code, int exit) {
        gateway.on(
                COMPLETIONS, status, "{\"error\":{\"message\":\"no\",\"code\":\"" + code + "\"}}");

        assertThat(run().agwctl("chat", "hi").code()).isEqualTo(exit);
        assertThat(run().agwctl("chat", "hi", "--stream").code()).isEqualTo(exit);
    }

    @Test
    void otherApisAreSpokenToo() {
        gateway.on(
                "POST /v1/messages",
                200,
                "{\"content\":[{\"type\":\"text\",\"text\":\"bonjour\"}],\"usage\":{\"input_tokens\":1,\"output_tokens\":2}}");
        gateway.on(
                "POST /v1/responses",
                200,
                "{\"output\":[{\"content\":[{\"type\":\"output_text\",\"text\":\"hola\"}]}],\"usage\":{\"input_tokens\":1,\"output_tokens\":2,\"total_tokens\":3}}");

        assertThat(run().agwctl("chat", "--api", "anthropic", "hi").out())
                .isEqualTo("bonjour\nusage: input_tokens=1, output_tokens=2\n");
        assertThat(run().agwctl("responses", "hi").out())
                .isEqualTo("hola\nusage: input_tokens=1, output_tokens=2, total_tokens=3\n");
    }

    @Test
    void withoutAKeyTheFirstEnabledOneOfTheLocalGatewayIsTakenAndNamed() {
        gateway.on(
                "GET /admin/virtual_keys",
                200,
                """
                {"items":[{"id":"a","disabled":true},
                 {"id":"b","disabled":false,"expires_at":"2020-01-01T00:00:00Z"},
                 {"id":"c","disabled":false,"key":"vk-Ab..."}]}
                """);
        gateway.on("GET /admin/virtual_keys/c", 200, "{\"id\":\"c\",\"key\":\"vk-whole-text\"}");
        gateway.on(COMPLETIONS, 200, "{\"choices\":[{\"message\":{\"content\":\"hello\"}}]}");

        var result = keyless().agwctl("chat", "hi");

        assertThat(result.code()).isZero();
        assertThat(gateway.last().header("Authorization")).isEqualTo("Bearer vk-whole-text");
        assertThat(result.err()).isEqualTo("using virtual key c (AGW_API_KEY chooses another)\n");
        assertThat(result.all()).doesNotContain("vk-whole-text");
    }

    @Test
    void aKeyOfTheLocalGatewayIsSentNowhereElse() {
        var result = keyless().agwctl("chat", "hi", "--base-url", "http://gateway.invalid:8080");

        assertThat(result.code()).isEqualTo(6);
        assertThat(result.err()).contains("asking without a key: the gateway is not on this host");
        assertThat(gateway.asked()).isEmpty();
    }

    private void stream(String call, String end) {
        gateway.on(
                call,
                _ ->
                        new TestGateway.Answer(
                                200,
                                "text/event-stream",
                                "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n"
                                        + ": heartbeat\n\n"
                                        + "data: {\"choices\":[{\"delta\":{\"content\":\"hel\"}}]}\n\n"
                                        + "data: {\"choices\":[{\"delta\":{\"content\":\"lo\"}}]}\n\n"
                                        + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                                        + end));
    }

    private Run run() {
        return keyless().with("AGW_API_KEY", "vk-mine");
    }

    private Run keyless() {
        return new Run(folder).at(gateway).with("AGW_BASE_URL", gateway.address());
    }
}
