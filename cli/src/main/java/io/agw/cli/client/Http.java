package io.agw.cli.client;

import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.net.ssl.SSLException;

/// Sends requests, blocking. Never follows a redirect, which could carry credentials elsewhere.
final class Http {
    private static final int MOST_BYTES = 256 << 20;

    private final InstantSource clock;

    Http(InstantSource clock) {
        this.clock = clock;
    }

    /// A whole answer, whatever its status.
    record Answer(int status, String text) {}

    /// An answer that is still being received. `close` ends the connection.
    record Stream(int status, InputStream body, HttpURLConnection connection)
            implements AutoCloseable {
        @Override
        public void close() {
            connection.disconnect();
        }
    }

    /// @throws CommandFailed `UNREACHABLE` or `TIMED_OUT`
    Answer send(Call call) {
        var deadline = clock.instant().plus(call.timeout());
        try (var stream = open(call)) {
            var bytes = read(stream.body(), call, deadline);
            return new Answer(stream.status(), bytes.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failed(call, e);
        }
    }

    /// The head of an answer and its body, as it comes.
    ///
    /// @throws CommandFailed `UNREACHABLE` or `TIMED_OUT`
    Stream stream(Call call) {
        try {
            return open(call);
        } catch (IOException e) {
            throw failed(call, e);
        }
    }

    /// What a failed read of a {@link Stream} means.
    static CommandFailed failed(Call call, IOException e) {
        var target = origin(call.uri());
        return switch (e) {
            case SocketTimeoutException _ ->
                    new CommandFailed(
                            ExitCode.TIMED_OUT,
                            target + " did not answer within " + call.timeout().toSeconds() + " s");
            case UnknownHostException _ -> unreachable(target, "host name is not known");
            case ConnectException _ ->
                    unreachable(target, "connection refused (expected: a running gateway)");
            case SSLException tls -> unreachable(target, "TLS: " + tls.getMessage());
            default -> unreachable(target, String.valueOf(e.getMessage()));
        };
    }

    private static CommandFailed unreachable(String target, String why) {
        return new CommandFailed(ExitCode.UNREACHABLE, "cannot reach " + target + ": " + why);
    }

    private Stream open(Call call) throws IOException {
        if (!(call.uri().toURL().openConnection() instanceof HttpURLConnection connection)) {
            throw new ProtocolException("not an http or https address");
        }
        connection.setRequestMethod(call.method());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout(millis(call.timeout()));
        connection.setReadTimeout(millis(call.timeout()));
        call.headers()
                .forEach(header -> connection.setRequestProperty(header.name(), header.value()));
        var body = call.body();
        if (body != null) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", body.mediaType());
            try (var out = connection.getOutputStream()) {
                out.write(body.bytes());
            }
        }
        int status = connection.getResponseCode();
        var stream = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
        return new Stream(
                status, stream == null ? InputStream.nullInputStream() : stream, connection);
    }

    private ByteArrayOutputStream read(InputStream in, Call call, Instant deadline)
            throws IOException {
        var bytes = new ByteArrayOutputStream();
        var buffer = new byte[1 << 14];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            bytes.write(buffer, 0, n);
            if (bytes.size() > MOST_BYTES) {
                throw new IOException("answer is over " + (MOST_BYTES >> 20) + " MiB");
            }
            if (!call.timeout().isZero() && clock.instant().isAfter(deadline)) {
                throw new SocketTimeoutException();
            }
        }
        return bytes;
    }

    private static int millis(Duration timeout) {
        return (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
    }

    private static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getAuthority();
    }
}
