package io.agw.server.admission.pause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.admission.holder.Holder;
import io.agw.server.admission.holder.HolderType;
import io.agw.server.admission.pause.Pauses.Told;
import io.agw.store.PauseRecords;
import io.agw.store.Payer;
import io.agw.store.StoreException;
import io.agw.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PausesTest {
    private static final Instant START = Instant.parse("2026-11-28T01:00:00Z");
    private static final Holder AGENT = new Holder(HolderType.AGENT, "a");
    private static final Holder KEY = new Holder(HolderType.VIRTUAL_KEY, "a");
    private static final Payer PAYER = new Payer("a", null, null, null, "b");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final PauseRecords records = new MemoryStore(now::get).pauses();
    private final Heard heard = new Heard();
    private final Pauses pauses = new Pauses(records, now::get, heard);

    @Test
    void whoIsPausedStaysSo() {
        pauses.byHand(AGENT, new Told("it loops", "root"), null);

        now.set(START.plus(Duration.ofDays(1_000)));
        var pause = new Pause(AGENT, Pause.MANUAL, "it loops", "root", START, null);
        assertThat(pauses.of(AGENT)).isEqualTo(pause);
        assertThat(pauses.of(KEY)).as("of the same id").isNull();
        assertThat(heard.all).containsExactly(pause.toString());
    }

    @Test
    void onePauseEndsWhenItsTimeIsOver() {
        pauses.byHand(KEY, new Told("", "root"), START.plusSeconds(60));

        now.set(START.plusSeconds(60).minusNanos(1));
        assertThat(pauses.of(PAYER)).isNotNull();
        assertThat(pauses.list()).hasSize(1);

        now.set(START.plusSeconds(60));
        assertThat(pauses.of(PAYER)).isNull();
        assertThat(pauses.list()).isEmpty();
        pauses.resume(KEY, List.of(), "root");
        assertThat(heard.all).as("it had ended").hasSize(1);
    }

    @Test
    void theLastOneSaysUntilWhenAndTheFirstOneSinceWhen() {
        pauses.byHand(AGENT, new Told("one", "root"), START.plusSeconds(60));
        now.set(START.plusSeconds(30));
        pauses.byHand(AGENT, new Told("two", "otto"), null);

        assertThat(pauses.of(AGENT))
                .isEqualTo(new Pause(AGENT, Pause.MANUAL, "two", "otto", START, null));
    }

    @Test
    void theSameAgainIsNothingNew() {
        pauses.byHand(AGENT, new Told("one", "root"), null);
        pauses.byHand(AGENT, new Told("one", "root"), null);
        assertThat(heard.all).hasSize(1);

        pauses.resume(AGENT, List.of(), "root");
        pauses.resume(AGENT, List.of(), "root");
        assertThat(heard.all).hasSize(2).last().isEqualTo("agent:a by root");
        assertThat(pauses.of(AGENT)).isNull();
    }

    @Test
    void aRestartKnowsThem() {
        pauses.byHand(AGENT, new Told("one", "root"), null);
        pauses.byHand(KEY, new Told("two", "root"), START.plusSeconds(60));
        var after = new Pauses(records, now::get, PauseWatcher.NONE);
        assertThat(after.list()).isEmpty();

        after.start();

        assertThat(after.list()).isEqualTo(pauses.list()).hasSize(2);
    }

    @Test
    void whatCannotBeWrittenDownDoesNotCount() {
        var full = new Pauses(new Full(), now::get, heard);

        assertThatThrownBy(() -> full.byHand(AGENT, new Told("", "root"), null))
                .isInstanceOf(StoreException.class);

        assertThat(full.of(AGENT)).isNull();
        assertThat(heard.all).isEmpty();
    }

    @Test
    void noneIsLostAmongMany() throws Exception {
        int many = 200;
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < many; i++) {
            var holder = new Holder(HolderType.AGENT, "a" + i);
            threads.add(
                    Thread.startVirtualThread(
                            () -> pauses.byHand(holder, new Told("", "root"), null)));
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(pauses.list()).hasSize(many);
        assertThat(records.pauses()).hasSize(many);
    }

    private static final class Heard implements PauseWatcher {
        private final List<String> all = new ArrayList<>();

        @Override
        public void paused(Pause pause) {
            all.add(pause.toString());
        }

        @Override
        public void resumed(Holder holder, String actor) {
            all.add(holder + " by " + actor);
        }
    }

    /// A disk without room.
    private static final class Full implements PauseRecords {
        @Override
        public List<PauseRecords.Pause> pauses() {
            return List.of();
        }

        @Override
        public void pause(PauseRecords.Pause pause) {
            throw full();
        }

        @Override
        public void resume(String kind, String id, Collection<Resumed> ofBudgets) {
            throw full();
        }

        @Override
        public List<Resumed> resumed() {
            return List.of();
        }

        private static StoreException full() {
            @Nullable Exception cause = null;
            return new StoreException(StoreException.Reason.DISK_FULL, "full", cause);
        }
    }
}
