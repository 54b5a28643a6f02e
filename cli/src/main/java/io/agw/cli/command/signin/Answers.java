package io.agw.cli.command.signin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What comes back from a sign-in page: the browser's visit to a local callback, or what a person
/// pastes. The callback listens on loopback only; {@link #close} ends it.
final class Answers implements AutoCloseable {
    private static final byte[] PAGE =
            """
            <!doctype html><meta charset="utf-8"><title>agwctl</title>
            <p>The terminal says how the login ended. You may close this page.</p>
            """
                    .getBytes(StandardCharsets.UTF_8);
    private static final int LONGEST = 16 * 1024;

    private final InputStream input;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private volatile String path = "";
    private @Nullable HttpServer server;

    /// @param input where a person may paste; borrowed
    Answers(InputStream input) {
        this.input = input;
    }

    /// Begins to listen.
    ///
    /// @param port 0 for any free one
    void listen(int port) {
        try {
            var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
            var made = HttpServer.create(address, 0);
            made.createContext("/", this::visited);
            made.start();
            server = made;
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.UNREACHABLE,
                    "port "
                            + port
                            + " cannot be listened on: "
                            + e.getMessage()
                            + " (expected: a free one, see --callback-port)");
        }
    }

    int port() {
        var made = server;
        return made == null ? 0 : made.getAddress().getPort();
    }

    /// Takes visits to this path, on this port.
    void expect(String callbackPath, int port) {
        path = callbackPath;
        if (port != port()) {
            close();
            listen(port);
        }
    }

    private void visited(HttpExchange exchange) throws IOException {
        try (exchange) {
            var uri = exchange.getRequestURI();
            boolean isCallback =
                    exchange.getRequestMethod().equals("GET")
                            && path.equals(uri.getPath())
                            && uri.getRawQuery() != null
                            && uri.toString().length() < LONGEST;
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(isCallback ? 200 : 404, isCallback ? PAGE.length : -1);
            if (isCallback) {
                exchange.getResponseBody().write(PAGE);
                answers.add(uri.toString());
            }
        }
    }

    /// Takes what a person pastes, line by line, until the input ends.
    void readInput() {
        Thread.ofPlatform().daemon().name("pasted").start(this::pasted);
    }

    private void pasted() {
        var lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        try {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    answers.add(line.strip());
                }
            }
        } catch (IOException _) {
            // the callback is still there
        }
    }

    /// The next answer; null when none comes within the time.
    @Nullable String next(Duration time) {
        try {
            return answers.poll(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(ExitCode.INTERNAL, "interrupted");
        }
    }

    @Override
    public void close() {
        var made = server;
        if (made != null) {
            made.stop(0);
            server = null;
        }
    }
}
