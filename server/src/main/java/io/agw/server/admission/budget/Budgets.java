package io.agw.server.admission.budget;

import io.agw.bundle.model.BudgetWindow;
import io.agw.server.admission.budget.Alerts.Alert;
import io.agw.server.admission.pause.Pauses;
import io.agw.store.Ledger;
import io.agw.store.Ledger.Cell;
import io.agw.store.Ledger.Hold;
import io.agw.store.Ledger.Purse;
import io.agw.store.Ledger.Sum;
import io.agw.store.LedgerWriter;
import io.agw.store.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What budgets have left. They outlive configurations, and the process: all that is charged is in
/// the ledger, and what is held for turns under way. Thread-safe.
///
/// One lock over all accounts: a turn has room in every budget that it falls under, or takes
/// nothing of any. What it may cost at most is held in memory first and then in the ledger, and
/// only then may it go on, so that no two turns ever count on the same money, whatever becomes of
/// the process.
public final class Budgets implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Budgets.class);

    /// As long as any window, and some hours for time zones.
    private static final long REMEMBERED = 33L * 24 * 60 * 60;

    private static final List<BudgetWindow> USUAL =
            List.of(BudgetWindow.HOUR, BudgetWindow.DAY, BudgetWindow.TOTAL);
    private static final int MOST = 50_000;
    private static final String OTHERS = "_other";

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Purse, Account> accounts = new HashMap<>();
    private final DaysOfUse days = new DaysOfUse();
    private final AtomicLong turns = new AtomicLong();
    private final Ledger ledger;
    private final LedgerWriter writer;
    private final InstantSource clock;
    private final Alerts alerts;
    private final Pauses pauses;
    private final ChangedCaps changed;

    /// @param ledger borrowed
    /// @param pauses those of budgets that somebody has ended
    /// @param changed limits that count in place of the configuration's
    public Budgets(
            Ledger ledger, InstantSource clock, Alerts alerts, Pauses pauses, ChangedCaps changed) {
        this.ledger = ledger;
        this.writer = new LedgerWriter(ledger);
        this.clock = clock;
        this.alerts = alerts;
        this.pauses = pauses;
        this.changed = changed;
    }

    /// Reads what was used before, and begins to write.
    ///
    /// @throws StoreException when the ledger cannot be read
    public void start() {
        var known = ledger.open();
        if (known.recovered() > 0) {
            LOG.warn(
                    "{} turns never ended; budgets are charged what had been held for them",
                    known.recovered());
        }
        lock.lock();
        try {
            known.totals().forEach((purse, sum) -> opened(purse).begin(sum));
            known.cells()
                    .forEach((cell, sum) -> {
                        opened(cell.purse()).remember(cell.slot(), sum);
                        days.add(cell.slot());
                    });
        } finally {
            lock.unlock();
        }
        changed.start();
        writer.start();
    }

    private Account opened(Purse purse) {
        return accounts.computeIfAbsent(
                purse, _ -> new Account(new Windows(false, ZoneOffset.UTC)));
    }

    /// The account of a claim. Names that somebody makes up share one when there are too many.
    Account account(Claim claim) {
        var account = accounts.get(claim.purse());
        if (account == null) {
            var purse = claim.purse();
            account =
                    opened(
                            accounts.size() < MOST
                                    ? purse
                                    : new Purse(purse.budgetId(), purse.series(), OTHERS));
        }
        account.adopt(claim.rule().windows());
        return account;
    }

    /// The books of a turn that begins now.
    public TurnBooks open(Collection<Claim> claims) {
        return new TurnBooks(this, changed.now(claims), clock.instant());
    }

    /// The first of some claims that has nothing left, one that pauses its holder before others;
    /// null when all have.
    @Nullable Exceeded spent(List<Claim> claims, long now) {
        if (claims.isEmpty()) {
            return null;
        }
        lock.lock();
        try {
            Exceeded first = null;
            for (var claim : claims) {
                var spent = claim.rule().refuses() ? spent(claim, now) : null;
                if (spent != null && spent.isPaused()) {
                    return spent;
                }
                first = first == null ? spent : first;
            }
            return first;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Exceeded spent(Claim claim, long now) {
        var account = account(claim);
        Exceeded first = null;
        for (var cap : claim.rule().caps()) {
            if (cap.measure().of(account.used(cap.window(), now)) >= cap.most()) {
                var exceeded = exceeded(claim, cap, account, now);
                if (exceeded.isPaused()) {
                    return exceeded;
                }
                first = first == null ? exceeded : first;
            }
        }
        return first;
    }

    /// Every limit by which some claims pause their holders now.
    public List<Exceeded> pausing(Collection<Claim> claims) {
        long now = clock.instant().getEpochSecond();
        lock.lock();
        try {
            var pausing = new ArrayList<Exceeded>();
            for (var claim : changed.now(claims)) {
                var account = account(claim);
                claim.rule().caps().stream()
                        .map(cap -> exceeded(claim, cap, account, now))
                        .filter(Exceeded::isPaused)
                        .forEach(pausing::add);
            }
            return pausing;
        } finally {
            lock.unlock();
        }
    }

    /// Sets aside what a turn may use, in place of what was set aside for it before, if all have
    /// room for it.
    ///
    /// @param before by claim; given back in any case when another one takes its place
    /// @return null when it is done
    @Nullable Exceeded hold(Map<Claim, Sum> before, Map<Claim, Sum> after, long now) {
        lock.lock();
        try {
            for (var entry : after.entrySet()) {
                var claim = entry.getKey();
                var more = entry.getValue().minus(before.getOrDefault(claim, Sum.ZERO));
                var full = full(claim, more, now);
                if (full != null) {
                    return full;
                }
            }
            before.forEach((claim, sum) -> account(claim).release(sum));
            after.forEach((claim, sum) -> account(claim).hold(sum));
            return null;
        } finally {
            lock.unlock();
        }
    }

    /// Takes back what was set aside and could not be written down.
    void release(Map<Claim, Sum> after, Map<Claim, Sum> before) {
        lock.lock();
        try {
            after.forEach((claim, sum) -> account(claim).release(sum));
            before.forEach((claim, sum) -> account(claim).hold(sum));
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Exceeded full(Claim claim, Sum more, long now) {
        var account = account(claim);
        for (var cap : claim.rule().caps()) {
            long used = cap.measure().of(account.used(cap.window(), now));
            long wanted = cap.measure().of(account.held().plus(more));
            if (used >= cap.most() || wanted > cap.most() - used) {
                return exceeded(claim, cap, account, now);
            }
        }
        return null;
    }

    private Exceeded exceeded(Claim claim, Cap cap, Account account, long now) {
        long used = cap.measure().of(account.used(cap.window(), now));
        long room = account.roomAt(cap, now);
        return new Exceeded(
                claim,
                cap,
                used,
                pauses.isResumed(cap.of(claim), cap.most(), now),
                room == Long.MAX_VALUE ? null : Instant.ofEpochSecond(room));
    }

    /// Writes down what is held for a turn.
    ///
    /// @throws StoreException when that cannot be
    void write(Hold hold) {
        writer.hold(hold);
    }

    long nextTurn() {
        return turns.incrementAndGet();
    }

    /// Whether nothing can be written at present, so that hard budgets refuse.
    public boolean isFailing() {
        return writer.isFailing();
    }

    /// A turn is over: what was held goes, what it used is charged.
    ///
    /// @param at when it began, in seconds since 1970
    /// @param later does what it is given, when the time for it has come: writes it down
    void settle(Settlement settlement, long at, Consumer<Runnable> later) {
        var passed = new ArrayList<Alert>();
        var charges = new HashMap<Cell, Sum>();
        // what is told is of the window that is now, whichever is charged: looking back and forth
        // would add windows up anew for each turn
        long now = Math.max(at, clock.instant().getEpochSecond());
        lock.lock();
        try {
            settlement.held().forEach((claim, sum) -> account(claim).release(sum));
            settlement
                    .used()
                    .forEach((claim, sum) -> {
                        long slot = claim.rule().windows().slot(at);
                        charge(claim, slot, sum, now, passed);
                        charges.merge(new Cell(purse(claim), slot), sum, Sum::plus);
                    });
        } finally {
            lock.unlock();
        }
        later.accept(() -> writer.end(settlement.turn(), charges));
        passed.forEach(alerts::passed);
    }

    /// Where a claim is written down.
    Purse purseOf(Claim claim) {
        lock.lock();
        try {
            account(claim);
            return purse(claim);
        } finally {
            lock.unlock();
        }
    }

    private Purse purse(Claim claim) {
        var purse = claim.purse();
        return accounts.containsKey(purse)
                ? purse
                : new Purse(purse.budgetId(), purse.series(), OTHERS);
    }

    private void charge(Claim claim, long slot, Sum sum, long now, List<Alert> passed) {
        var account = account(claim);
        days.add(slot);
        account.forget(Math.min(now - REMEMBERED, days.from()));
        var before = new ArrayList<Long>();
        for (var cap : claim.rule().caps()) {
            before.add(cap.measure().of(account.used(cap.window(), now)));
        }
        account.charge(slot, sum);
        int at = 0;
        for (var cap : claim.rule().caps()) {
            long used = cap.measure().of(account.used(cap.window(), now));
            long old = before.get(at++);
            for (double share : claim.rule().thresholds()) {
                double mark = share * cap.most();
                if (old < mark && used >= mark) {
                    passed.add(new Alert(claim, cap, share, used));
                }
            }
        }
    }

    /// The limits that count in place of the configuration's.
    public ChangedCaps changed() {
        return changed;
    }

    /// The accounts of a budget, in the order of their holders.
    ///
    /// @param most of them
    public List<View> views(BudgetRule rule, int most) {
        long now = clock.instant().getEpochSecond();
        lock.lock();
        try {
            return accounts.keySet().stream()
                    .filter(purse -> purse.budgetId().equals(rule.id()))
                    .filter(purse -> purse.series().equals(rule.windows().series()))
                    .sorted(Comparator.comparing(Purse::holder))
                    .limit(most)
                    .map(purse -> view(new Claim(changed.now(rule), purse.holder()), now))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /// What was used of a claim in this hour, this day and ever.
    public Map<BudgetWindow, Sum> used(Claim claim) {
        long now = clock.instant().getEpochSecond();
        var used = new EnumMap<BudgetWindow, Sum>(BudgetWindow.class);
        lock.lock();
        try {
            var account = account(claim);
            for (var window : USUAL) {
                used.put(window, account.used(window, now));
            }
            return used;
        } finally {
            lock.unlock();
        }
    }

    /// The accounts of some claims, in their order.
    public List<View> standing(Collection<Claim> claims) {
        long now = clock.instant().getEpochSecond();
        lock.lock();
        try {
            return changed.now(claims).stream().map(claim -> view(claim, now)).toList();
        } finally {
            lock.unlock();
        }
    }

    private View view(Claim claim, long now) {
        var account = account(claim);
        var caps = new ArrayList<CapView>();
        for (var cap : claim.rule().caps()) {
            long used = cap.measure().of(account.used(cap.window(), now));
            long until = claim.rule().windows().span(cap.window(), now).until();
            caps.add(
                    new CapView(
                            cap,
                            used,
                            cap.measure().of(account.held()),
                            until == Long.MAX_VALUE ? null : Instant.ofEpochSecond(until)));
        }
        return new View(claim.rule().id(), claim.holder(), caps);
    }

    /// Writes what waits to be written. Turns have ended by then.
    @Override
    public void close() {
        writer.close();
    }

    /// An account as operators see it.
    public record View(String budgetId, String holder, List<CapView> caps) {}

    /// One cap of it.
    ///
    /// @param held set aside for turns under way
    /// @param until when the window ends, or begins to leave what is oldest behind; null for never
    public record CapView(Cap cap, long used, long held, @Nullable Instant until) {}
}
