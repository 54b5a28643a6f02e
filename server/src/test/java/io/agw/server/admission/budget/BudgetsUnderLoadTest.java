package io.agw.server.admission.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Budget.Enforcement;
import io.agw.bundle.model.BudgetWindow;
import io.agw.server.admission.pause.PauseWatcher;
import io.agw.server.admission.pause.Pauses;
import io.agw.store.Ledger.Contents;
import io.agw.store.Ledger.Sum;
import io.agw.store.StoreException;
import io.agw.store.sqlite.SqliteStore;
import io.agw.store.sqlite.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A budget of ten dollars a day that 256 threads use at once, with a real ledger on disk. What
/// turns cost is random, and so is how they end: with an answer, with none, with one that costs
/// more than its bound, or with their process. Each day begins with a process that is killed and
/// ends with one that is closed.
///
/// Every thread has a budget of its own besides, that is never full: it is charged the same, so
/// that afterwards it is known what became of each turn.
///
/// 20,000 turns; `-Dagw.test.turns=1000000` for the long run, `-Dagw.test.seed=…` for another one
/// of the same seed.
@Timeout(value = 1, unit = TimeUnit.HOURS)
final class BudgetsUnderLoadTest {
    private static final int TURNS = Integer.getInteger("agw.test.turns", 20_000);
    private static final int TURNS_OF_PROCESS = 1_000;
    private static final int THREADS = 256;
    private static final long CENT = 10_000_000;
    private static final long LIMIT = 1_000 * CENT;
    private static final long LARGEST = 2 * CENT;
    private static final Claim SHARED = claim("shared", "all", LIMIT);

    @TempDir Path folder;

    private final Random random = new Random(seed());
    private final List<Worker> workers = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-27T12:00:00Z");
    private long spentBefore;
    private long exceededBefore;
    private int recovered;
    private int refused;

    /// Printed, so that a failure can be had again.
    @SuppressWarnings("SystemOut")
    private static long seed() {
        long seed = Long.getLong("agw.test.seed", new Random().nextLong());
        System.out.println("BudgetsUnderLoadTest: -Dagw.test.seed=" + seed);
        return seed;
    }

    @Test
    void neitherCostNorFailureNorKillsOverdrawOrLeakOrRefuseWithoutReason() throws Exception {
        for (int i = 0; i < THREADS; i++) {
            workers.add(new Worker("thread:" + i, random.nextLong()));
        }
        int days = Math.max(1, TURNS / (2 * TURNS_OF_PROCESS));
        for (int day = 0; day < days; day++) {
            spentBefore = 0;
            exceededBefore = 0;
            process(1 + random.nextInt(TURNS_OF_PROCESS));
            process(Integer.MAX_VALUE);
            now = now.plus(Duration.ofDays(1));
        }
        try (var store = open()) {
            assertThat(store.ledger().open().recovered()).isZero();
        }
        assertThat(recovered).as("turns that were killed").isGreaterThan(days);
        assertThat(refused).as("turns that were refused").isGreaterThan(days);
    }

    private SqliteStore open() {
        return SqliteStore.open(StoreSettings.in(folder.resolve("data")), () -> now);
    }

    /// A process begins, serves and ends.
    ///
    /// @param killAt the turn that kills it; more than there are for none
    private void process(int killAt) throws Exception {
        try (var store = open()) {
            var contents = store.ledger().open();
            recovered += contents.recovered();
            verify(contents);
            var ledger = new SeveredLedger(store.ledger());
            var model = new LoadModel(LIMIT, spentBefore, exceededBefore);
            try (var budgets = budgets(store, ledger)) {
                budgets.start();
                run(new Served(budgets, ledger, model, new AtomicInteger(), killAt));
                exceededBefore = model.exceeded();
                refused += model.verifyRefusals();
                if (!ledger.isSevered()) {
                    assertThat(model.held()).isZero();
                    assertThat(budgets.standing(allClaims()))
                            .allSatisfy(view -> assertThat(view.caps().getFirst().held()).isZero());
                    assertThat(spent(budgets)).isEqualTo(model.spent());
                }
            }
            ledger.await();
        }
        try (var store = open()) {
            var contents = store.ledger().open();
            recovered += contents.recovered();
            verify(contents);
        }
    }

    private Budgets budgets(SqliteStore store, SeveredLedger ledger) {
        var pauses = new Pauses(store.pauses(), () -> now, PauseWatcher.NONE);
        var changed = new ChangedCaps(store.budgets(), () -> now);
        return new Budgets(ledger, () -> now, _ -> {}, pauses, changed);
    }

    private void run(Served process) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<?>>();
            for (var worker : workers) {
                all.add(threads.submit(() -> worker.serve(process)));
            }
            for (var each : all) {
                each.get();
            }
        }
    }

    /// What is on disk is what turns said that it may be, to the last nano-dollar.
    private void verify(Contents contents) {
        var totals = new HashMap<String, Long>();
        contents.totals()
                .forEach((purse, sum) ->
                        totals.merge(
                                purse.budgetId() + " " + purse.holder(),
                                sum.nanoDollars(),
                                Long::sum));
        long all = 0;
        long ofProviders = 0;
        for (var worker : workers) {
            all += worker.own.verify(totals);
            for (var account : worker.ofProviders) {
                ofProviders += account.verify(totals);
            }
        }
        assertThat(totals.getOrDefault("shared all", 0L)).isEqualTo(all);
        assertThat(ofProviders).isLessThanOrEqualTo(all);
        long today = SHARED.rule().windows().slot(now.getEpochSecond());
        spentBefore =
                contents.cells().entrySet().stream()
                        .filter(cell -> cell.getKey().purse().equals(SHARED.purse()))
                        .filter(cell -> cell.getKey().slot() == today)
                        .mapToLong(cell -> cell.getValue().nanoDollars())
                        .sum();
        assertThat(spentBefore).isLessThanOrEqualTo(LIMIT + exceededBefore);
    }

    private List<Claim> allClaims() {
        return Stream.concat(
                        Stream.of(SHARED),
                        workers.stream()
                                .flatMap(worker -> worker.accounts().map(LoadAccount::claim)))
                .toList();
    }

    private static long spent(Budgets budgets) {
        return budgets.standing(List.of(SHARED)).getFirst().caps().getFirst().used();
    }

    private static Claim claim(String id, String holder, long limit) {
        var cap = new Cap(BudgetWindow.DAY, Measure.DOLLARS, limit);
        var windows = new Windows(false, ZoneOffset.UTC);
        return new Claim(
                new BudgetRule(
                        id, windows, Enforcement.HARD, List.of(cap), true, List.of(), 1, true),
                holder);
    }

    /// @param served turns so far
    private record Served(
            Budgets budgets, SeveredLedger ledger, LoadModel model, AtomicInteger served, int end) {
        /// Whether another turn may begin.
        boolean serves() {
            int turn = served.incrementAndGet();
            if (turn == end) {
                ledger.sever();
            }
            return turn <= TURNS_OF_PROCESS && !ledger.isSevered();
        }

        /// As an operator sees it: never more than the limit, and never less than nothing.
        void look() {
            var cap = budgets.standing(List.of(SHARED)).getFirst().caps().getFirst();
            assertThat(cap.used() + cap.held()).isLessThanOrEqualTo(LIMIT + model.exceeded());
            assertThat(cap.used()).isNotNegative();
            assertThat(cap.held()).isNotNegative();
        }
    }

    /// A thread that serves one turn after the other. Only one thread runs it at a time.
    private static final class Worker {
        private final LoadAccount own;
        private final List<LoadAccount> ofProviders;
        private final Random random;

        Worker(String name, long seed) {
            own = new LoadAccount(BudgetsUnderLoadTest.claim("own", name, Long.MAX_VALUE / 4));
            ofProviders =
                    Stream.of("p0", "p1")
                            .map(id -> BudgetsUnderLoadTest.claim(id, name, Long.MAX_VALUE / 4))
                            .map(LoadAccount::new)
                            .toList();
            random = new Random(seed);
        }

        Stream<LoadAccount> accounts() {
            return Stream.concat(Stream.of(own), ofProviders.stream());
        }

        Void serve(Served process) {
            while (process.serves()) {
                try {
                    new Turn(this, process).run();
                } catch (StoreException e) {
                    assertThat(process.ledger().isSevered()).as("killed: " + e).isTrue();
                    return null;
                }
            }
            return null;
        }
    }

    /// A turn of one or two calls, and what is known of it. By provider as of the turn: what calls
    /// have lost, and what is held.
    private static final class Turn {
        private final Worker worker;
        private final Served process;
        private final TurnBooks books;
        private final long[] lost = new long[2];
        private long[] held = new long[2];
        private long hold;
        private int provider;
        private long bound;
        private boolean isLost;

        Turn(Worker worker, Served process) {
            this.worker = worker;
            this.process = process;
            this.books = process.budgets().open(List.of(SHARED, worker.own.claim()));
        }

        void run() {
            boolean goesOn = call();
            if (goesOn && worker.random.nextInt(4) == 0) {
                lose();
                goesOn = call();
            }
            process.look();
            if (process.ledger().isSevered()) {
                return;
            }
            if (!goesOn) {
                settle(0);
                return;
            }
            switch (worker.random.nextInt(40)) {
                case 0 -> settle(bound + 1 + worker.random.nextLong(LARGEST));
                case 1, 2, 3 -> settle(0);
                case 4 -> {
                    lose();
                    settle(0);
                }
                default -> settle(1 + worker.random.nextLong(bound));
            }
            process.look();
        }

        private void lose() {
            if (worker.random.nextBoolean()) {
                books.lose();
                isLost = true;
            }
        }

        /// @return whether there was room for it
        private boolean call() {
            int next = worker.random.nextInt(2);
            long most = 1 + worker.random.nextLong(LARGEST);
            var after = lostNow();
            after[next] = Math.max(held[next], after[next] + most);
            long all = Math.max(hold, Arrays.stream(lostNow()).sum() + most);
            int mark = process.model().asks();
            var full = reserve(next, most, after, all);
            if (full) {
                process.model().refused(mark, all - hold);
                return false;
            }
            process.model().has(mark, all - hold);
            System.arraycopy(lostNow(), 0, lost, 0, lost.length);
            isLost = false;
            provider = next;
            bound = most;
            hold = all;
            held = after;
            worker.own.holds(hold);
            for (int i = 0; i < held.length; i++) {
                worker.ofProviders.get(i).holds(held[i]);
            }
            return true;
        }

        private boolean reserve(int next, long most, long[] after, long all) {
            try {
                var claims = List.of(worker.ofProviders.get(next).claim());
                var full = books.reserve(claims, sum(most));
                if (full != null) {
                    assertThat(full.claim().rule().id()).isEqualTo("shared");
                }
                return full != null;
            } catch (StoreException e) {
                worker.own.mayHold(all);
                for (int i = 0; i < after.length; i++) {
                    worker.ofProviders.get(i).mayHold(after[i]);
                }
                throw e;
            }
        }

        /// What calls have lost, the last one with them.
        private long[] lostNow() {
            var all = lost.clone();
            if (isLost) {
                all[provider] += bound;
            }
            return all;
        }

        private void settle(long cost) {
            var charged = cost == 0 ? lostNow() : lost.clone();
            charged[provider] += cost;
            long all = Arrays.stream(charged).sum();
            worker.own.ends(all);
            for (int i = 0; i < charged.length; i++) {
                worker.ofProviders.get(i).ends(charged[i]);
            }
            process.model().ends(hold, all);
            books.settle(cost == 0 ? Sum.ZERO : sum(cost));
            process.model().ended(hold, all);
        }

        private static Sum sum(long nanos) {
            return new Sum(nanos, 1 + nanos / 1_000, 1);
        }
    }
}
