package io.agw.server.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.server.admission.budget.Budgets;
import io.agw.server.admission.budget.ChangedCaps;
import io.agw.server.admission.holder.Holder;
import io.agw.server.admission.pause.PauseWatcher;
import io.agw.server.admission.pause.Pauses;
import io.agw.server.admission.policy.Aim;
import io.agw.server.admission.policy.Asking;
import io.agw.server.admission.policy.Figures;
import io.agw.server.admission.policy.Policies;
import io.agw.server.admission.policy.PolicyWatcher;
import io.agw.server.admission.rate.RateLimits;
import io.agw.server.call.Cancellation;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.telemetry.metrics.LimitMeters;
import io.agw.server.telemetry.metrics.Meters;
import io.agw.server.upstream.TestSnapshots;
import io.agw.store.Payer;
import io.agw.store.Store;
import io.agw.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Fifty keys that share a limit of one turn at a time, of which one asks for twenty times as much
/// as each other one, and always first. What becomes of them is counted, not timed.
@Timeout(60)
final class NoisyKeyTest {
    private static final String NOISY = "noisy";
    private static final int OTHERS = 49;
    private static final int EACH = 2;
    private static final int TIMES = 20;

    private final Store store = new MemoryStore(InstantSource.system());
    private final RateLimits rates = new RateLimits(System::nanoTime);
    private final Pauses pauses =
            new Pauses(store.pauses(), InstantSource.system(), PauseWatcher.NONE);
    private final Budgets budgets =
            new Budgets(
                    store.ledger(),
                    InstantSource.system(),
                    _ -> {},
                    pauses,
                    new ChangedCaps(store.budgets(), InstantSource.system()));
    private final Policies policies =
            new Policies(
                    new Figures(budgets, InstantSource.system()),
                    pauses,
                    InstantSource.system(),
                    PolicyWatcher.NONE);
    private final Admissions admissions =
            new Admissions(
                    new Admissions.Gates(pauses, policies, rates, budgets),
                    new LimitMeters(new Meters()));
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// The keys of the turns that were let in, in their order: there is one at a time.
    private final List<String> order = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        budgets.start();
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        budgets.close();
    }

    @Test
    void theOthersTakeTheirTurnsAsIfTheNoisyOneWereLikeThem() throws Exception {
        var snapshot = snapshot(10_000);
        var turns = new ArrayList<Future<Boolean>>();
        try (var _ = admissions.admit(snapshot.admission(), arrival(snapshot, "first"))) {
            for (int i = 0; i < EACH * TIMES; i++) {
                turns.add(queue(snapshot, NOISY, turns.size() + 1));
            }
            for (int i = 0; i < EACH; i++) {
                for (int key = 0; key < OTHERS; key++) {
                    turns.add(queue(snapshot, "key-" + key, turns.size() + 1));
                }
            }
        }
        for (var turn : turns) {
            assertThat(turn.get(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(order).hasSize(EACH * (OTHERS + TIMES));
        for (int round = 0; round < EACH; round++) {
            var shares = shares(order.subList(round * (OTHERS + 1), (round + 1) * (OTHERS + 1)));
            assertThat(shares).as("one of each key in a round").hasSize(OTHERS + 1);
            assertThat(shares.values()).containsOnly(1);
        }
        assertThat(order.subList(EACH * (OTHERS + 1), order.size())).containsOnly(NOISY);
    }

    @Test
    void aFullQueueTurnsAwayTheNoisyOneAndNobodyElse() throws Exception {
        int depth = OTHERS + 1;
        var snapshot = snapshot(depth);
        var noisy = new ArrayList<Future<Boolean>>();
        var others = new ArrayList<Future<Boolean>>();
        try (var _ = admissions.admit(snapshot.admission(), arrival(snapshot, "first"))) {
            for (int i = 0; i < depth; i++) {
                noisy.add(queue(snapshot, NOISY, i + 1));
            }
            for (int key = 0; key < OTHERS; key++) {
                others.add(queue(snapshot, "key-" + key, depth));
                int gone = key + 1;
                await().until(() -> noisy.stream().filter(Future::isDone).count() == gone);
            }
        }
        for (var turn : others) {
            assertThat(turn.get(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(shares(order)).hasSize(OTHERS + 1).containsEntry(NOISY, 1);
        int in = 0;
        for (var turn : noisy) {
            in += turn.get(30, TimeUnit.SECONDS) ? 1 : 0;
        }
        assertThat(in).isEqualTo(1);
    }

    /// Has a turn wait.
    ///
    /// @param waiting how many wait then
    /// @return whether it was let in
    private Future<Boolean> queue(Snapshot snapshot, String key, int waiting) {
        var turn =
                threads.submit(() -> {
                    try (var _ = admissions.admit(snapshot.admission(), arrival(snapshot, key))) {
                        order.add(key);
                        return true;
                    } catch (NotAdmitted e) {
                        assertThat(e.refusal().code()).isEqualTo("rate_limit_exceeded");
                        return false;
                    }
                });
        await().pollInterval(Duration.ofMillis(1)).until(() -> isIn(waiting));
        return turn;
    }

    private boolean isIn(int waiting) {
        var standing = rates.standing("gate", Holder.ALL.toString());
        return standing != null && standing.waiting() == waiting;
    }

    private static Map<String, Integer> shares(List<String> turns) {
        var shares = new HashMap<String, Integer>();
        turns.forEach(key -> shares.merge(key, 1, Integer::sum));
        return shares;
    }

    private static Arrival arrival(Snapshot snapshot, String key) {
        var payer = new Payer(key, null, null, null, "unattributed");
        return new Arrival(
                new Asking(
                        payer,
                        Set.of(),
                        "chat",
                        "m",
                        () -> 1,
                        () -> new Aim("p", "closed"),
                        Instant.EPOCH),
                false,
                () -> 1,
                FixedUse.NOTHING,
                false,
                snapshot.prices(),
                new Cancellation());
    }

    private static Snapshot snapshot(int depth) {
        return TestSnapshots.of(
                """
                rateLimits:
                  - {id: gate, subject: {type: global}, max_concurrent: 1, queue: {max_wait_ms: 60000, max_depth: %d}}
                """
                        .formatted(depth));
    }
}
