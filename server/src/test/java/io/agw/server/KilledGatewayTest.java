package io.agw.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import io.agw.server.upstream.SeenRequest;
import io.agw.server.upstream.Wire;
import io.agw.store.ChainVerdict;
import io.agw.store.Ledger;
import io.agw.store.UsageRecord;
import io.agw.store.sqlite.SqliteStore;
import io.agw.store.sqlite.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// SIGKILL to the whole program while a key with a hard budget is at work, and a start on what is
/// left. Each answer that a client has whole has one row, and the budget was charged at least what
/// the provider charged, for these and for all others.
///
/// 4 kills; `-Dagw.test.gateway.kills=200` for the long run. Those of the store alone, of which
/// there are more, are in the store's own tests.
@Timeout(value = 1, unit = TimeUnit.HOURS)
final class KilledGatewayTest {
    private static final int KILLS = Integer.getInteger("agw.test.gateway.kills", 4);
    private static final int CLIENTS = 12;
    private static final long PROMPT = 19;
    private static final long NANOS_IN = 1_000;
    private static final long NANOS_OUT = 2_000;

    @TempDir private Path folder;
    private final long seed = new Random().nextLong();
    private final Map<String, Long> answered = new ConcurrentHashMap<>();
    private final AtomicLong charged = new AtomicLong();
    private FakeUpstream provider;
    private Path bundle;

    @BeforeEach
    void prepare() throws IOException {
        provider = FakeUpstream.start(this::answer);
        bundle = folder.resolve("bundle.yaml");
        Files.writeString(
                bundle,
                """
                apiVersion: gateway.agw/v1alpha1
                kind: GatewayBundle
                providers:
                - {id: fake, provider_type: openai, api_key: sk, base_url: '%s', network: {max_retries: 0}}
                modelPricing:
                - {id: fake, match: {provider_id: fake, model: '*'}, input_per_1m_usd: '1', output_per_1m_usd: '2'}
                virtualKeys:
                - {id: busy, value: agw-busy-0123456789}
                - {id: small, value: agw-small-0123456789}
                budgets:
                - {id: money, subject: {type: virtual_key, id: busy}, limits: {total: '100'}}
                - {id: turns, subject: {type: virtual_key, id: small}, turn_limits: {month: 2}}
                llmRoutes:
                - {id: chat, protocol: openai, target_policy: {provider_id: fake}}
                """
                        .formatted(provider.baseUrl()));
    }

    @AfterEach
    void close() throws IOException {
        provider.close();
    }

    @Test
    void noAnswerIsWithoutItsRowAndNoneHasTwo() throws Exception {
        var random = new Random(seed);
        for (int kill = 0; kill < KILLS; kill++) {
            int round = kill;
            try (var gateway = start()) {
                atWork(gateway, random, client -> "k" + round + "-" + client + "-");
            }
        }
        String cut;
        try (var gateway = start()) {
            cut = cutWithinAStream(gateway);
        }
        try (var gateway = start()) {
            var refused = gateway.ask("agw-small-0123456789", "late", body(1, false));
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
            assertThat(refused.body()).contains("virtual_key_paused");
            assertThat(gateway.log().toString()).contains("turns never ended; their rows");
            gateway.kill();
        }
        verify(cut);
    }

    private GatewayProcess start() throws IOException {
        return GatewayProcess.start(folder.resolve("data"), bundle, List.of());
    }

    /// Clients ask until the gateway is killed, soon after the first of them was answered.
    private void atWork(GatewayProcess gateway, Random random, Function<Integer, String> ids)
            throws Exception {
        var first = new CountDownLatch(1);
        var over = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var clients = new ArrayList<Future<?>>();
            for (int client = 0; client < CLIENTS; client++) {
                var name = ids.apply(client);
                var own = new Random(random.nextLong());
                clients.add(threads.submit(() -> ask(gateway, name, own, first, over)));
            }
            assertThat(first.await(30, TimeUnit.SECONDS)).as("an answer").isTrue();
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(400_000)));
            gateway.kill();
            over.set(true);
            for (var client : clients) {
                client.get();
            }
        }
    }

    private Void ask(
            GatewayProcess gateway,
            String name,
            Random random,
            CountDownLatch first,
            AtomicBoolean over)
            throws InterruptedException {
        for (int n = 0; !over.get(); n++) {
            boolean streams = random.nextBoolean();
            var id = name + n;
            try {
                var answer =
                        gateway.ask(
                                "agw-busy-0123456789", id, body(1 + random.nextInt(500), streams));
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                if (!streams || answer.body().endsWith("data: [DONE]\n\n")) {
                    answered.put(id, cost(answer.body()));
                    first.countDown();
                }
            } catch (IOException _) {
                return null; // killed: nobody knows what became of this one
            }
        }
        return null;
    }

    private static String body(int most, boolean streams) {
        return "{\"model\":\"m\",\"max_tokens\":"
                + most
                + (streams ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}" : "")
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    }

    /// What the provider said that its answer cost.
    private static long cost(String answer) {
        int at = answer.lastIndexOf("\"completion_tokens\":") + "\"completion_tokens\":".length();
        int end = at;
        while (Character.isDigit(answer.charAt(end))) {
            end++;
        }
        return price(Long.parseLong(answer.substring(at, end)));
    }

    private static long price(long completion) {
        return PROMPT * NANOS_IN + completion * NANOS_OUT;
    }

    /// The provider, which charges for whatever it begins to answer.
    private void answer(SeenRequest request, Wire wire) throws IOException {
        var asked = JsonMapper.shared().readTree(request.body());
        long most = asked.path("max_tokens").asLong();
        long completion = most == 1 ? 1 : most - most / 3;
        charged.addAndGet(price(completion));
        if (asked.path("stream").asBoolean(false)) {
            Behaviours.events(
                            Behaviours.chunk("Hel"),
                            Behaviours.chunk("lo!"),
                            Behaviours.finish(),
                            Behaviours.usage(PROMPT, completion),
                            "data: [DONE]\n\n")
                    .serve(request, wire);
            return;
        }
        wire.send(
                Behaviours.response(
                        200,
                        Behaviours.COMPLETION.replace(
                                "\"completion_tokens\":10",
                                "\"completion_tokens\":" + completion)));
    }

    /// A turn that the gateway answers half before it is killed, the second and last of its key.
    ///
    /// @return the id of the turn
    private String cutWithinAStream(GatewayProcess gateway) throws Exception {
        assertThat(gateway.ask("agw-small-0123456789", "whole", body(1, false)).statusCode())
                .isEqualTo(200);
        var begun = new CountDownLatch(1);
        provider.then((_, wire) -> {
            wire.send(Behaviours.STREAM_HEAD).chunk(Behaviours.chunk("Hel"));
            begun.countDown();
            wire.awaitClose();
        });
        var asking =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                gateway.ask("agw-small-0123456789", "cut", body(9, true));
                            } catch (IOException | InterruptedException _) {
                                // which is the point
                            }
                        });
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        gateway.kill();
        asking.join();
        return "cut";
    }

    private void verify(String cut) {
        var settings = StoreSettings.in(folder.resolve("data"));
        try (var store = SqliteStore.open(settings, Clock.systemUTC())) {
            var until = Clock.systemUTC().instant().plusSeconds(3_600);
            var rows =
                    store.telemetry().usage(Instant.EPOCH, until, 1_000_000).stream()
                            .collect(Collectors.groupingBy(UsageRecord::requestId));
            assertThat(rows.values())
                    .as("seed " + seed)
                    .allSatisfy(of -> assertThat(of).hasSize(1));
            assertThat(rows.keySet()).as("seed " + seed).containsAll(answered.keySet());
            answered.forEach((id, cost) -> verify(one(rows, id), cost));
            assertThat(one(rows, cut).outcome()).isEqualTo(UsageRecord.UNKNOWN);
            assertThat(one(rows, cut).errorCode()).isEqualTo("gateway_died");
            assertThat(store.telemetry().proven()).isInstanceOf(ChainVerdict.Whole.class);
            verify(store.ledger().open());
            assertThat(answered).hasSizeGreaterThanOrEqualTo(KILLS);
        }
    }

    private static UsageRecord one(Map<String, List<UsageRecord>> rows, String id) {
        return rows.getOrDefault(id, List.of()).getFirst();
    }

    /// @param cost what the provider said that the answer cost
    private static void verify(UsageRecord row, long cost) {
        var told = Objects.requireNonNull(row.cost()).nanoDollars();
        assertThat(row.keyId()).isEqualTo("busy");
        if (row.outcome().equals(UsageRecord.UNKNOWN)) {
            assertThat(told).as(row.toString()).isGreaterThanOrEqualTo(cost);
        } else {
            assertThat(told).as(row.toString()).isEqualTo(cost);
        }
    }

    /// What the provider charged, and that of the key with few turns is in another budget.
    private void verify(Ledger.Contents ledger) {
        assertThat(ledger.recovered()).isZero();
        long spent =
                ledger.totals().entrySet().stream()
                        .filter(total -> total.getKey().budgetId().equals("money"))
                        .mapToLong(total -> total.getValue().nanoDollars())
                        .sum();
        assertThat(spent).as("seed " + seed).isGreaterThanOrEqualTo(charged.get() - price(1));
    }
}
