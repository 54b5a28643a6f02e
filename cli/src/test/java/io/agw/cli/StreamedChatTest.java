package io.agw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.cli.output.Json;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Questions through each of the gateway's APIs.
@Timeout(60)
class StreamedChatTest {
    @TempDir Path folder;

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    /// An API as a caller names it, and what a gateway sends there.
    enum Api {
        OPENAI("chat --api openai", "/chat/completions") {
            @Override
            List<String> events() {
                return List.of(
                        data(
                                "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}"),
                        data("{\"choices\":[{\"delta\":{\"content\":\"hel\"}}]}"),
                        data(
                                "{\"choices\":[{\"delta\":{\"content\":\"lo\"},\"finish_reason\":null}]}"),
                        data("{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}"),
                        "data: [DONE]\n\n");
            }

            @Override
            String failure() {
                return data(
                        "{\"error\":{\"message\":\"upstream lost\",\"code\":\"upstream_reset\"}}");
            }
        },
        ANTHROPIC("chat --api anthropic", "/messages") {
            @Override
            List<String> events() {
                return List.of(
                        data("{\"type\":\"message_start\",\"message\":{\"content\":[]}}"),
                        data(
                                "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"hel\"}}"),
                        data(
                                "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"lo\"}}"),
                        data(
                                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}"),
                        data("{\"type\":\"message_stop\"}"));
            }

            @Override
            String failure() {
                return data(
                        "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"upstream lost\"}}");
            }
        },
        CLAUDE_CODE("chat --api cc", "/messages?beta=true") {
            @Override
            List<String> events() {
                return ANTHROPIC.events();
            }

            @Override
            String failure() {
                return ANTHROPIC.failure();
            }
        },
        RESPONSES("responses", "/responses") {
            @Override
            List<String> events() {
                return List.of(
                        data("{\"type\":\"response.created\",\"response\":{\"error\":null}}"),
                        data("{\"type\":\"response.output_text.delta\",\"delta\":\"hel\"}"),
                        data("{\"type\":\"response.output_text.delta\",\"delta\":\"lo\"}"),
                        data("{\"type\":\"response.output_text.done\",\"text\":\"hello\"}"),
                        data("{\"type\":\"response.completed\",\"response\":{\"error\":null}}"));
            }

            @Override
            String failure() {
                return data("{\"type\":\"error\",\"code\":\"x\",\"message\":\"upstream lost\"}");
            }
        };

        private final String command;
        private final String path;

        Api(String command, String path) {
            this.command = command;
            this.path = path;
        }

        /// Of the answer `hello`: what stands before its text, the text in two pieces, the end.
        abstract List<String> events();

        abstract String failure();

        String[] arguments(String... more) {
            return Stream.concat(Arrays.stream(command.split(" ", -1)), Arrays.stream(more))
                    .toArray(String[]::new);
        }

        private static String data(String json) {
            return "data: " + json + "\n\n";
        }
    }

    @ParameterizedTest
    @EnumSource
    void theAnswerIsPrinted(Api api) {
        answer(api, "/v1", String.join("", api.events()));

        var result = run().agwctl(api.arguments("hi", "--stream", "--system", "be kind"));

        assertThat(result.all()).isEqualTo("hello\n");
        assertThat(result.code()).isZero();
        var asked = Json.read(gateway.last().body());
        assertThat(asked.path("stream").asBoolean()).isTrue();
        assertThat(asked.toString()).contains("be kind");
    }

    @ParameterizedTest
    @EnumSource
    void anErrorWithinTheStreamIsSaidAndIsNoSuccess(Api api) {
        answer(api, "/v1", api.events().get(1) + api.failure());

        var result = run().agwctl(api.arguments("hi", "--stream"));

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEqualTo("hel\n");
        assertThat(result.err()).isEqualTo("agwctl: API error in the stream: upstream lost\n");
    }

    @ParameterizedTest
    @EnumSource
    void aStreamWithoutItsEndIsNoSuccess(Api api) {
        answer(api, "/v1", api.events().get(1) + api.events().get(2));

        var result = run().agwctl(api.arguments("hi", "--stream"));

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEqualTo("hello\n");
        assertThat(result.err()).contains("the answer ended early");
    }

    @ParameterizedTest
    @EnumSource
    void theRouteMayStandBehindAPrefix(Api api) {
        answer(api, "/team/v1", String.join("", api.events()));
        var base = gateway.address() + "/team/";

        var result = run().agwctl(api.arguments("hi", "--stream", "--base-url", base));

        assertThat(result.all()).isEqualTo("hello\n");
    }

    @ParameterizedTest
    @EnumSource
    void theQuestionComesFromStandardInput(Api api) {
        answer(api, "/v1", String.join("", api.events()));

        run().input("one\ntwo").agwctl(api.arguments("-", "--stream"));

        assertThat(gateway.last().body()).contains("one\\ntwo");
    }

    @Test
    void aFailedResponseSaysWhy() {
        answer(
                Api.RESPONSES,
                "/v1",
                Api.data(
                        "{\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"x\",\"message\":\"no luck\"}}}"));

        var result = run().agwctl("responses", "hi", "--stream");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("agwctl: API error in the stream: no luck\n");
    }

    @ParameterizedTest
    @EnumSource
    void eachPieceIsPrintedBeforeTheNextOneExists(Api api) throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var run = run().with("AGW_BASE_URL", "http://127.0.0.1:" + server.getLocalPort());
            var result =
                    CompletableFuture.supplyAsync(
                            () -> run.agwctl(api.arguments("hi", "--stream")));
            try (var socket = server.accept()) {
                var out = socket.getOutputStream();
                out.write(text("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"));
                out.write(text(api.events().get(0) + api.events().get(1)));
                await().until(() -> run.printed().equals("hel"));
                out.write(text(api.events().get(2)));
                await().until(() -> run.printed().equals("hello"));
                for (var event : api.events().subList(3, api.events().size())) {
                    out.write(text(event));
                }
            }
            assertThat(result.get().code()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionThatBreaksOffIsNoSuccess(Api api) throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var run = run().with("AGW_BASE_URL", "http://127.0.0.1:" + server.getLocalPort());
            var result =
                    CompletableFuture.supplyAsync(
                            () -> run.agwctl(api.arguments("hi", "--stream")));
            try (var socket = server.accept()) {
                socket.getOutputStream()
                        .write(
                                text(
                                        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                                                + "Content-Length: 5000\r\n\r\n"
                                                + api.events().get(1)));
                await().until(() -> run.printed().equals("hel"));
            }
            assertThat(result.get().code()).isEqualTo(1);
            assertThat(result.get().err()).contains("the answer");
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void answer(Api api, String base, String events) {
        gateway.on(
                "POST " + base + api.path,
                _ -> new TestGateway.Answer(200, "text/event-stream", events));
    }

    private Run run() {
        return new Run(folder)
                .realClock()
                .with("AGW_BASE_URL", gateway.address())
                .with("AGW_API_KEY", "vk-mine");
    }
}
