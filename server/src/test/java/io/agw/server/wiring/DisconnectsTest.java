package io.agw.server.wiring;

import static io.agw.server.upstream.Behaviours.chunk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import com.sun.management.UnixOperatingSystemMXBean;
import io.agw.server.settings.Setting;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import io.agw.server.upstream.SeenRequest;
import io.agw.server.upstream.Wire;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Clients that leave in the middle of a turn, many at a time: at whatever moment, the upstream is
/// let go of, the turn is recorded, and nothing stays behind.
///
/// 200 of them; `-Dagw.test.disconnects=10000` for the long run. It prints how long upstreams went
/// on after their clients had left.
@Timeout(value = 1, unit = TimeUnit.HOURS)
final class DisconnectsTest {
    private static final int DISCONNECTS = Integer.getInteger("agw.test.disconnects", 200);
    private static final int AT_ONCE = 200;

    /// Tokens of a turn that the upstream has told.
    private static final int TOLD = 29;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern NUMBER = Pattern.compile("\"user\":\"(\\d+)\"");

    /// When a client leaves.
    private enum Moment {
        BEFORE_THE_HEAD("", "", false),
        BEFORE_THE_FIRST_TOKEN("", "", false),
        WHILE_TOKENS_COME(chunk("Hel"), "Hel", true),
        IN_A_PAUSE(chunk("Hel"), "Hel", false),
        BEFORE_THE_USAGE(chunk("Hel") + Behaviours.finish(), "\"stop\"", false),
        AFTER_THE_USAGE(
                chunk("Hel") + Behaviours.finish() + Behaviours.usage(19, 10),
                "\"total_tokens\":29",
                false);

        private final String said;
        private final String seen;
        private final boolean goesOn;

        /// @param said by the upstream
        /// @param seen by the client before it leaves
        /// @param goesOn whether the upstream says more
        Moment(String said, String seen, boolean goesOn) {
            this.said = said;
            this.seen = seen;
            this.goesOn = goesOn;
        }

        static Moment of(int number) {
            return values()[number % values().length];
        }

        /// @throws IOException always, when the gateway has closed
        void serve(Wire wire) throws IOException {
            if (this != BEFORE_THE_HEAD) {
                wire.send(Behaviours.STREAM_HEAD);
            }
            if (!said.isEmpty()) {
                wire.chunk(said);
            }
            while (goesOn) {
                wire.chunk(chunk("x")).pause(Duration.ofMillis(5));
            }
            wire.awaitClose();
        }
    }

    /// One client, as the upstream and the test see it.
    private static final class Client {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch letGo = new CountDownLatch(1);
        private volatile long leftAt;
        private volatile long letGoAt;
    }

    private final Map<Integer, Client> clients = new ConcurrentHashMap<>();
    private @TempDir Path folder;
    private FakeUpstream upstream;
    private RunningGateway gateway;

    @BeforeEach
    void start() throws IOException {
        upstream = FakeUpstream.start(this::serve);
        var bundles = Files.createDirectory(folder.resolve("bundles"));
        Files.writeString(
                bundles.resolve("bundle.yaml"),
                """
                apiVersion: gateway.agw/v1alpha1
                kind: GatewayBundle
                providers:
                - id: fake
                  provider_type: openai
                  api_key: sk-upstream
                  base_url: %s
                  network: {max_retries: 0}
                llmRoutes:
                - id: all
                  protocol: openai
                  auth_policy: {require_virtual_key: false}
                  target_policy: {type: direct-provider, provider_id: fake}
                """
                        .formatted(upstream.baseUrl()));
        gateway =
                RunningGateway.start(folder, Map.of(Setting.SOURCES, List.of("bundles")))
                        .awaitReady();
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    @Test
    void whoeverLeavesWheneverLeavesNothingBehindButARowOfUsage() throws Exception {
        assertThat(gateway.chat("", "m").status()).isEqualTo(200);
        long files = openFiles();

        try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            var all = new ArrayList<Future<?>>();
            for (int i = 0; i < DISCONNECTS; i++) {
                int number = i;
                all.add(
                        threads.submit(() -> {
                            leave(number);
                            return null;
                        }));
            }
            for (var each : all) {
                each.get();
            }
        }

        assertThat(gateway.chat("", "m").status()).isEqualTo(200);
        assertEverythingIsWritten(new UsageRows(folder).await(DISCONNECTS + 2));
        await().atMost(PATIENCE).untilAsserted(() -> assertNothingIsLeft(files));
        tell();
    }

    private static void assertEverythingIsWritten(List<UsageRows.Row> rows) {
        assertThat(rows).hasSize(DISCONNECTS + 2);
        assertThat(rows).filteredOn(row -> row.outcome().equals("ok")).hasSize(2);
        assertThat(rows)
                .filteredOn(row -> row.outcome().equals("client_cancelled"))
                .hasSize(DISCONNECTS)
                .allSatisfy(row -> assertThat(row.tokens()).isPositive())
                .filteredOn(row -> row.tokens() == TOLD)
                .hasSize(
                        (int)
                                IntStream.range(0, DISCONNECTS)
                                        .filter(DisconnectsTest::isTold)
                                        .count());
    }

    private static boolean isTold(int number) {
        return Moment.of(number) == Moment.AFTER_THE_USAGE;
    }

    private void assertNothingIsLeft(long files) throws IOException {
        assertThat(gateway.admin("GET", "/metrics", "").text())
                .contains("agw_connections_open{listener=\"data\"} 1.0\n")
                .contains("agw_turns_running{listener=\"data\"} 0.0\n")
                .contains("agw_streams_open{listener=\"data\"} 0.0\n")
                .contains("agw_usage_lost_total 0.0\n");
        assertThat(upstream.openConnections()).isEqualTo(1);
        assertThat(openFiles()).isLessThan(files + 10);
        assertThat(threadsOfTurns()).isEmpty();
    }

    private void leave(int number) throws Exception {
        var client = new Client();
        clients.put(number, client);
        var moment = Moment.of(number);
        int port = URI.create(gateway.baseUrl()).getPort();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request(number));
            assertThat(client.asked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            readUntil(socket, moment.seen);
            if (number % 4 < 2) {
                socket.setSoLinger(true, 0); // a reset instead of an end
            }
            client.leftAt = System.nanoTime();
        }
        assertThat(client.letGo.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("client %d left %s", number, moment)
                .isTrue();
    }

    private static byte[] request(int number) {
        var body =
                """
                {"model":"m","user":"%d","stream":true,"stream_options":{"include_usage":true},\
                "messages":[{"role":"user","content":"hi"}]}\
                """
                        .formatted(number);
        var head =
                "POST /v1/chat/completions HTTP/1.1\r\nHost: test\r\n"
                        + "Content-Type: application/json\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.US_ASCII);
    }

    private static void readUntil(Socket socket, String text) throws IOException {
        var seen = new StringBuilder();
        var in = socket.getInputStream();
        while (seen.indexOf(text) < 0) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("ended by the gateway behind " + seen);
            }
            seen.append((char) octet);
        }
    }

    private void serve(SeenRequest request, Wire wire) throws IOException {
        var number = NUMBER.matcher(request.text());
        if (!number.find()) {
            Behaviours.openAi().serve(request, wire);
            return;
        }
        int which = Integer.parseInt(number.group(1));
        var client = Objects.requireNonNull(clients.get(which));
        client.asked.countDown();
        try {
            Moment.of(which).serve(wire);
        } finally {
            client.letGoAt = System.nanoTime();
            client.letGo.countDown();
        }
    }

    private static long openFiles() {
        return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                .getOpenFileDescriptorCount();
    }

    /// Threads, virtual ones too, that work on a turn or watch its client; but the connection on
    /// which the test's own requests come.
    private List<String> threadsOfTurns() throws IOException {
        var dump = folder.resolve("threads-" + System.nanoTime());
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
        return Arrays.stream(Files.readString(dump).split("\n\n"))
                .filter(thread ->
                        thread.contains("TurnHandler.")
                                || thread.contains("\"client-watch\"")
                                || thread.contains("\"heartbeat\""))
                .toList();
    }

    private void tell() {
        if (DISCONNECTS < 1_000) {
            return;
        }
        for (var moment : Moment.values()) {
            var millis =
                    clients.entrySet().stream()
                            .filter(entry -> Moment.of(entry.getKey()) == moment)
                            .map(Map.Entry::getValue)
                            .mapToLong(client -> (client.letGoAt - client.leftAt) / 1_000_000)
                            .sorted()
                            .toArray();
            System.out.printf(
                    "%s: %d left, upstreams let go of after %d ms (median), %d ms (99 %%), %d ms (most)%n",
                    moment,
                    millis.length,
                    millis[millis.length / 2],
                    millis[millis.length * 99 / 100],
                    millis[millis.length - 1]);
        }
    }
}
