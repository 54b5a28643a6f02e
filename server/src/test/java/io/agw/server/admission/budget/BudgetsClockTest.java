package io.agw.server.admission.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Budget.Enforcement;
import io.agw.bundle.model.BudgetWindow;
import io.agw.server.admission.pause.PauseWatcher;
import io.agw.server.admission.pause.Pauses;
import io.agw.store.Ledger;
import io.agw.store.Ledger.Sum;
import io.agw.store.Store;
import io.agw.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Budgets whose clock goes on, and also back and far ahead. A day has one limit, however often the
/// clock comes to it.
@Timeout(60)
final class BudgetsClockTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final long LIMIT = 1_000;

    private Instant now = Instant.parse("2026-10-24T12:00:00Z");
    private final Store store = new MemoryStore(() -> now);
    private Budgets budgets = started();

    private Budgets started() {
        var pauses = new Pauses(store.pauses(), () -> now, PauseWatcher.NONE);
        var changed = new ChangedCaps(store.budgets(), () -> now);
        var fresh = new Budgets(store.ledger(), () -> now, _ -> {}, pauses, changed);
        fresh.start();
        return fresh;
    }

    private void restart() {
        budgets.close();
        budgets = started();
    }

    /// One thread, so that it is known of each turn whether there was room for it. From the day
    /// before clocks go back in Berlin, or forward.
    @ParameterizedTest
    @ValueSource(strings = {"2026-10-24T12:00:00Z", "2027-03-27T12:00:00Z"})
    @SuppressWarnings("SystemOut") // so that a failure can be had again
    void everyDayHasOneLimitAndEveryRefusalIsRightWhateverTheClockDoes(Instant start) {
        long seed = Long.getLong("agw.test.seed", new Random().nextLong());
        System.out.println("BudgetsClockTest: -Dagw.test.seed=" + seed);
        var random = new Random(seed);
        now = start;
        var model = new Model();
        for (int step = 0; step < 6_000; step++) {
            switch (random.nextInt(40)) {
                case 0 -> now = now.plus(Duration.ofHours(1 + random.nextInt(12)));
                case 1 -> now = now.minus(Duration.ofHours(1));
                case 2 -> model.away(random);
                case 3 -> model.killed(random);
                case 4, 5, 6, 7, 8, 9, 10, 11 -> now = now.plusSeconds(random.nextInt(600));
                default -> model.turn(random);
            }
            model.verify();
        }
        assertThat(model.spent.size()).as("days").isGreaterThan(30);
        assertThat(model.refused).isGreaterThan(100);
        model.spent.forEach((day, spent) ->
                assertThat(spent)
                        .as("%s", day)
                        .isLessThanOrEqualTo(LIMIT + model.exceeded.getOrDefault(day, 0L)));
    }

    @Test
    void theLongAndTheShortDayEndOnce() {
        for (var night : List.of("2026-10-25T22:59:59Z", "2027-03-27T22:59:59Z")) {
            now = Instant.parse(night);
            var claim = claim(night, BudgetWindow.DAY, false);
            spend(claim, LIMIT);
            assertThat(isFull(claim)).as("the last second of the day").isTrue();
            now = now.plusSeconds(1);
            assertThat(isFull(claim)).as("the next day").isFalse();
            spend(claim, LIMIT);
            for (int minute = 0; minute < 60 * 20; minute++) {
                now = now.plusSeconds(60);
                assertThat(isFull(claim)).as("%s", now).isTrue();
            }
        }
    }

    @Test
    void aClockThatJumpsFarAheadAndComesBackForgetsNothing() {
        var day = claim("day", BudgetWindow.DAY, false);
        var month = claim("month", BudgetWindow.MONTH, false);
        var rolling = claim("rolling", BudgetWindow.MONTH, true);
        for (var claim : List.of(day, month, rolling)) {
            spend(claim, LIMIT);
        }
        var here = now;
        now = Instant.parse("2038-01-19T03:14:07Z");
        for (var claim : List.of(day, month, rolling)) {
            assertThat(isFull(claim)).as("%s, then", claim.rule().id()).isFalse();
            spend(claim, LIMIT / 2);
        }
        now = here;
        for (var claim : List.of(day, month, rolling)) {
            assertThat(isFull(claim)).as(claim.rule().id()).isTrue();
        }
        restart();
        assertThat(isFull(day)).as("as it is written down").isTrue();
        now = here.plus(Duration.ofDays(40));
        for (var claim : List.of(day, month, rolling)) {
            assertThat(isFull(claim)).as("what was used in 2038").isFalse();
            spend(claim, LIMIT);
        }
    }

    @Test
    void anHourThatComesTwiceIsOneAlsoWhereWindowsRoll() {
        for (boolean rolls : List.of(false, true)) {
            var claim = claim(rolls ? "rolling" : "calendar", BudgetWindow.HOUR, rolls);
            now = Instant.parse("2026-10-24T12:50:00Z");
            spend(claim, LIMIT);
            now = now.minus(Duration.ofMinutes(rolls ? 60 : 50));
            assertThat(isFull(claim)).as("back").isTrue();
            now = Instant.parse("2026-10-24T12:59:59Z");
            assertThat(isFull(claim)).as("on again").isTrue();
        }
    }

    @Test
    void whatIsRememberedIsBounded() {
        var days = new DaysOfUse();
        for (long day = 1; day <= 1_000; day++) {
            days.add(day * 86_400 + 900);
            days.add(day * 86_400);
        }
        assertThat(days.from()).isEqualTo((1_001L - Ledger.DAYS_OF_USE) * 86_400);
    }

    private boolean isFull(Claim claim) {
        return budgets.open(List.of(claim)).spent() != null;
    }

    private void spend(Claim claim, long nanos) {
        var books = budgets.open(List.of(claim));
        assertThat(books.reserve(List.of(), sum(nanos))).isNull();
        books.settle(sum(nanos));
    }

    private static Sum sum(long nanos) {
        return new Sum(nanos, 1, 1);
    }

    private static Claim claim(String id, BudgetWindow window, boolean rolls) {
        var cap = new Cap(window, Measure.DOLLARS, LIMIT);
        var windows = new Windows(rolls, BERLIN);
        return new Claim(
                new BudgetRule(
                        id, windows, Enforcement.HARD, List.of(cap), true, List.of(), 1, true),
                "virtual_key:a");
    }

    /// What each day has spent, and what is held for turns under way, whichever their day.
    private final class Model {
        private final Claim claim = claim("days", BudgetWindow.DAY, false);
        private final Map<LocalDate, Long> spent = new HashMap<>();
        private final Map<LocalDate, Long> exceeded = new HashMap<>();
        private final List<Open> open = new ArrayList<>();
        private long held;
        private int refused;

        void turn(Random random) {
            if (open.size() > 20 || (random.nextInt(3) == 0 && !open.isEmpty())) {
                end(open.remove(random.nextInt(open.size())), random);
                return;
            }
            var turn = new Open(budgets.open(List.of(claim)), today(), 1 + random.nextInt(100));
            long used = spent.getOrDefault(today(), 0L);
            boolean fits = used < LIMIT && used + held + turn.bound() <= LIMIT;
            assertThat(turn.books().reserve(List.of(), sum(turn.bound())) == null)
                    .as("%s of %d for %d on %s", used, held, turn.bound(), now)
                    .isEqualTo(fits);
            if (fits) {
                held += turn.bound();
                open.add(turn);
            } else {
                refused++;
            }
        }

        private void end(Open turn, Random random) {
            long cost =
                    switch (random.nextInt(10)) {
                        case 0 -> 0;
                        case 1 -> turn.bound() + 1 + random.nextInt(50);
                        default -> random.nextInt((int) turn.bound()) + 1L;
                    };
            turn.books().settle(cost == 0 ? Sum.ZERO : sum(cost));
            held -= turn.bound();
            spent.merge(turn.day(), cost, Long::sum);
            exceeded.merge(turn.day(), Math.max(0, cost - turn.bound()), Long::sum);
        }

        /// The clock is somewhere else for some turns, and then right again.
        void away(Random random) {
            var here = now;
            now =
                    switch (random.nextInt(4)) {
                        case 0 -> Instant.parse("2038-01-19T03:14:07Z");
                        case 1 -> Instant.parse("2100-02-28T23:59:59Z");
                        default -> now.minus(Duration.ofDays(1 + random.nextInt(20)));
                    };
            for (int i = 0; i < 10; i++) {
                turn(random);
                verify();
            }
            now = here.plusSeconds(10);
        }

        /// The process dies now and then: what was held is charged.
        void killed(Random random) {
            if (random.nextInt(4) != 0) {
                return;
            }
            restart();
            open.forEach(turn -> spent.merge(turn.day(), turn.bound(), Long::sum));
            open.clear();
            held = 0;
        }

        void verify() {
            var cap = budgets.standing(List.of(claim)).getFirst().caps().getFirst();
            assertThat(cap.used()).as("%s", now).isEqualTo(spent.getOrDefault(today(), 0L));
            assertThat(cap.held()).isEqualTo(held);
        }

        private LocalDate today() {
            return now.atZone(BERLIN).toLocalDate();
        }
    }

    /// A turn under way.
    ///
    /// @param bound what is held for it
    private record Open(TurnBooks books, LocalDate day, long bound) {}
}
