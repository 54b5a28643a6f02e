package io.agw.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.store.Ledger.Batch;
import io.agw.store.Ledger.Cell;
import io.agw.store.Ledger.Hold;
import io.agw.store.Ledger.Purse;
import io.agw.store.Ledger.Sum;
import io.agw.store.StoreException.Reason;
import io.agw.store.memory.MemoryStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LedgerWriterTest {
    private static final Purse PURSE = new Purse("b", "calendar", "virtual_key:a");
    private static final Cell CELL = new Cell(PURSE, 900);
    private static final Sum ONE = new Sum(1, 1, 1);

    private final Failing ledger = new Failing(new MemoryStore(InstantSource.system()).ledger());
    private final LedgerWriter writer = new LedgerWriter(ledger);

    @BeforeEach
    void start() {
        writer.start();
    }

    @AfterEach
    void stop() {
        writer.close();
    }

    @Test
    void whileItFailsHoldsAreRefusedAndEndsWait() {
        writer.hold(hold(1));
        ledger.fails = true;
        assertThatThrownBy(() -> writer.hold(hold(2)))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.DISK_FULL));
        writer.end(1, Map.of(CELL, ONE));
        writer.end(0, Map.of(CELL, ONE));
        Awaitility.await().until(writer::isFailing);
        ledger.fails = false;
        Awaitility.await().until(() -> !writer.isFailing());
        writer.close();

        var contents = ledger.open();
        assertThat(contents.recovered()).isZero();
        assertThat(contents.totals()).containsOnly(Map.entry(PURSE, new Sum(2, 2, 2)));
    }

    @Test
    void nobodyWaitsForAWriterThatDied() {
        ledger.dies = true;
        assertThatThrownBy(() -> writer.hold(hold(1))).hasMessage("the ledger is closed");
    }

    @Test
    void manyWriteAtOnceAndNothingIsLost() throws Exception {
        var all = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 1; i <= 500; i++) {
                long turn = i;
                all.add(
                        threads.submit(() -> {
                            writer.hold(hold(turn));
                            writer.end(turn, Map.of(CELL, ONE));
                        }));
            }
            for (var each : all) {
                each.get();
            }
        }
        writer.close();
        var contents = ledger.open();
        assertThat(contents.recovered()).isZero();
        assertThat(contents.totals()).containsOnly(Map.entry(PURSE, new Sum(500, 500, 500)));
        assertThat(ledger.commits).as("many go at once").isLessThan(1_000);
    }

    private static Hold hold(long turn) {
        return new Hold(turn, Map.of(CELL, new Sum(9, 9, 1)), null);
    }

    /// A ledger whose disk is full now and then.
    private static final class Failing implements Ledger {
        private final Ledger ledger;
        private volatile boolean fails;
        private volatile boolean dies;
        private volatile int commits;

        Failing(Ledger ledger) {
            this.ledger = ledger;
        }

        @Override
        public List<UsageRecord> unended() {
            return ledger.unended();
        }

        @Override
        public Contents open() {
            return ledger.open();
        }

        @Override
        public synchronized void commit(Batch batch) {
            commits++;
            if (dies) {
                throw new OutOfMemoryError("of a test");
            }
            if (fails) {
                throw new StoreException(Reason.DISK_FULL, "full", null);
            }
            ledger.commit(batch);
        }

        @Override
        public int trim(Instant before) {
            return ledger.trim(before);
        }
    }
}
