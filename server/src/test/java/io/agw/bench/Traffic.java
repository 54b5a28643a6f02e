package io.agw.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Clients that ask at a fixed rate over kept-alive connections, whether or not the answers keep
/// up: an answer's time counts from when it should have been asked for, so that a pause of the
/// gateway is felt by every request that falls into it. Stops with `close`.
final class Traffic implements AutoCloseable {
    private static final int CLIENTS = 8;
    private static final String LENGTH = "content-length: ";

    private final URI gateway;
    private final String path;
    private final long intervalNanos;
    private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<Thread> clients = new ArrayList<>();
    private final LongAdder refused = new LongAdder();
    private volatile boolean stopped;

    /// @param path of chat completions
    /// @param keys virtual keys, each of at least one client
    /// @param rate requests a second of all clients together
    Traffic(URI gateway, String path, List<String> keys, int rate) {
        this.gateway = gateway;
        this.path = path;
        int count = Math.max(CLIENTS, keys.size());
        this.intervalNanos = TimeUnit.SECONDS.toNanos(count) / rate;
        for (int i = 0; i < count; i++) {
            long offset = intervalNanos * i / count;
            var request = request(keys.get(i % keys.size()));
            clients.add(Thread.ofPlatform().daemon().start(() -> ask(request, offset)));
        }
    }

    private byte[] request(String key) {
        var body = "{\"model\":\"fast\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
        return ("POST "
                        + path
                        + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer "
                        + key
                        + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// Requests that a limit has refused so far.
    long refused() {
        return refused.sum();
    }

    /// The times of the answers that were due in a span, in milliseconds, smallest first.
    double[] between(long fromNanos, long toNanos) {
        return answers.stream()
                .filter(answer -> answer.due - fromNanos >= 0 && answer.due - toNanos < 0)
                .mapToDouble(answer -> answer.nanos / 1e6)
                .sorted()
                .toArray();
    }

    /// The 99th percentile of the answers that were due in a span, in milliseconds.
    double p99(Span span) {
        var millis = between(span.fromNanos, span.toNanos);
        return millis[millis.length * 99 / 100];
    }

    private void ask(byte[] request, long offset) {
        try (var socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream());
            long due = System.nanoTime() + offset;
            while (!stopped) {
                long wait = due - System.nanoTime();
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
                socket.getOutputStream().write(request);
                read(in);
                answers.add(new Answer(due, System.nanoTime() - due));
                due += intervalNanos;
            }
        } catch (IOException e) {
            answers.add(new Answer(System.nanoTime(), Long.MAX_VALUE));
            throw new IllegalStateException("traffic failed", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(InputStream in) throws IOException {
        var status = line(in);
        if (status.contains(" 429 ")) {
            refused.increment();
        } else if (!status.contains(" 200 ")) {
            throw new IOException(status + " (expected: 200)");
        }
        int length = -1;
        for (var header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Integer.parseInt(header.substring(LENGTH.length()).strip());
            }
        }
        if (length < 0 || in.readNBytes(length).length < length) {
            throw new IOException("an answer that ends early");
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the connection was closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        stopped = true;
        for (var client : clients) {
            try {
                client.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// From one `System.nanoTime` to another.
    record Span(long fromNanos, long toNanos) {
        double millis() {
            return (toNanos - fromNanos) / 1e6;
        }
    }

    /// @param due when it should have been asked for
    private record Answer(long due, long nanos) {}
}
