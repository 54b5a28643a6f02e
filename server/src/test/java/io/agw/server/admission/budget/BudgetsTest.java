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
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class BudgetsTest {
    private static final long CENT = 10_000_000;
    private static final ZoneId UTC = ZoneId.of("UTC");

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-03-28T23:50:00Z"));
    private final InstantSource clock = now::get;
    private final Store store = new MemoryStore(clock);
    private final Ledger ledger = store.ledger();
    private final Pauses pauses = new Pauses(store.pauses(), clock, PauseWatcher.NONE);
    private final List<Alerts.Alert> alerts = new ArrayList<>();
    private Budgets budgets = opened();

    private Budgets opened() {
        var changed = new ChangedCaps(store.budgets(), clock);
        return new Budgets(ledger, clock, alerts::add, pauses, changed);
    }

    @BeforeEach
    void start() {
        budgets.start();
    }

    @AfterEach
    void stop() {
        budgets.close();
    }

    @Test
    void whatIsHeldIsNobodyElses() {
        var claim = hard(BudgetWindow.DAY, 10 * CENT);
        var one = open(claim);
        var other = open(claim);
        assertThat(one.reserve(List.of(), cents(6))).isNull();
        var exceeded = Objects.requireNonNull(other.reserve(List.of(), cents(5)));
        assertThat(exceeded.used()).isZero();
        assertThat(exceeded.isPaused()).as("nothing is spent yet").isFalse();
        assertThat(exceeded.roomAt()).isEqualTo(Instant.parse("2026-03-29T00:00:00Z"));
        assertThat(other.reserve(List.of(), cents(4))).isNull();
        one.settle(cents(1));
        assertThat(open(claim).reserve(List.of(), cents(5))).isNull();
    }

    @Test
    void aTurnThatEndsInAnotherWindowTellsNothingOfIt() {
        var claim = hard(BudgetWindow.DAY, 10 * CENT);
        var before = open(claim);
        now.set(Instant.parse("2026-03-29T00:10:00Z"));
        spend(claim, cents(5));
        before.settle(cents(4));
        assertThat(alerts).isEmpty();
        assertThat(used(claim)).isEqualTo(5 * CENT);
        spend(claim, cents(3));
        assertThat(alerts).hasSize(1);
    }

    @Test
    void allBudgetsHaveRoomOrNothingIsHeld() {
        var wide = hard(BudgetWindow.DAY, 100 * CENT);
        var narrow = claim("narrow", Enforcement.HARD, new Cap(BudgetWindow.DAY, Measure.TURNS, 1));
        assertThat(open(wide, narrow).reserve(List.of(), cents(60))).isNull();
        assertThat(open(wide, narrow).reserve(List.of(), cents(10))).isNotNull();
        assertThat(open(wide).reserve(List.of(), cents(40))).as("the rest").isNull();
    }

    @Test
    void whatIsSpentToTheEndRefusesWhatCostsNothing() {
        var claim = hard(BudgetWindow.DAY, CENT);
        spend(claim, cents(1));
        assertThat(open(claim).spent()).isNotNull();
        assertThat(open(claim).reserve(List.of(), Sum.ZERO)).isNotNull();
    }

    @Test
    void softBudgetsRefuseWhatComesAfterAndObserversNothing() {
        var soft = claim("s", Enforcement.SOFT, new Cap(BudgetWindow.DAY, Measure.DOLLARS, CENT));
        var seen =
                claim("o", Enforcement.OBSERVE, new Cap(BudgetWindow.DAY, Measure.DOLLARS, CENT));
        var first = open(soft, seen);
        assertThat(first.reserve(List.of(), cents(5))).isNull();
        var second = open(soft, seen);
        assertThat(second.reserve(List.of(), cents(5))).as("nothing is held").isNull();
        first.settle(cents(5));
        assertThat(open(soft).reserve(List.of(), cents(1))).isNotNull();
        assertThat(open(seen).reserve(List.of(), cents(1))).isNull();
        second.settle(cents(5));
        assertThat(used(seen)).isEqualTo(10 * CENT);
    }

    @ParameterizedTest
    @CsvSource({
        "HOUR, UTC, 2026-03-29T00:00:00Z",
        "DAY, UTC, 2026-03-29T00:00:00Z",
        // the night in which clocks go forward there
        "DAY, Europe/Berlin, 2026-03-29T22:00:00Z",
        "HOUR, Asia/Kathmandu, 2026-03-29T00:15:00Z",
        "WEEK, UTC, 2026-03-30T00:00:00Z",
        "MONTH, UTC, 2026-04-01T00:00:00Z",
        "MONTH, America/New_York, 2026-04-01T04:00:00Z",
    })
    void windowsOfTheCalendarEndByTheirZone(BudgetWindow window, String zone, Instant end) {
        var windows = new Windows(false, ZoneId.of(zone));
        var claim = claim("b", windows, new Cap(window, Measure.DOLLARS, CENT));
        spend(claim, cents(1));
        assertThat(Objects.requireNonNull(open(claim).spent()).roomAt()).isEqualTo(end);
        now.set(end.minusNanos(1));
        assertThat(open(claim).spent()).isNotNull();
        now.set(end);
        assertThat(open(claim).spent()).isNull();
        now.set(end.minusNanos(1));
        assertThat(open(claim).spent()).as("a clock that is set back").isNotNull();
    }

    @Test
    void rollingWindowsLetGoOfWhatIsOld() {
        var claim =
                claim(
                        "b",
                        new Windows(true, UTC),
                        new Cap(BudgetWindow.HOUR, Measure.DOLLARS, 2 * CENT));
        spend(claim, cents(1));
        pass(Duration.ofMinutes(30));
        spend(claim, cents(1));
        var exceeded = Objects.requireNonNull(open(claim).spent());
        assertThat(exceeded.roomAt()).isEqualTo(Instant.parse("2026-03-29T00:51:00Z"));
        pass(Duration.ofMinutes(30));
        assertThat(open(claim).spent()).isNotNull();
        pass(Duration.ofMinutes(1));
        assertThat(open(claim).spent()).isNull();
    }

    @Test
    void totalsNeverEnd() {
        var claim = hard(BudgetWindow.TOTAL, CENT);
        spend(claim, cents(1));
        pass(Duration.ofDays(400));
        assertThat(Objects.requireNonNull(open(claim).spent()).roomAt()).isNull();
    }

    @Test
    void aRestartKeepsWhatWasSpentAndChargesWhatWasHeld() {
        var claim = hard(BudgetWindow.DAY, 100 * CENT);
        spend(claim, cents(7));
        assertThat(open(claim).reserve(List.of(), cents(20))).isNull();
        restart();
        assertThat(used(claim)).isEqualTo(27 * CENT);
        restart();
        assertThat(used(claim)).as("once").isEqualTo(27 * CENT);
    }

    @Test
    void anotherLimitKeepsWhatWasUsedAndAnotherKindOfWindowDoesNot() {
        spend(hard(BudgetWindow.DAY, 10 * CENT), cents(7));
        assertThat(used(hard(BudgetWindow.DAY, 5 * CENT))).isEqualTo(7 * CENT);
        assertThat(used(hard(BudgetWindow.MONTH, 5 * CENT))).isEqualTo(7 * CENT);
        var rolling =
                claim(
                        "b",
                        new Windows(true, UTC),
                        new Cap(BudgetWindow.DAY, Measure.DOLLARS, CENT));
        assertThat(used(rolling)).isZero();
    }

    @Test
    void aShareThatIsPassedIsToldOnce() {
        var claim = hard(BudgetWindow.DAY, 10 * CENT);
        for (int i = 0; i < 10; i++) {
            spend(claim, cents(1));
        }
        assertThat(alerts).extracting(Alerts.Alert::share).containsExactly(0.8, 1.0);
        assertThat(alerts).extracting(Alerts.Alert::used).containsExactly(8 * CENT, 10 * CENT);
        pass(Duration.ofDays(1));
        spend(claim, cents(9));
        assertThat(alerts).as("once a window").hasSize(3);
    }

    @Test
    void anotherProvidersBudgetIsGivenBack() {
        var own = hard(BudgetWindow.DAY, 100 * CENT);
        var first = claim("p1", Enforcement.HARD, new Cap(BudgetWindow.DAY, Measure.TURNS, 5));
        var second = claim("p2", Enforcement.HARD, new Cap(BudgetWindow.DAY, Measure.TURNS, 5));
        var turn = open(own);
        assertThat(turn.reserve(List.of(first), cents(1))).isNull();
        assertThat(turn.reserve(List.of(second), cents(3))).isNull();
        turn.settle(cents(2));
        assertThat(budgets.views(first.rule(), 9)).allSatisfy(this::holdsNothing);
        assertThat(used(own)).isEqualTo(2 * CENT);
        assertThat(budgets.views(second.rule(), 9).getFirst().caps().getFirst().used()).isOne();
        assertThat(budgets.views(first.rule(), 9).getFirst().caps().getFirst().used()).isZero();
    }

    @Test
    void manyTurnsAtOnceNeverSpendMore() throws Exception {
        var claim = hard(BudgetWindow.DAY, 1_000 * CENT);
        var spent = new AtomicLong();
        var denied = new AtomicLong();
        var all = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                int seed = i;
                all.add(
                        threads.submit(() -> {
                            var random = new Random(seed);
                            for (int turn = 0; turn < 20; turn++) {
                                turn(claim, random, spent, denied);
                            }
                            return null;
                        }));
            }
            for (var each : all) {
                each.get();
            }
        }
        assertThat(used(claim)).isEqualTo(spent.get());
        assertThat(spent.get()).isLessThanOrEqualTo(1_000 * CENT).isGreaterThan(990 * CENT);
        assertThat(denied.get()).isPositive();
        assertThat(budgets.views(claim.rule(), 9)).allSatisfy(this::holdsNothing);
        restart();
        assertThat(used(claim)).as("as it is written down").isEqualTo(spent.get());
    }

    /// 200 calls at once under a dollar, each of which may cost two cents and costs one.
    @Test
    void aDollarIsADollarForTwoHundredCallsAtOnce() throws Exception {
        var claim = hard(BudgetWindow.DAY, 100 * CENT);
        int admitted = 0;
        int admittedNow;
        do {
            admittedNow = callsAtOnce(claim, 200 - admitted);
            admitted += admittedNow;
            assertThat(budgets.views(claim.rule(), 9)).allSatisfy(this::holdsNothing);
            assertThat(used(claim)).isEqualTo(admitted * CENT);
        } while (admittedNow > 0);
        // the next one may cost two cents, of which there is one
        assertThat(admitted).isEqualTo(99);
    }

    /// @return how many of them had room
    private int callsAtOnce(Claim claim, int calls) throws Exception {
        var asked = new CountDownLatch(calls);
        var all = new ArrayList<Future<Boolean>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < calls; i++) {
                all.add(
                        threads.submit(() -> {
                            var books = open(claim);
                            boolean fits = books.reserve(List.of(), cents(2)) == null;
                            atMostADollar(claim);
                            asked.countDown();
                            asked.await();
                            books.settle(fits ? cents(1) : Sum.ZERO);
                            atMostADollar(claim);
                            return fits;
                        }));
            }
        }
        int fitted = 0;
        for (var each : all) {
            fitted += each.get() ? 1 : 0;
        }
        return fitted;
    }

    private void atMostADollar(Claim claim) {
        var cap = budgets.views(claim.rule(), 1).getFirst().caps().getFirst();
        assertThat(cap.held()).isNotNegative();
        assertThat(cap.used()).isNotNegative();
        assertThat(cap.used() + cap.held()).isLessThanOrEqualTo(100 * CENT);
    }

    private void turn(Claim claim, Random random, AtomicLong spent, AtomicLong denied) {
        var books = open(claim);
        long most = 1 + random.nextLong(8);
        var exceeded = books.reserve(List.of(), cents(most));
        if (exceeded != null) {
            assertThat(exceeded.cap().most() - exceeded.used())
                    .as("no refusal while all that is held would fit")
                    .isLessThan((200 * 8 + most) * CENT);
            denied.incrementAndGet();
            books.settle(Sum.ZERO);
            return;
        }
        var view = budgets.views(claim.rule(), 1).getFirst().caps().getFirst();
        assertThat(view.used() + view.held())
                .isLessThanOrEqualTo(claim.rule().caps().getFirst().most());
        var used = random.nextInt(4) == 0 ? Sum.ZERO : cents(random.nextLong(most + 1));
        spent.addAndGet(used.nanoDollars());
        books.settle(used);
    }

    private void holdsNothing(Budgets.View view) {
        assertThat(view.caps()).allSatisfy(cap -> assertThat(cap.held()).isZero());
    }

    private void spend(Claim claim, Sum sum) {
        var books = open(claim);
        assertThat(books.reserve(List.of(), sum)).isNull();
        books.settle(sum);
    }

    private void restart() {
        budgets.close();
        budgets = opened();
        budgets.start();
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private long used(Claim claim) {
        var views = budgets.views(claim.rule(), 9);
        return views.isEmpty() ? 0 : views.getFirst().caps().getFirst().used();
    }

    private TurnBooks open(Claim... claims) {
        return budgets.open(List.of(claims));
    }

    private static Sum cents(long cents) {
        return new Sum(cents * CENT, 0, 1);
    }

    private static Claim hard(BudgetWindow window, long nanos) {
        return claim("b", Enforcement.HARD, new Cap(window, Measure.DOLLARS, nanos));
    }

    private static Claim claim(String id, Windows windows, Cap cap) {
        return claim(id, windows, Enforcement.HARD, cap);
    }

    private static Claim claim(String id, Enforcement enforcement, Cap cap) {
        return claim(id, new Windows(false, UTC), enforcement, cap);
    }

    private static Claim claim(String id, Windows windows, Enforcement enforcement, Cap cap) {
        return new Claim(
                new BudgetRule(
                        id,
                        windows,
                        enforcement,
                        List.of(cap),
                        true,
                        List.of(0.8, 1.0),
                        4096,
                        true),
                "virtual_key:a");
    }
}
