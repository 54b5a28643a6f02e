package io.agw.reconciler.source.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;
import org.jspecify.annotations.Nullable;

/// Serves one repository over git's smart HTTP protocol on a free port of the loopback address, and
/// misbehaves on request. Owns its threads and sockets.
public final class GitHttpServer implements AutoCloseable {
    private final HttpServer server;
    private final String scheme;
    private final Repository repository;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger refQueries = new AtomicInteger();
    private final AtomicInteger refsAnswered = new AtomicInteger();
    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicLong bytesSent = new AtomicLong();
    private volatile @Nullable String authorization;
    private volatile @Nullable Fault fault;

    private GitHttpServer(HttpServer server, String scheme, Repository repository) {
        this.server = server;
        this.scheme = scheme;
        this.repository = repository;
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /// Serves without encryption.
    public static GitHttpServer start(BareRepository repository) throws IOException {
        return new GitHttpServer(HttpServer.create(loopback(), 0), "http", repository.repository());
    }

    /// Serves with a certificate for `localhost`.
    public static GitHttpServer startTls(BareRepository repository, TestCertificate certificate)
            throws IOException {
        var server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.serverContext()));
        return new GitHttpServer(server, "https", repository.repository());
    }

    /// Where the repository is.
    public String url() {
        return scheme + "://localhost:" + port() + "/repo.git";
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /// Lets only this user in, from now on.
    public void require(String user, String password) {
        var pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        authorization = "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /// Misbehaves from now on; null to behave.
    public void misbehave(@Nullable Fault fault) {
        this.fault = fault;
    }

    /// How often refs were asked for.
    public int refQueries() {
        return refQueries.get();
    }

    /// How many refs were told in all answers.
    public int refsAnswered() {
        return refsAnswered.get();
    }

    /// How often objects were asked for.
    public int fetches() {
        return fetches.get();
    }

    /// Bytes of all answers' bodies.
    public long bytesSent() {
        return bytesSent.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var current = fault;
            if (current != null && current.handle(exchange)) {
                return;
            }
            var expected = authorization;
            if (expected != null
                    && !expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            serve(exchange);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        if (path.equals("/repo.git/info/refs")) {
            try (var out = answer(exchange, "advertisement")) {
                upload(exchange)
                        .sendAdvertisedRefs(
                                new RefAdvertiser.PacketLineOutRefAdvertiser(
                                        new PacketLineOut(out)),
                                "git-upload-pack");
            }
        } else if (path.equals("/repo.git/git-upload-pack")) {
            var body = body(exchange);
            var command = new String(body, StandardCharsets.ISO_8859_1);
            var asksForRefs = command.contains("command=ls-refs");
            (asksForRefs ? refQueries : fetches).incrementAndGet();
            try (var out = answer(exchange, "result")) {
                var counted = asksForRefs ? countingRefs(out) : out;
                upload(exchange).upload(new ByteArrayInputStream(body), counted, null);
            }
        } else {
            exchange.sendResponseHeaders(404, -1);
        }
    }

    private UploadPack upload(HttpExchange exchange) {
        var upload = new UploadPack(repository);
        upload.setBiDirectionalPipe(false);
        var protocol = exchange.getRequestHeaders().getFirst("Git-Protocol");
        List<String> parameters = new ArrayList<>();
        if (protocol != null) {
            parameters.addAll(List.of(protocol.split(":", -1)));
        }
        upload.setExtraParameters(parameters);
        return upload;
    }

    private OutputStream answer(HttpExchange exchange, String kind) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/x-git-upload-pack-" + kind);
        exchange.sendResponseHeaders(200, 0);
        return new FilterOutputStream(exchange.getResponseBody()) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                bytesSent.addAndGet(length);
                out.write(bytes, offset, length);
            }
        };
    }

    private OutputStream countingRefs(OutputStream to) {
        return new FilterOutputStream(to) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                var text = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
                refsAnswered.addAndGet(
                        (int)
                                text.lines()
                                        .filter(line -> line.matches(".*[0-9a-f]{40} .*"))
                                        .count());
                out.write(bytes, offset, length);
            }
        };
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        InputStream in = exchange.getRequestBody();
        if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
            in = new GZIPInputStream(in);
        }
        return in.readAllBytes();
    }

    /// Answers instead of the server.
    public interface Fault {
        /// @return false to let the server answer after all
        boolean handle(HttpExchange exchange) throws IOException;

        /// Answers every request with a status and a text.
        static Fault status(int status, String text) {
            return exchange -> {
                var bytes = text.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "text/plain");
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
                return true;
            };
        }

        /// Refuses for now.
        static Fault tooMany(int status, String retryAfter) {
            return exchange -> {
                exchange.getResponseHeaders().add("Retry-After", retryAfter);
                exchange.sendResponseHeaders(status, -1);
                return true;
            };
        }

        /// Sends elsewhere.
        static Fault redirect(String target) {
            return exchange -> {
                exchange.getResponseHeaders().add("Location", target);
                exchange.sendResponseHeaders(302, -1);
                return true;
            };
        }
    }
}
