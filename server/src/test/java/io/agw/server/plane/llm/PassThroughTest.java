package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.server.turn.Received;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The endpoints of OpenAI's API that the gateway only passes on.
@Timeout(30)
final class PassThroughTest {
    private static final String JSON = "application/json";
    private static final String FORM = "multipart/form-data; boundary=XX";
    private static final String IMAGE =
            "{ \"model\": \"img\", \"prompt\":\"a \\u0063at\", \"n\":1.0}";
    private static final String IMAGES =
            "{\"created\":1,\"data\":[{\"b64_json\":\"AA==\"}],"
                    + "\"usage\":{\"input_tokens\":12,\"output_tokens\":40,\"total_tokens\":52}}";

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(Behaviours.json(200, IMAGES));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @Test
    void jsonPassesByteForByteAndIsRecorded() throws IOException {
        var reply = send("POST", "/v1/images/generations", "", JSON, IMAGE);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo(IMAGES);
        assertThat(reply.headers()).containsEntry("content-type", JSON);
        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.target()).isEqualTo("/v1/images/generations");
        assertThat(seen.text()).isEqualTo(IMAGE);
        assertThat(seen.header("authorization")).isEqualTo("Bearer sk-upstream");
        assertThat(gateway.usage().operation()).isEqualTo("passthrough");
        assertThat(gateway.usage().requestedModel()).isEqualTo("img");
        assertThat(gateway.usage().inputTokens()).isEqualTo(12);
        assertThat(gateway.usage().outputTokens()).isEqualTo(40);
        assertThat(gateway.usage().estimated()).isFalse();
        assertThat(gateway.spans()).anyMatch(span -> span.name().equals("POST /v1/images/{path}"));
    }

    @Test
    void theModelIsResolvedAndOnlyItChanges() throws IOException {
        logical("");

        send("POST", "/v1/images/generations", "", JSON, IMAGE);

        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.text()).isEqualTo(IMAGE.replace("\"img\"", "\"img-2\""));
        assertThat(gateway.usage().upstreamModel()).isEqualTo("img-2");
    }

    @Test
    void aModelThatTheRouteHasNotIsRefused() throws IOException {
        logical("");

        var reply = send("POST", "/v1/images/generations", "", JSON, "{\"model\":\"third\"}");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text()).contains("model_not_found");
    }

    @Test
    void onlyTheModelsPartOfAFormChanges() throws IOException {
        logical("");
        gateway.upstream.then(Behaviours.json(200, "{\"text\":\"hi\"}"));
        var form =
                lines(
                        "--XX",
                        "Content-Disposition: form-data; name=\"model\"",
                        "",
                        "%s",
                        "--XX",
                        "Content-Disposition: form-data; name=\"file\"; filename=\"a.wav\"",
                        "Content-Type: audio/wav",
                        "",
                        "RIFF\0",
                        "--X",
                        "--XX--",
                        "");

        var reply = send("POST", "/v1/audio/transcriptions", "", FORM, form.formatted("img"));

        assertThat(reply.text()).isEqualTo("{\"text\":\"hi\"}");
        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.header("content-type")).isEqualTo(FORM);
        assertThat(seen.text()).isEqualTo(form.formatted("img-2"));
        assertThat(gateway.usage().requestedModel()).isEqualTo("img");
    }

    @ParameterizedTest
    @ValueSource(strings = {"default_model: other, ", ""})
    void whatIsAboutNoModelGoesToTheUsualTargetAsItIs(String defaultModel) throws IOException {
        logical(defaultModel);
        var batch = "{\"input_file_id\":\"f\",\"endpoint\":\"/v1/chat/completions\"}";

        send("POST", "/v1/batches", "", JSON, batch);

        assertThat(gateway.upstream.requests().getFirst().text()).isEqualTo(batch);
        assertThat(gateway.usage().requestedModel()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/files, limit=2&after=f-1, /v1/files?limit=2&after=f-1",
        "GET, /files/f-1, '', /v1/files/f-1",
        "DELETE, /v1/files/f-1, '', /v1/files/f-1",
        "GET, /v1/chat/completions, limit=2, /v1/chat/completions?limit=2",
        "DELETE, /v1/models/ft:gpt:a, '', /v1/models/ft:gpt:a",
        "GET, /v1/fine_tuning/jobs/ft:gpt:a/events, key=k, /v1/fine_tuning/jobs/ft:gpt:a/events",
        "POST, /v1/batches/b/cancel, '', /v1/batches/b/cancel",
        "PATCH, /v1/vector_stores/v, '', /v1/vector_stores/v",
        "PUT, /v1/something-new/x y, '', /v1/something-new/x%20y",
        "GET, /v1/files/ü@ü, '', /v1/files/%C3%BC%40%C3%BC",
        "DELETE, /v1/models/hi%2Fthere, '', /v1/models/hi%2Fthere",
        "DELETE, /v1/models/a%2F%2Fb, '', /v1/models/a%2F%2Fb",
        "DELETE, //v1//models/a%2fb/, '', /v1/models/a%2fb/",
        "DELETE, /v1/models/ft%3Agpt%3aa+b(1), '', /v1/models/ft%3Agpt%3aa+b(1)",
        "GET, /v1/files/%C3%BC%20x, '', /v1/files/%C3%BC%20x",
    })
    void anyMethodAndPathIsPassedWithItsQuery(
            String method, String path, String query, String target) throws IOException {
        gateway.upstream.then(Behaviours.json(200, "{}"));

        var reply = send(method, path, query, "", "");

        assertThat(reply.status()).isEqualTo(200);
        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.method()).isEqualTo(method);
        assertThat(seen.target()).isEqualTo(target);
        assertThat(seen.header("content-type")).isEmpty();
        assertThat(gateway.usage().inputTokens()).isNull();
    }

    @Test
    void statusAndHeadersOfAnAnswerAreKept() throws IOException {
        gateway.upstream.then(
                Behaviours.raw(
                        lines(
                                "HTTP/1.1 201 Created",
                                "Content-Type: application/x-thing",
                                "Content-Disposition: attachment; filename=\"a\"",
                                "Set-Cookie: a=b",
                                "X-Secret: s",
                                "Content-Length: 2",
                                "",
                                "ok")));

        var reply = send("POST", "/v1/uploads", "", JSON, "{}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.text()).isEqualTo("ok");
        assertThat(reply.headers())
                .containsOnlyKeys("content-type", "content-disposition", "x-agw-attempts")
                .containsEntry("content-type", "application/x-thing");
        assertThat(gateway.usage().status()).isEqualTo(201);
    }

    @Test
    void anAnswerWithoutABodyIsOne() throws IOException {
        gateway.upstream.then((_, wire) -> wire.send("HTTP/1.1 204 No Content\r\n\r\n"));

        var reply = send("DELETE", "/v1/files/f", "", "", "");

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.hasEnded()).isTrue();
    }

    @Test
    void soundIsPassedOnAsItComes() throws Exception {
        var gate = new CountDownLatch(1);
        gateway.upstream.then((_, wire) -> {
            wire.send(
                    lines(
                            "HTTP/1.1 200 OK",
                            "Content-Type: audio/mpeg",
                            "Transfer-Encoding: chunked",
                            "",
                            ""));
            wire.chunk("ID3first");
            awaitQuietly(gate);
            wire.chunk("second").endChunks();
        });
        var sink = new CollectingSink();

        var turn =
                Thread.ofVirtual()
                        .start(() ->
                                serveQuietly(received("POST", "/v1/audio/speech", IMAGE), sink));
        await().until(() -> sink.flushed().equals(List.of("ID3first")));
        gate.countDown();
        turn.join();

        assertThat(sink.text()).isEqualTo("ID3firstsecond");
        assertThat(sink.hasEnded()).isTrue();
        assertThat(sink.headers()).containsEntry("content-type", "audio/mpeg");
        assertThat(gateway.usage().outcome()).isEqualTo("ok");
    }

    @Test
    void anAnswerThatBreaksOffBreaksTheClientsConnection() throws IOException {
        gateway.upstream.then(
                Behaviours.raw(
                        "HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: 99\r\n\r\nID3"));

        var reply = send("POST", "/v1/audio/speech", "", JSON, IMAGE);

        assertThat(reply.text()).isEqualTo("ID3");
        assertThat(reply.hasEnded()).isFalse();
        assertThat(gateway.usage().outcome()).isEqualTo("truncated");
        assertThat(gateway.usage().errorCode()).isEqualTo("upstream_reset");
    }

    @Test
    void jsonThatIsCutOffIsNoAnswer() throws IOException {
        gateway.upstream.then(
                Behaviours.raw(
                        lines(
                                "HTTP/1.1 200 OK",
                                "Content-Type: application/json",
                                "Content-Length: 99",
                                "",
                                "{\"data\":")));

        var reply = send("POST", "/v1/moderations", "", JSON, IMAGE);

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.text()).contains("upstream_reset");
    }

    @Test
    void jsonThatIsTooLargeToBeHeldIsPassedOnAsItComes() throws IOException {
        var large = "{\"b64_json\":\"" + "A".repeat(PassedAnswer.HELD) + "\"}";
        gateway.upstream.then(Behaviours.json(200, large));

        var reply = send("POST", "/v1/images/generations", "", JSON, IMAGE);

        assertThat(reply.text()).isEqualTo(large);
        assertThat(reply.flushed()).hasSizeGreaterThan(1);
        assertThat(gateway.usage().outcome()).isEqualTo("ok");
    }

    @Test
    void aStreamOfEventsPassesByteForByteAndIsAccountedFor() throws IOException {
        var events =
                new String[] {
                    "data: {\"choices\":[{\"text\":\"Hi\"}]}\n\n",
                    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\n",
                    "data: [DONE]\n\n"
                };
        gateway.upstream.then(Behaviours.events(events));

        var reply =
                send(
                        "POST",
                        "/v1/completions",
                        "",
                        JSON,
                        "{\"model\":\"m\",\"prompt\":\"hi\",\"stream\":true}");

        assertThat(reply.text()).isEqualTo(String.join("", events));
        assertThat(reply.headers()).containsEntry("content-type", "text/event-stream");
        assertThat(gateway.usage().stream()).isTrue();
        assertThat(gateway.usage().inputTokens()).isEqualTo(3);
        assertThat(gateway.usage().outputTokens()).isEqualTo(2);
    }

    @Test
    void aStreamOfEventsMayEndWithoutALastWordButNotInTheMiddle() throws IOException {
        var event = "event: image_generation.completed\ndata: {\"type\":\"x\"}\n\n";
        gateway.upstream.then(Behaviours.events(event));
        var request = "{\"model\":\"m\",\"stream\":true}";

        assertThat(send("POST", "/v1/images/generations", "", JSON, request).text())
                .isEqualTo(event);
        gateway.upstream.then(Behaviours.cutAfter(event));
        assertThat(send("POST", "/v1/images/generations", "", JSON, request).text())
                .startsWith(event + "data: {\"error\":")
                .doesNotContain("[DONE]");
    }

    private void logical(String more) {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - id: fake
                            provider_type: openai
                            api_key: sk-upstream
                            base_url: %s
                            network: {max_retries: 0}
                        llmRoutes:
                          - id: chat
                            protocol: openai
                            auth_policy: {require_virtual_key: false}
                            target_policy:
                              {%smodel_targets: [
                                {name: img, candidates: [{provider_id: fake, upstream_model: img-2}]},
                                {name: other, candidates: [{provider_id: fake, upstream_model: o}]}]}
                        """
                                .formatted(gateway.upstream.baseUrl(), more)));
    }

    private CollectingSink send(String method, String path, String query, String type, String body)
            throws IOException {
        return gateway.ask(method, path + (query.isEmpty() ? "" : "?" + query), type, body);
    }

    private static Received received(String method, String path, String body) {
        return PlaneHarness.received(method, path, body, "content-type", JSON);
    }

    private static String lines(String... lines) {
        return String.join("\r\n", lines);
    }

    private void serveQuietly(Received received, CollectingSink sink) {
        try {
            gateway.serve(received, sink);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitQuietly(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
