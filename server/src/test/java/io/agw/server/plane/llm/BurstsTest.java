package io.agw.server.plane.llm;

import static io.agw.server.upstream.Behaviours.chunk;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.listen.HttpListener;
import io.agw.server.listen.ListenerSettings;
import io.agw.server.upstream.Behaviours;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Events that an upstream sends at once reach the client in few writes, each of which is a chunk.
/// The first stream of a connection to an upstream takes a few more: its buffer grows on it.
@Timeout(30)
final class BurstsTest {
    private static final String DONE = "data: [DONE]\n\n";
    private static final String HUNDRED = chunk("0123456789").repeat(100);

    private PlaneHarness gateway;
    private HttpListener listener;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness();
        var settings = ListenerSettings.data("127.0.0.1", 0, Optional.empty());
        listener = new HttpListener(settings, () -> true, gateway::serve);
        listener.start();
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
        gateway.close();
    }

    @Test
    void ofHundredEventsThatWereOneChunk() throws IOException {
        var stream = HUNDRED + Behaviours.finish() + DONE;
        send(List.of(stream));

        assertThat(ask()).hasSizeLessThanOrEqualTo(5);
        var chunks = ask();

        assertThat(String.join("", chunks)).isEqualTo(stream).hasSizeGreaterThan(15_000);
        assertThat(chunks).extracting(String::length).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void ofHundredEventsThatWereAChunkEach() throws IOException {
        var events = new ArrayList<String>();
        for (int i = 0; i < 100; i++) {
            events.add(chunk("0123456789"));
        }
        events.add(Behaviours.finish());
        events.add(DONE);
        send(events);

        assertThat(ask()).hasSizeLessThanOrEqualTo(5);
        var chunks = ask();

        assertThat(String.join("", chunks)).isEqualTo(String.join("", events));
        assertThat(chunks).extracting(String::length).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void whatNobodyAskedForDoesNotPartItsNeighbours() throws IOException {
        send(List.of(chunk("Hel") + Behaviours.finish() + Behaviours.usage(19, 10) + DONE));

        assertThat(ask()).containsExactly(chunk("Hel") + Behaviours.finish() + DONE);
        assertThat(gateway.usage().outputTokens()).isEqualTo(10);
    }

    /// A stream by one write.
    private void send(List<String> chunks) {
        var text = new StringBuilder(Behaviours.STREAM_HEAD);
        for (var each : chunks) {
            text.append(Integer.toHexString(each.length())).append("\r\n");
            text.append(each).append("\r\n");
        }
        gateway.upstream.then((_, wire) -> wire.send(text + "0\r\n\r\n"));
    }

    /// Asks for a stream, and gives the chunks of the answer; an answer that was whole at once has
    /// a length instead of them.
    private List<String> ask() throws IOException {
        var body = "{\"model\":\"m\",\"messages\":[],\"stream\":true}";
        var head =
                "POST /v1/chat/completions HTTP/1.1\r\nHost: test\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n";
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            socket.getOutputStream().write((head + body).getBytes(US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 200");
            int start = answer.indexOf("\r\n\r\n") + 4;
            return answer.substring(0, start).contains("Content-Length:")
                    ? List.of(answer.substring(start))
                    : chunks(answer, start);
        }
    }

    private static List<String> chunks(String answer, int start) {
        var chunks = new ArrayList<String>();
        int at = start;
        while (true) {
            int line = answer.indexOf("\r\n", at);
            int size = Integer.parseInt(answer.substring(at, line), 16);
            if (size == 0) {
                return chunks;
            }
            chunks.add(answer.substring(line + 2, line + 2 + size));
            at = line + 2 + size + 2;
        }
    }
}
