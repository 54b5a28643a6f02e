package io.agw.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Answers every request with a stream of one event a second, until the client leaves.
final class PacedUpstream {
    private PacedUpstream() {}

    /// Serves until the process ends.
    static void serve(int port) throws IOException {
        try (var server = new ServerSocket(port, 4096, InetAddress.getLoopbackAddress())) {
            while (true) {
                var client = server.accept();
                Thread.ofVirtual().start(() -> answer(client));
            }
        }
    }

    private static void answer(Socket client) {
        try (client) {
            read(new BufferedInputStream(client.getInputStream(), 2048));
            var out = client.getOutputStream();
            out.write(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            var event = new String(Payloads.tick(), StandardCharsets.US_ASCII);
            var frame =
                    (Integer.toHexString(event.length()) + "\r\n" + event + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII);
            while (true) {
                out.write(frame);
                Thread.sleep(1_000);
            }
        } catch (IOException _) {
            // the client left, which is how every stream of this server ends
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Reads one request, head and body.
    private static void read(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the client left within the head");
            }
            head.append((char) next);
        }
        for (var line : head.toString().split("\r\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                in.readNBytes(Integer.parseInt(line.substring(15).strip()));
            }
        }
    }
}
