package io.agw.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TelemetryWriterTest {
    private static final Duration LONGER_THAN_A_TEST = Duration.ofMinutes(5);

    private final TelemetryStore memory = new MemoryStore(InstantSource.system()).telemetry();
    private final Gate store = new Gate(memory);

    private static TelemetryWriter.Settings settings(int capacity) {
        return settings(capacity, Duration.ofMillis(50));
    }

    private static TelemetryWriter.Settings settings(int capacity, Duration patience) {
        return new TelemetryWriter.Settings(
                capacity,
                100,
                500,
                Duration.ofMillis(10),
                patience,
                Duration.ofMillis(5),
                Duration.ofMillis(50),
                Duration.ofMillis(500));
    }

    @Test
    void rowsWrittenEqualTurnsFinished() throws Exception {
        try (var writer = new TelemetryWriter(store, settings(8192, LONGER_THAN_A_TEST))) {
            writer.start();
            try (var turns = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 20_000; i++) {
                    int n = i;
                    turns.execute(() -> writer.offer(Turns.full(n)));
                }
            }
        }

        assertThat(memory.usageCount()).isEqualTo(20_000);
        assertThat(store.commits.get()).isLessThan(20_000 / 10);
    }

    @Test
    void recordIsWrittenWithinTheGatheringTimeAlsoWhenItIsTheOnlyOne() {
        try (var writer = new TelemetryWriter(store, TelemetryWriter.Settings.defaults())) {
            writer.start();
            writer.offer(Turns.full(1));

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> writer.counters().usageWritten() == 1);
        }
    }

    @Test
    void fullQueueCostsATurnItsPatienceAndThenTheRecord() {
        try (var writer = new TelemetryWriter(store, settings(2))) {
            writer.offer(Turns.full(1));
            writer.offer(Turns.full(2));
            long begin = System.nanoTime();

            boolean kept = writer.offer(Turns.full(3));

            assertThat(kept).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(50));
            assertThat(writer.counters().usageLost()).isEqualTo(1);
            assertThat(writer.counters().spansLost()).isEqualTo(3);
            writer.start();
        }
        assertThat(memory.usageCount()).isEqualTo(2);
    }

    @Test
    void failingStoreKeepsNobodyWaitingAndIsWrittenAgainWhenItRecovers() {
        store.failure = StoreException.Reason.DISK_FULL;
        try (var writer = new TelemetryWriter(store, settings(10, LONGER_THAN_A_TEST))) {
            writer.start();
            writer.offer(Turns.full(0));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> writer.counters().degraded());
            int lost = 0;
            for (int i = 1; i <= 200; i++) {
                lost += writer.offer(Turns.full(i)) ? 0 : 1;
            }
            assertThat(lost).isEqualTo(190);

            store.failure = null;

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> writer.counters().usageWritten() == 11);
            assertThat(writer.counters().degraded()).isFalse();
            assertThat(writer.counters().usageLost()).isEqualTo(190);
        }
        assertThat(memory.usageCount()).isEqualTo(11);
    }

    @Test
    void recordThatTheStoreRefusesDoesNotTakeItsNeighboursWithIt() {
        store.refused = Turns.full(50);
        try (var writer = new TelemetryWriter(store, settings(1000))) {
            for (int i = 0; i < 100; i++) {
                writer.offer(Turns.full(i));
            }
            writer.start();
        }

        assertThat(memory.usageCount()).isEqualTo(99);
    }

    @Test
    void closingWritesWhatIsQueuedAndRefusesMore() {
        var writer = new TelemetryWriter(store, settings(1000));
        writer.start();
        for (int i = 0; i < 500; i++) {
            writer.offer(Turns.full(i));
        }

        writer.close();
        writer.close();

        assertThat(memory.usageCount()).isEqualTo(500);
        assertThat(writer.offer(Turns.full(501))).isFalse();
        assertThat(writer.counters().usageLost()).isEqualTo(1);
    }

    @Test
    void closingGivesUpOnAStoreThatNeverRecovers() {
        store.failure = StoreException.Reason.IO;
        var writer = new TelemetryWriter(store, settings(1000));
        writer.start();
        for (int i = 0; i < 20; i++) {
            writer.offer(Turns.full(i));
        }

        writer.close();

        assertThat(writer.counters().usageLost()).isEqualTo(20);
    }

    @Test
    void interruptedTurnDoesNotWaitAndStaysInterrupted() throws InterruptedException {
        try (var writer = new TelemetryWriter(store, settings(1))) {
            writer.offer(Turns.full(1));
            var stayed = new AtomicBoolean();
            var done = new CountDownLatch(1);
            Thread.ofVirtual()
                    .start(() -> {
                        Thread.currentThread().interrupt();
                        writer.offer(Turns.full(2));
                        stayed.set(Thread.currentThread().isInterrupted());
                        done.countDown();
                    });
            done.await();

            assertThat(stayed).isTrue();
            writer.start();
        }
    }

    /// Rows of turns that never ended wait like others, those alone that are not there.
    @Test
    void whatIsRecoveredWaitsWhileItCannotBeWritten() {
        var rows = List.of(usage(1), usage(2));
        memory.append(List.of(Turns.full(1)));
        store.failure = StoreException.Reason.DISK_FULL;
        try (var writer = new TelemetryWriter(store, settings(10))) {
            writer.start();

            var missing = writer.recover(rows);

            assertThat(missing).extracting(TurnRecord::usage).containsExactly(usage(2));
            assertThat(memory.usageCount()).isEqualTo(1);
            store.failure = null;
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> memory.usageCount() == 2);
            assertThat(writer.recover(rows)).isEmpty();
        }
    }

    private static UsageRecord usage(int n) {
        return Objects.requireNonNull(Turns.full(n).usage());
    }

    /// A store that fails on demand.
    private static final class Gate implements TelemetryStore {
        private final TelemetryStore store;
        private final AtomicInteger commits = new AtomicInteger();
        private volatile StoreException.@Nullable Reason failure;
        private volatile @Nullable TurnRecord refused;

        Gate(TelemetryStore store) {
            this.store = store;
        }

        @Override
        public ChainVerdict proven() {
            return store.proven();
        }

        @Override
        public UsageQueries queries() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void append(List<TurnRecord> turns) {
            commits.incrementAndGet();
            var reason = failure;
            if (reason != null) {
                throw new StoreException(reason, "on demand", null);
            }
            if (refused != null && turns.contains(refused)) {
                throw new StoreException(StoreException.Reason.OTHER, "refused", null);
            }
            store.append(turns);
        }

        @Override
        public List<UsageRecord> missing(List<UsageRecord> rows) {
            return store.missing(rows);
        }

        @Override
        public List<UsageRecord> usage(Instant from, Instant to, int limit) {
            return store.usage(from, to, limit);
        }

        @Override
        public Optional<ResponseOrigin> responseOrigin(String id, @Nullable String key) {
            return store.responseOrigin(id, key);
        }

        @Override
        public long usageCount() {
            return store.usageCount();
        }

        @Override
        public List<TraceSummary> traces(int limit) {
            return store.traces(limit);
        }

        @Override
        public List<SpanRecord> trace(String traceId) {
            return store.trace(traceId);
        }

        @Override
        public int trim(Instant before, long maxBytes) {
            return store.trim(before, maxBytes);
        }
    }
}
