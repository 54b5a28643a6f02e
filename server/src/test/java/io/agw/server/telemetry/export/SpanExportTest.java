package io.agw.server.telemetry.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.agw.server.telemetry.Span;
import io.agw.server.telemetry.Tracing;
import io.agw.server.telemetry.metrics.Meters;
import io.agw.store.SpanRecord;
import io.agw.store.TurnRecord;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class SpanExportTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final List<ExportTraceServiceRequest> received = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final Meters meters = new Meters();
    private volatile boolean held;
    private volatile int status = 200;
    private HttpServer collector;

    @BeforeEach
    void startCollector() throws IOException {
        collector =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", this::collect);
        collector.start();
    }

    @AfterEach
    void stopCollector() {
        release.countDown();
        collector.stop(0);
    }

    @Test
    void spansArriveWithNamesParentsKindsAndAttributes() {
        var turn = turn(true);

        try (var export = new SpanExport(settings(4_096), meters)) {
            export.start();
            export.offer(turn);
        }

        var spans = received.getFirst().getResourceSpans(0).getScopeSpans(0).getSpansList();
        assertThat(spans).hasSize(3);
        var root = spans.get(0);
        var dispatch = spans.get(1);
        var attempt = spans.get(2);
        assertThat(root.getName()).isEqualTo("POST /v1/chat/completions");
        assertThat(root.getKind().name()).isEqualTo("SPAN_KIND_SERVER");
        assertThat(root.getParentSpanId().isEmpty()).isTrue();
        assertThat(dispatch.getParentSpanId()).isEqualTo(root.getSpanId());
        assertThat(dispatch.getKind().name()).isEqualTo("SPAN_KIND_INTERNAL");
        assertThat(attempt.getParentSpanId()).isEqualTo(dispatch.getSpanId());
        assertThat(attempt.getKind().name()).isEqualTo("SPAN_KIND_CLIENT");
        assertThat(HexFormat.of().formatHex(attempt.getTraceId().toByteArray()))
                .isEqualTo(turn.spans().getFirst().traceId());
        assertThat(attributes(attempt.getAttributesList()))
                .containsEntry("gen_ai.request.model", "gpt \"x\"")
                .containsEntry("gen_ai.usage.input_tokens", "12");
        assertThat(attempt.getStartTimeUnixNano()).isEqualTo(turn.spans().get(2).startNanos());
        assertThat(attempt.getEndTimeUnixNano()).isEqualTo(turn.spans().get(2).endNanos());
        assertThat(meters.text()).contains("agw_otlp_spans_total{result=\"exported\"} 3.0");
    }

    @Test
    void failureIsAStatusAndAnAttribute() {
        try (var export = new SpanExport(settings(4_096), meters)) {
            export.start();
            export.offer(turn(false));
        }

        var root = received.getFirst().getResourceSpans(0).getScopeSpans(0).getSpans(0);
        assertThat(root.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
        assertThat(attributes(root.getAttributesList()))
                .containsEntry("error.type", "upstream_500");
    }

    @Test
    void serviceAndHeadersAreSentAlong() {
        try (var export = new SpanExport(settings(4_096), meters)) {
            export.start();
            export.offer(turn(true));
        }

        var resource = received.getFirst().getResourceSpans(0).getResource();
        assertThat(attributes(resource.getAttributesList()))
                .containsEntry("service.name", "agent-gateway")
                .containsEntry("service.version", "1.2.3");
        assertThat(keys).containsExactly("secret");
    }

    @Test
    void turnsAreSentTogether() {
        try (var export = new SpanExport(settings(4_096), meters)) {
            for (int i = 0; i < 50; i++) {
                export.offer(turn(true));
            }
            export.start();
        }

        assertThat(received).hasSizeLessThan(5);
        assertThat(meters.text()).contains("agw_otlp_spans_total{result=\"exported\"} 150.0");
    }

    @Test
    void nobodyWaitsForACollectorThatHangsAndWhatIsLostIsCounted() {
        held = true;
        try (var export = new SpanExport(settings(2), meters)) {
            export.start();
            export.offer(turn(true));
            await().atMost(PATIENCE).until(() -> arrived.getCount() == 0);

            for (int i = 0; i < 100; i++) {
                export.offer(turn(true));
            }

            assertThat(meters.text())
                    .contains("agw_otlp_spans_total{result=\"dropped\"} 294.0"); // all but two
            release.countDown();
        }
    }

    @Test
    void refusedSpansAreCountedAsFailed() {
        status = 400;
        try (var export = new SpanExport(settings(4_096), meters)) {
            export.start();
            export.offer(turn(true));
            await().atMost(PATIENCE)
                    .until(() ->
                            meters.text().contains("agw_otlp_spans_total{result=\"failed\"} 3.0"));
        }
    }

    @Test
    void aTurnWithoutSpansIsNotSent() {
        try (var export = new SpanExport(settings(4_096), meters)) {
            export.start();
            export.offer(new TurnRecord(null, List.of()));
        }

        assertThat(received).isEmpty();
    }

    @Test
    void headersAreReadFromAFile(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("headers"), "# mine\n\nx-key = a=b \nother=\n");

        assertThat(HeaderFile.read(file)).isEqualTo(Map.of("x-key", "a=b", "other", ""));

        Files.writeString(file, "x-key=fine\nno header but hunter2\n");
        assertThatThrownBy(() -> HeaderFile.read(file))
                .hasMessage("line 2: not a header (expected: NAME=VALUE)");
    }

    private ExportSettings settings(int capacity) {
        return new ExportSettings(
                URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces"),
                Map.of("x-key", "secret"),
                "1.2.3",
                Duration.ofSeconds(5),
                capacity,
                256,
                Duration.ofMillis(20));
    }

    private static TurnRecord turn(boolean good) {
        var tracing =
                new Tracing(
                        () -> Instant.parse("2026-01-02T03:04:05Z"),
                        () -> ThreadLocalRandom.current().nextLong(),
                        1);
        var root = tracing.begin(null, "POST /v1/chat/completions", System.nanoTime());
        var dispatch = root.child("dispatch", Span.Kind.INTERNAL);
        dispatch.child("chat gpt", Span.Kind.CLIENT)
                .put("gen_ai.request.model", "gpt \"x\"")
                .put("gen_ai.usage.input_tokens", 12)
                .end();
        dispatch.end();
        if (!good) {
            root.fail("upstream_500");
        }
        root.end();
        List<SpanRecord> spans = root.records();
        return new TurnRecord(null, spans);
    }

    private static Map<String, String> attributes(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(
                        Collectors.toMap(
                                KeyValue::getKey,
                                pair ->
                                        pair.getValue().hasStringValue()
                                                ? pair.getValue().getStringValue()
                                                : Long.toString(pair.getValue().getIntValue())));
    }

    private void collect(HttpExchange exchange) throws IOException {
        try (exchange;
                var body = new GZIPInputStream(exchange.getRequestBody())) {
            var request = ExportTraceServiceRequest.parseFrom(body);
            arrived.countDown();
            if (held) {
                release.await();
            }
            received.add(request);
            keys.add(exchange.getRequestHeaders().getFirst("x-key"));
            exchange.sendResponseHeaders(status, -1);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
