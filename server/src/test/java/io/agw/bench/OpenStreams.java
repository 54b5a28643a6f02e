package io.agw.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// Many streams held open at once, each read by a virtual thread of its own.
final class OpenStreams implements AutoCloseable {
    private final List<Socket> sockets = new ArrayList<>();
    private final List<Thread> readers = new ArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final LongAdder events = new LongAdder();
    private volatile boolean closing;

    /// Opens the streams one by one, a few milliseconds apart.
    OpenStreams(int port, String path, String key, int count)
            throws IOException, InterruptedException {
        var body = Payloads.request(true).getBytes(StandardCharsets.US_ASCII);
        var head =
                ("POST "
                                + path
                                + " HTTP/1.1\r\nHost: 127.0.0.1:"
                                + port
                                + "\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                                + key
                                + "\r\nContent-Length: "
                                + body.length
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < count; i++) {
            var socket = new Socket(InetAddress.getLoopbackAddress(), port);
            sockets.add(socket);
            socket.getOutputStream().write(head);
            socket.getOutputStream().write(body);
            readers.add(Thread.ofVirtual().start(() -> read(socket)));
            Thread.sleep(2);
        }
    }

    /// Streams that were answered with 200.
    int accepted() {
        return accepted.get();
    }

    /// Streams that ended although nobody closed them.
    int lost() {
        return lost.get();
    }

    /// Events received so far over all streams.
    long events() {
        return events.sum();
    }

    @Override
    public void close() {
        closing = true;
        for (var socket : sockets) {
            try {
                socket.close();
            } catch (IOException _) {
                // it is gone either way
            }
        }
        try {
            for (var reader : readers) {
                reader.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Socket socket) {
        var buffer = new byte[4096];
        try {
            var in = socket.getInputStream();
            int first = in.read(buffer);
            if (first > 0
                    && new String(buffer, 0, first, StandardCharsets.US_ASCII)
                            .startsWith("HTTP/1.1 200")) {
                accepted.incrementAndGet();
            }
            int read;
            while ((read = in.read(buffer)) >= 0) {
                count(buffer, read);
            }
        } catch (IOException _) {
            // counted below
        }
        if (!closing) {
            lost.incrementAndGet();
        }
    }

    /// Counts events by their `data:` lines; one cut in two by the buffer's end is not seen.
    private void count(byte[] buffer, int length) {
        for (int i = 0; i + 5 < length; i++) {
            if (buffer[i] == 'd' && buffer[i + 1] == 'a' && buffer[i + 4] == ':') {
                events.increment();
            }
        }
    }
}
