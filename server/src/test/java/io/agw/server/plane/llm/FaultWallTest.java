package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.house.Golden;
import io.agw.server.call.TlsTrust;
import io.agw.server.plane.llm.ScriptedFault.Case;
import io.agw.server.plane.llm.ScriptedFault.Told;
import io.agw.server.turn.Received;
import io.agw.server.upstream.Certificates;
import io.agw.server.upstream.FakeUpstream;
import io.agw.server.upstream.LocalClient;
import io.agw.server.upstream.TestSnapshots;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every way in which a provider can fail, in every API, passed on and translated: what the client
/// is told, how often the provider is asked, and what is recorded. The same table is the page
/// `docs/faults.md`.
@Timeout(120)
final class FaultWallTest {
    private static final int AT_A_TIME = 32;
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final ExecutorService WALL = Executors.newFixedThreadPool(AT_A_TIME);
    private static final List<Pair> FRAMED =
            List.of(
                    Pair.framed(Vendor.MESSAGES, Framed.INVOKE),
                    Pair.framed(Vendor.CHAT, Framed.INVOKE),
                    Pair.framed(Vendor.GENERATE, Framed.INVOKE),
                    Pair.framed(Vendor.RESPONSES, Framed.INVOKE),
                    Pair.framed(Vendor.MESSAGES, Framed.CONVERSE),
                    Pair.framed(Vendor.CHAT, Framed.CONVERSE),
                    Pair.framed(Vendor.GENERATE, Framed.CONVERSE),
                    Pair.framed(Vendor.RESPONSES, Framed.CONVERSE));
    private static final List<Pair> PAIRS =
            List.of(
                    new Pair(Vendor.CHAT, Vendor.CHAT),
                    new Pair(Vendor.MESSAGES, Vendor.MESSAGES),
                    new Pair(Vendor.GENERATE, Vendor.GENERATE),
                    new Pair(Vendor.RESPONSES, Vendor.RESPONSES),
                    new Pair(Vendor.CHAT, Vendor.MESSAGES),
                    new Pair(Vendor.MESSAGES, Vendor.CHAT),
                    new Pair(Vendor.GENERATE, Vendor.MESSAGES),
                    new Pair(Vendor.CHAT, Vendor.GENERATE),
                    new Pair(Vendor.RESPONSES, Vendor.CHAT),
                    new Pair(Vendor.RESPONSES, Vendor.MESSAGES),
                    new Pair(Vendor.MESSAGES, Vendor.RESPONSES));

    private static Certificates certificates;
    private static SSLContext trust;

    @BeforeAll
    static void certify(@TempDir Path folder) throws Exception {
        certificates =
                new Certificates(folder)
                        .with("good", "localhost")
                        .with("other", "upstream.example")
                        .expired("old", "localhost")
                        .strange("strange", "localhost");
        trust = TlsTrust.with(Files.readString(certificates.pem()));
    }

    @AfterAll
    static void end() {
        WALL.shutdownNow();
    }

    static List<ScriptedFault> faults() {
        return Stream.of(
                        ConnectionFaults.connecting(),
                        ConnectionFaults.heads(),
                        ConnectionFaults.statuses(),
                        AnswerFaults.bodies(),
                        AnswerFaults.framing(),
                        AnswerFaults.harmless(),
                        StreamFaults.beforeTheFirstEvent(),
                        StreamFaults.behindTheFirstToken(),
                        StreamFaults.masses(),
                        StreamFaults.harmless())
                .flatMap(List::stream)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> wall() {
        return tests(faults().stream().filter(fault -> !fault.isMass()));
    }

    /// Where streams come in binary frames.
    @TestFactory
    Stream<DynamicTest> frames() {
        var tests = new ArrayList<DynamicTest>();
        for (var pair : FRAMED) {
            for (var fault : new FrameFaults(Objects.requireNonNull(pair.framed)).all()) {
                add(tests, fault, pair, true, fault.stream());
            }
        }
        return tests.stream();
    }

    /// By themselves: what others are told in time depends on how busy the machine is.
    @TestFactory
    Stream<DynamicTest> masses() {
        return tests(faults().stream().filter(ScriptedFault::isMass));
    }

    private static Stream<DynamicTest> tests(Stream<ScriptedFault> faults) {
        var tests = new ArrayList<DynamicTest>();
        for (var fault : faults.toList()) {
            for (var pair : PAIRS) {
                if (fault.isMass() && !pair.isMassed()) {
                    continue;
                }
                add(tests, fault, pair, false, pair.isWhole() ? fault.whole() : null);
                add(tests, fault, pair, true, fault.stream());
            }
        }
        return tests.stream();
    }

    /// All begin at once, and each test waits for its own; masses come one after the other, for
    /// there is no room for all of them.
    private static void add(
            List<DynamicTest> tests,
            ScriptedFault fault,
            Pair pair,
            boolean streams,
            @Nullable Case script) {
        if (script == null) {
            return;
        }
        var name = fault.name() + ": " + pair + (streams ? ", streamed" : "");
        var brick = new Brick(fault, pair, streams, script);
        if (fault.isMass()) {
            tests.add(DynamicTest.dynamicTest(name, brick::stand));
            return;
        }
        Callable<Void> run =
                () -> {
                    brick.stand();
                    return null;
                };
        var running = WALL.submit(run);
        tests.add(
                DynamicTest.dynamicTest(
                        name,
                        () -> {
                            try {
                                running.get();
                            } catch (ExecutionException e) {
                                throw e.getCause();
                            }
                        }));
    }

    @Test
    void pageHoldsTheSameTable() throws IOException {
        Golden.check(
                Path.of("../docs/faults.md"),
                FaultPage.of(faults(), new FrameFaults(Framed.CONVERSE).all()));
    }

    /// Who asks whom.
    ///
    /// @param framed how the provider frames its streams; null when these are server-sent events
    private record Pair(Vendor client, Vendor provider, @Nullable Framed framed) {
        Pair(Vendor client, Vendor provider) {
            this(client, provider, null);
        }

        /// Amazon Bedrock, which has either Anthropic's API or one that no client speaks.
        static Pair framed(Vendor client, Framed framed) {
            return new Pair(client, Vendor.MESSAGES, framed);
        }

        boolean isTranslated() {
            return client != provider || framed == Framed.CONVERSE;
        }

        /// Whether whole answers are asked for as such: who has only responses is asked for
        /// streams.
        boolean isWhole() {
            return provider != Vendor.RESPONSES || !isTranslated();
        }

        /// Whether masses are played, which takes seconds: into every dialect that keeps something
        /// of them, and out of each.
        boolean isMassed() {
            return !isTranslated() || client == Vendor.CHAT || provider == Vendor.CHAT;
        }

        /// A type of provider that has nothing which the client speaks.
        String type() {
            if (framed != null) {
                return "bedrock";
            }
            return switch (provider) {
                case CHAT -> client == Vendor.RESPONSES ? "openai-compatible" : provider.type();
                case RESPONSES -> isTranslated() ? "codex" : provider.type();
                case MESSAGES, GENERATE -> provider.type();
            };
        }

        String options() {
            return framed == null ? "{}" : "{region: eu-central-1, api: " + framed.api() + "}";
        }

        @Override
        public String toString() {
            return client + (isTranslated() ? " over " + (framed == null ? provider : framed) : "");
        }
    }

    /// One fault between one client and one provider.
    private record Brick(ScriptedFault fault, Pair pair, boolean streams, Case script) {
        void stand() throws Exception {
            try (var found = found();
                    var gateway =
                            new PlaneHarness(
                                    PlaneHarness.SETTINGS, new LocalClient(trust, refusal()))) {
                gateway.use(
                        TestSnapshots.of(
                                """
                                providers:
                                  - id: fake
                                    provider_type: %s
                                    api_key: sk-upstream
                                    base_url: '%s'
                                    network: {retry_delay_seconds: 0}
                                    retry: {max_retries: 1}
                                    timeouts: {%s}
                                    options: %s
                                llmRoutes:
                                  - id: route
                                    protocol: %s
                                    auth_policy: {require_virtual_key: false}
                                    target_policy: {provider_id: fake}
                                """
                                        .formatted(
                                                pair.type(),
                                                address(found.port()),
                                                timeouts(),
                                                pair.options(),
                                                pair.client.protocol())));
                var sink = new CollectingSink();
                gateway.serve(request(), sink);
                check(gateway, sink);
            }
        }

        /// Short only where they decide: how long the rest takes depends on the machine.
        private String timeouts() {
            if (!told().code().equals("upstream_timeout")) {
                return "connect: 60s, first_byte: 60s, first_token: 60s, idle: 60s, total: 60s";
            }
            return told().status() == 200
                    ? "connect: 60s, first_byte: 60s, first_token: 60s, idle: 1s, total: 10s"
                    : "connect: 2s, first_byte: 1s, first_token: 1s, idle: 1s, total: 2s";
        }

        private Duration refusal() {
            return Duration.ofMillis(fault.pace() == ScriptedFault.Pace.STOPPING ? 100 : 60_000);
        }

        private Told told() {
            return pair.isTranslated() ? script.translated() : script.told();
        }

        private void check(PlaneHarness gateway, CollectingSink sink) {
            var told = told();
            var text = sink.text();
            assertThat(new Told(sink.status(), gateway.errorCode(), gateway.usage().attempts()))
                    .as(text.substring(0, Math.min(600, text.length())))
                    .isEqualTo(told);
            assertThat(gateway.usage().outcome()).isEqualTo(told.outcome());
            assertThat(sink.headers().get("x-agw-attempts"))
                    .isEqualTo(Integer.toString(told.calls()));
            assertThat(sink.hasEnded()).isTrue();
            assertThat(text).doesNotContain("secret");
            assertThat(text.contains("prose")).isEqualTo(told.isTheClients());
            if (!told.code().isEmpty()) {
                assertThat(text).contains(told.code()).doesNotContain(pair.client.goodEnd());
            } else if (streams) {
                assertThat(text).contains("Hel").contains(pair.client.goodEnd());
            } else {
                assertThat(text).contains("Hello!");
            }
            if (fault.name().contains("pieces")) {
                var pieces = text.chars().filter(character -> character == 'Q').count();
                assertThat(pieces).isGreaterThanOrEqualTo(100_000);
            }
            if (fault.name().contains("usage")) {
                assertThat(gateway.usage().estimated()).isTrue();
                assertThat(gateway.usage().inputTokens()).isBetween(0L, 1_000L);
                assertThat(gateway.usage().outputTokens()).isBetween(0L, 1_000L);
            }
        }

        private Received request() {
            var path = pair.client.path(streams);
            return new Received(
                    "req-1",
                    "POST",
                    "localhost",
                    path,
                    path,
                    pair.client == Vendor.GENERATE && streams ? "alt=sse" : "",
                    Map.of(),
                    pair.client.request(streams).getBytes(StandardCharsets.UTF_8),
                    "127.0.0.1",
                    System.nanoTime());
        }

        private Found found() throws IOException, GeneralSecurityException {
            if (fault.place() == ScriptedFault.Place.NOWHERE) {
                var socket = new Socket();
                socket.bind(new InetSocketAddress(LOOPBACK, 0));
                return new Found(socket, socket.getLocalPort());
            }
            if (fault.place() == ScriptedFault.Place.NO_TLS) {
                // nobody accepts: whoever read a client hello might take it for a request's head
                var socket = new ServerSocket(0, 50, LOOPBACK);
                return new Found(socket, socket.getLocalPort());
            }
            FakeUpstream.Behaviour behaviour =
                    (_, wire) -> script.script().play(pair.provider, wire.streaming(streams));
            var socket =
                    switch (fault.place()) {
                        case PLAIN, NOWHERE, NO_TLS -> new ServerSocket(0, 50, LOOPBACK);
                        case NO_CERTIFICATE -> bare().createServerSocket(0, 50, LOOPBACK);
                        case STRANGE_CERTIFICATE -> certificates.listen("strange");
                        case OTHER_CERTIFICATE -> certificates.listen("other");
                        case OLD_CERTIFICATE -> certificates.listen("old");
                        case TLS -> certificates.listen("good");
                    };
            var upstream = FakeUpstream.start(socket, behaviour);
            return new Found(upstream, upstream.port());
        }

        /// Has no certificate to show.
        private static javax.net.ServerSocketFactory bare() throws GeneralSecurityException {
            var context = SSLContext.getInstance("TLS");
            context.init(null, null, null);
            return context.getServerSocketFactory();
        }

        private String address(int port) {
            return (fault.place().isSecure() ? "https" : "http") + "://localhost:" + port + "/v1";
        }
    }

    /// Where the provider is looked for. A port that nobody listens at is held all the same, or it
    /// would soon be somebody else's.
    private record Found(Closeable holder, int port) implements Closeable {
        @Override
        public void close() throws IOException {
            holder.close();
        }
    }
}
