package io.agw.reconciler.source.git;

import static io.agw.reconciler.source.git.GitTestKit.failure;
import static io.agw.reconciler.source.git.GitTestKit.fetch;
import static io.agw.reconciler.source.git.GitTestKit.settings;
import static io.agw.reconciler.source.git.GitTestKit.text;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.agw.reconciler.source.SourceFailure;
import io.agw.reconciler.source.SourceFailure.Reason;
import io.agw.reconciler.source.testkit.GitHttpServer;
import io.agw.reconciler.source.testkit.GitHttpServer.Fault;
import io.agw.reconciler.source.testkit.StubbornServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Servers that fail and lie.
@Timeout(120)
class GitFaultsTest {
    private final GitTestKit kit;
    private final GitHttpServer server;

    GitFaultsTest(@TempDir Path dir) throws IOException {
        this.kit = new GitTestKit(dir);
        this.server = GitHttpServer.start(kit.repository());
    }

    @BeforeEach
    void push() {
        kit.repository().commit("main", Map.of("a.yaml", "one"));
    }

    @AfterEach
    void close() {
        server.close();
        kit.close();
    }

    @Test
    void aRefusedConnectionIsSaidAndPasses() throws IOException {
        int port;
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = listener.getLocalPort();
        }

        var failure = failure(kit.open("http://localhost:" + port + "/repo.git"));

        assertThat(failure.reason()).isEqualTo(Reason.GIT_OPERATION_FAILED);
        assertThat(failure).hasMessageEndingWith("connection refused or no route");
    }

    @Test
    void anUnknownHostIsSaid() {
        assertThat(failure(kit.open("http://git.invalid/repo.git")))
                .hasMessage("http://git.invalid/repo.git: host name is not known");
    }

    @Test
    void aDrippingAnswerToAFetchThatWouldTakeADayEndsTheAttemptInTime() {
        var settings = settings(server.url()).withTimeout(ofSeconds(2));
        server.misbehave(exchange ->
                answerFetch(
                        exchange,
                        out -> {
                            out.writeBytes(packet("packfile\n"));
                            for (int i = 0; i < 100_000; i++) {
                                out.writeBytes(packet("\u0002still counting\n"));
                            }
                        },
                        100));

        kit.assertTimesOutTwice(settings);
    }

    @ParameterizedTest
    @CsvSource({
        "401, AUTHENTICATION_FAILED",
        "403, AUTHENTICATION_FAILED",
        "404, GIT_OPERATION_FAILED",
        "500, GIT_OPERATION_FAILED",
        "502, GIT_OPERATION_FAILED",
    })
    void aStatusIsSaidAndNothingOfTheAnswerIs(int status, Reason reason) {
        server.misbehave(Fault.status(status, "<html>internal names</html>"));
        var source = kit.open(server.url());

        var failure = failure(source);

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure).hasMessageContaining("HTTP " + status);
        assertThat(failure.getMessage()).doesNotContain("internal names");

        server.misbehave(null);
        assertThat(text(fetch(source), "a.yaml")).isEqualTo("one");
    }

    @Test
    void retryAfterIsPassedOnInSecondsAndAsADate() {
        var source = kit.open(server.url());
        server.misbehave(Fault.tooMany(429, "120"));
        var seconds = failure(source);
        var later = Instant.now().plusSeconds(300).atZone(ZoneOffset.UTC);
        server.misbehave(Fault.tooMany(503, DateTimeFormatter.RFC_1123_DATE_TIME.format(later)));
        var date = failure(source);
        server.misbehave(Fault.tooMany(503, "soon"));
        var nonsense = failure(source);

        assertThat(seconds.reason()).isEqualTo(Reason.GIT_OPERATION_FAILED);
        assertThat(seconds.retryAfter()).isEqualTo(Duration.ofMinutes(2));
        assertThat(date.retryAfter()).isBetween(ofSeconds(280), Duration.ofMinutes(5));
        assertThat(nonsense.retryAfter()).isNull();
    }

    @Test
    void aWebPageInsteadOfARepositoryIsSaid() {
        server.misbehave(Fault.status(200, "<html>please log in</html>"));

        assertThat(failure(kit.open(server.url())))
                .hasMessageEndingWith("server does not speak git's smart protocol");
    }

    @Test
    void aRedirectToAnotherServerIsNotFollowed() throws IOException {
        try (var other = StubbornServer.hanging()) {
            server.misbehave(
                    Fault.redirect(
                            "http://127.0.0.1:"
                                    + other.port()
                                    + "/repo.git/info/refs?service=git-upload-pack"));

            var failure = failure(kit.open(server.url()));

            assertThat(failure).hasMessageContaining("redirect to another server refused");
            assertThat(other.connections()).isZero();
        }
    }

    @Test
    void aRedirectOnTheSameServerIsFollowed() {
        server.misbehave(exchange ->
                exchange.getRequestURI().getPath().startsWith("/old.git")
                        && Fault.redirect("/repo.git/info/refs?service=git-upload-pack")
                                .handle(exchange));
        var source = kit.open(server.url().replace("/repo.git", "/old.git"));

        assertThat(text(fetch(source), "a.yaml")).isEqualTo("one");
    }

    @Test
    void aTruncatedPackIsSaidAndLeavesNothing() throws IOException {
        var source = kit.open(server.url());
        server.misbehave(exchange ->
                answerFetch(
                        exchange,
                        out -> {
                            out.writeBytes(packet("packfile\n"));
                            out.writeBytes(packet("\u0001PACK\0\0\0\u0002\0\0\0\u0009"));
                        },
                        0));

        assertThat(failure(source).reason()).isEqualTo(Reason.GIT_OPERATION_FAILED);
        try (var all = Files.walk(kit.work())) {
            assertThat(all.map(Path::toString))
                    .noneMatch(file -> file.endsWith("fresh") || file.contains("incoming_"));
        }

        server.misbehave(null);
        assertThat(text(fetch(source), "a.yaml")).isEqualTo("one");
    }

    @Test
    void aPackThatClaimsAnEnormousTreeCostsNoMemory() {
        server.misbehave(exchange ->
                answerFetch(
                        exchange,
                        out -> {
                            out.writeBytes(packet("packfile\n"));
                            out.writeBytes(
                                    packet(
                                            "\u0001PACK\0\0\0\u0002\0\0\0\u0001"
                                                    // a tree of about 2 GiB
                                                    + "\u00af\u00ff\u00ff\u00ff\u007f"
                                                    + "\0".repeat(500)));
                            out.writeBytes("0000".getBytes(StandardCharsets.US_ASCII));
                        },
                        0));

        assertThat(failure(kit.open(server.url())))
                .returns(Reason.REPO_TOO_LARGE, SourceFailure::reason);
    }

    @Test
    void anEndlessAnswerIsCutOff() {
        server.misbehave(exchange -> {
            exchange.getResponseHeaders()
                    .add("Content-Type", "application/x-git-upload-pack-advertisement");
            exchange.sendResponseHeaders(200, 0);
            var out = exchange.getResponseBody();
            out.write(packet("# service=git-upload-pack\n"));
            out.write("0000".getBytes(StandardCharsets.US_ASCII));
            var name = "x".repeat(900);
            try {
                for (int i = 0; ; i++) {
                    out.write(packet("0".repeat(39) + "1 refs/heads/" + name + i + "\n"));
                }
            } catch (IOException _) {
                return true;
            }
        });

        assertThat(failure(kit.open(server.url())))
                .returns(Reason.REPO_TOO_LARGE, SourceFailure::reason);
    }

    @Test
    void aCompressedAnswerIsRefused() {
        server.misbehave(exchange -> {
            exchange.getResponseHeaders()
                    .add("Content-Type", "application/x-git-upload-pack-advertisement");
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, -1);
            return true;
        });

        assertThat(failure(kit.open(server.url()))).hasMessageContaining("compresses");
    }

    /// Answers a request for objects; lets the server answer all others.
    private static boolean answerFetch(HttpExchange exchange, Script script, long everyMillis)
            throws IOException {
        if (!exchange.getRequestURI().getPath().endsWith("/git-upload-pack")) {
            return false;
        }
        var body = exchange.getRequestBody().readAllBytes();
        var gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        var plain =
                gzip ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes() : body;
        if (new String(plain, StandardCharsets.ISO_8859_1).contains("command=ls-refs")) {
            exchange.setStreams(new ByteArrayInputStream(body), null);
            return false;
        }
        var bytes = new ByteArrayOutputStream();
        script.write(bytes);
        exchange.getResponseHeaders().add("Content-Type", "application/x-git-upload-pack-result");
        exchange.sendResponseHeaders(200, 0);
        if (everyMillis == 0) {
            exchange.getResponseBody().write(bytes.toByteArray());
            return true;
        }
        try {
            for (var one : bytes.toByteArray()) {
                exchange.getResponseBody().write(one);
                exchange.getResponseBody().flush();
                Thread.sleep(everyMillis);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    private static byte[] packet(String text) {
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        var packet = new ByteArrayOutputStream();
        packet.writeBytes("%04x".formatted(bytes.length + 4).getBytes(StandardCharsets.US_ASCII));
        packet.writeBytes(bytes);
        return packet.toByteArray();
    }

    private interface Script {
        void write(ByteArrayOutputStream out);
    }
}
