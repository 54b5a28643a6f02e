package io.agw.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.store.Ledger.Batch;
import io.agw.store.Ledger.Cell;
import io.agw.store.Ledger.Hold;
import io.agw.store.Ledger.Purse;
import io.agw.store.Ledger.Sum;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every store does with what budgets are charged.
@Timeout(60)
public abstract class LedgerContract extends OpenStore {
    private static final Purse PURSE = new Purse("b", "calendar", "virtual_key:a");
    private static final Purse OTHER = new Purse("b", "calendar", "virtual_key:b");
    private static final Purse THIRD = new Purse("b", "calendar", "virtual_key:c");
    private static final Cell EARLY = new Cell(PURSE, 900);
    private static final Cell LATE = new Cell(PURSE, 1_800);

    @Test
    void aNewLedgerIsEmpty() {
        var contents = store.ledger().open();
        assertThat(contents.cells()).isEmpty();
        assertThat(contents.totals()).isEmpty();
        assertThat(contents.recovered()).isZero();
    }

    @Test
    void chargesAddUp() {
        charge(Map.of(EARLY, new Sum(5, 6, 1), LATE, new Sum(7, 8, 1)));
        charge(Map.of(EARLY, new Sum(1, 1, 1), new Cell(OTHER, 900), new Sum(2, 2, 2)));

        var contents = store.ledger().open();

        assertThat(contents.cells())
                .containsOnly(
                        Map.entry(EARLY, new Sum(6, 7, 2)),
                        Map.entry(LATE, new Sum(7, 8, 1)),
                        Map.entry(new Cell(OTHER, 900), new Sum(2, 2, 2)));
        assertThat(contents.totals())
                .containsOnly(
                        Map.entry(PURSE, new Sum(13, 15, 3)), Map.entry(OTHER, new Sum(2, 2, 2)));
    }

    @Test
    void whatIsHeldForATurnThatNeverEndsIsChargedOnce() {
        hold(1, Map.of(EARLY, new Sum(10, 20, 1), new Cell(OTHER, 900), new Sum(10, 20, 1)));
        hold(2, Map.of(EARLY, new Sum(3, 3, 1)));
        hold(2, Map.of(EARLY, new Sum(4, 4, 1)));

        var contents = store.ledger().open();

        assertThat(contents.recovered()).isEqualTo(2);
        assertThat(contents.totals())
                .containsOnly(
                        Map.entry(PURSE, new Sum(14, 24, 2)), Map.entry(OTHER, new Sum(10, 20, 1)));
        assertThat(store.ledger().open().recovered()).isZero();
        assertThat(store.ledger().open().totals()).isEqualTo(contents.totals());
    }

    @Test
    void theRowOfATurnThatNeverEndsIsWrittenOnce() {
        var row = unended(1);
        hold(1, Map.of(EARLY, new Sum(3, 3, 1), new Cell(OTHER, 900), new Sum(3, 3, 1)), row);
        hold(2, Map.of(EARLY, new Sum(3, 3, 1)), unended(2));
        hold(3, Map.of(EARLY, new Sum(3, 3, 1)), null);
        store.telemetry().append(List.of(new TurnRecord(Turns.full(2).usage(), List.of())));

        var rows = store.ledger().unended();

        assertThat(rows).containsExactlyInAnyOrder(row, unended(2));
        assertThat(store.telemetry().missing(rows)).containsExactly(row);
        assertThat(store.telemetry().missing(List.of(row, row))).containsExactly(row, row);
        store.telemetry().append(List.of(new TurnRecord(row, List.of())));
        assertThat(store.telemetry().missing(rows)).isEmpty();
        assertThat(store.telemetry().missing(List.of(row, row))).containsExactly(row);
        assertThat(store.telemetry().usageCount()).isEqualTo(2);
        assertThat(store.telemetry().usage(Instant.EPOCH, Turns.START.plusSeconds(99), 9))
                .contains(row);
        assertThat(store.ledger().open().recovered()).isEqualTo(3);
        assertThat(store.ledger().unended()).isEmpty();
    }

    /// Of the turn with that number, as it is known while it is under way.
    private static UsageRecord unended(int n) {
        var of = Objects.requireNonNull(Turns.full(n).usage());
        return new UsageRecord(
                of.requestId(),
                of.traceId(),
                of.startedAt(),
                of.startedAt().plusMillis(3),
                3,
                null,
                of.routeId(),
                of.protocol(),
                of.operation(),
                new Payer("team-a", null, "acme", "ada@example.com", null),
                of.providerId(),
                of.requestedModel(),
                of.upstreamModel(),
                null,
                UsageRecord.UNKNOWN,
                0,
                "gateway_died",
                true,
                1,
                null,
                UsageSource.ESTIMATED,
                null,
                of.cost(),
                new Decisions(null, List.of("calm", "night"), List.of()));
    }

    @Test
    void aLaterHoldOfATurnTakesThePlaceOfAllThatWasHeldForIt() {
        hold(1, Map.of(EARLY, new Sum(3, 3, 1), new Cell(THIRD, 900), new Sum(3, 3, 1)));
        hold(1, Map.of(EARLY, new Sum(3, 3, 1), new Cell(OTHER, 900), new Sum(3, 3, 1)));

        assertThat(store.ledger().open().totals().keySet()).containsExactlyInAnyOrder(PURSE, OTHER);
    }

    @Test
    void whatIsHeldForATurnThatEndsIsGone() {
        hold(1, Map.of(EARLY, new Sum(10, 20, 1)));
        store.ledger()
                .commit(
                        new Batch(
                                List.of(new Hold(2, Map.of(LATE, new Sum(9, 9, 1)), null)),
                                Set.of(1L, 2L),
                                Map.of(EARLY, new Sum(1, 2, 1))));

        var contents = store.ledger().open();

        assertThat(contents.recovered()).isZero();
        assertThat(contents.cells()).containsOnly(Map.entry(EARLY, new Sum(1, 2, 1)));
    }

    @Test
    void whatIsOldIsForgottenButForItsSum() {
        charge(Map.of(EARLY, new Sum(5, 6, 1), LATE, new Sum(7, 8, 1)));

        assertThat(store.ledger().trim(Instant.ofEpochSecond(1_800))).isOne();

        var contents = store.ledger().open();
        assertThat(contents.cells()).containsOnlyKeys(LATE);
        assertThat(contents.totals()).containsOnly(Map.entry(PURSE, new Sum(12, 14, 2)));
    }

    private void charge(Map<Cell, Sum> charges) {
        store.ledger().commit(new Batch(List.of(), Set.of(), charges));
    }

    private void hold(long turn, Map<Cell, Sum> most) {
        hold(turn, most, null);
    }

    private void hold(long turn, Map<Cell, Sum> most, @Nullable UsageRecord row) {
        store.ledger().commit(new Batch(List.of(new Hold(turn, most, row)), Set.of(), Map.of()));
    }
}
