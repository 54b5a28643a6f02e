package io.agw.server.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.turn.Received;
import io.agw.server.turn.ReplySink;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How streamed answers stand on the wire.
@Timeout(60)
final class StreamedAnswerTest {
    private final CountDownLatch answered = new CountDownLatch(1);
    private final HttpListener listener = TestListener.start(this::handle);

    @AfterEach
    void closeListener() {
        answered.countDown();
        listener.close();
    }

    @Test
    void streamArrivesPieceByPiece() throws IOException {
        try (var client = new RawClient(listener.port())) {
            var answer = client.get("/pieces").answer();

            assertThat(answer.headers()).containsEntry("transfer-encoding", "chunked");
            assertThat(answer.body()).isEqualTo("onetwothree");
            assertThat(client.get("/pieces").answer().status()).isEqualTo(200);
        }
    }

    @Test
    void streamThatWasNeverFlushedIsWhole() throws IOException {
        try (var client = new RawClient(listener.port())) {
            assertThat(client.get("/unflushed").answer().body()).isEqualTo("all");
            assertThat(client.get("/nothing").answer().body()).isEmpty();
            assertThat(client.get("/large").answer().body()).hasSize(300_003).endsWith("end");
            assertThat(client.get("/pieces").answer().body()).isEqualTo("onetwothree");
        }
    }

    @Test
    void endIsSentBeforeTheTurnIsOver() throws IOException {
        try (var client = new RawClient(listener.port())) {
            assertThat(client.get("/slow-record").answer().body()).isEqualTo("onetwo");

            assertThat(answered.getCount()).isOne();
            answered.countDown();
            assertThat(client.get("/pieces").answer().status()).isEqualTo(200);
        }
    }

    @Test
    void clientThatTakesTrailersGetsAnAnswerThatEnds() throws IOException {
        try (var client = new RawClient(listener.port())) {
            var request = "GET /pieces HTTP/1.1\r\nHost: test\r\nTE: trailers\r\n";
            client.send(request + "Connection: close\r\n\r\n");

            assertThat(client.rest()).contains("\r\nthree\r\n0\r\n").endsWith("\r\n\r\n");
        }
    }

    @Test
    void abortedStreamHasNoEnd() throws IOException {
        try (var client = new RawClient(listener.port())) {
            assertThatThrownBy(() -> client.get("/abort").answer())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("without its last chunk");
        }
    }

    @Test
    void defectWithinAStreamBreaksTheConnection() throws IOException {
        try (var client = new RawClient(listener.port())) {
            assertThatThrownBy(() -> client.get("/broken").answer())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("without its last chunk");
        }
    }

    private void handle(Received received, ReplySink sink) throws IOException {
        var stream = sink.stream(200, Map.of("content-type", "text/event-stream"));
        switch (received.path()) {
            case "/unflushed" -> end(stream, "all");
            case "/nothing" -> stream.end();
            case "/large" -> {
                write(stream, "x".repeat(300_000));
                end(stream, "end");
            }
            case "/slow-record" -> {
                write(stream, "one");
                stream.flush();
                end(stream, "two");
                await();
            }
            case "/abort" -> {
                write(stream, "one");
                stream.flush();
                stream.abort();
            }
            case "/broken" -> {
                write(stream, "one");
                stream.flush();
                throw new IllegalStateException("secret");
            }
            default -> {
                write(stream, "one");
                stream.flush();
                write(stream, "two");
                stream.flush();
                end(stream, "three");
            }
        }
    }

    private void await() {
        try {
            answered.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(ReplySink.Stream stream, String text) throws IOException {
        stream.write(text.getBytes(UTF_8), 0, text.length());
    }

    private static void end(ReplySink.Stream stream, String text) throws IOException {
        stream.end(text.getBytes(UTF_8), 0, text.length());
    }
}
