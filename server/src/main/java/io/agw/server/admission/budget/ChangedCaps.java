package io.agw.server.admission.budget;

import io.agw.bundle.model.BudgetWindow;
import io.agw.store.BudgetRecords;
import io.agw.store.BudgetRecords.Changed;
import io.agw.store.StoreException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Limits that somebody has changed for a time. Written down before they count, and read without a
/// lock; one has ended when its time is over, whoever looks. Thread-safe.
public final class ChangedCaps {
    private final BudgetRecords records;
    private final InstantSource clock;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile List<ChangedCap> changed = List.of();

    /// @param records borrowed
    public ChangedCaps(BudgetRecords records, InstantSource clock) {
        this.records = records;
        this.clock = clock;
    }

    /// Reads what was written before.
    ///
    /// @throws StoreException when that cannot be
    void start() {
        changed = records.changed().stream().flatMap(each -> read(each).stream()).toList();
    }

    private static Optional<ChangedCap> read(Changed written) {
        var window = word(BudgetWindow.values(), each -> each.word().equals(written.window()));
        var measure = word(Measure.values(), each -> each.word().equals(written.measure()));
        return window.flatMap(span ->
                measure.map(of ->
                        new ChangedCap(
                                written.budgetId(),
                                new Cap(span, of, written.most()),
                                written.reason(),
                                written.actor(),
                                written.since(),
                                written.until())));
    }

    private static <T> Optional<T> word(T[] values, Predicate<T> spelled) {
        return Arrays.stream(values).filter(spelled).findFirst();
    }

    /// Every change that there is now.
    public List<ChangedCap> list() {
        var now = clock.instant();
        return changed.stream().filter(each -> each.isOn(now)).toList();
    }

    /// Changes a limit, from the next request on.
    ///
    /// @throws StoreException when it cannot be written down; nothing has changed then
    public void change(ChangedCap one) {
        writing.lock();
        try {
            records.change(
                    new Changed(
                            one.budgetId(),
                            one.cap().window().word(),
                            one.cap().measure().word(),
                            one.cap().most(),
                            one.reason(),
                            one.actor(),
                            one.since(),
                            one.until()));
            var others =
                    list().stream()
                            .filter(each ->
                                    !each.budgetId().equals(one.budgetId())
                                            || !each.isOf(one.cap()));
            changed = Stream.concat(others, Stream.of(one)).toList();
        } finally {
            writing.unlock();
        }
    }

    /// Gives a budget its own limits again, from the next request on.
    ///
    /// @return whether any were changed
    /// @throws StoreException when it cannot be written down; nothing has changed then
    public boolean restore(String budgetId) {
        writing.lock();
        try {
            boolean present = list().stream().anyMatch(each -> each.budgetId().equals(budgetId));
            if (present) {
                records.restore(budgetId);
                changed =
                        list().stream().filter(each -> !each.budgetId().equals(budgetId)).toList();
            }
            return present;
        } finally {
            writing.unlock();
        }
    }

    /// Claims with the limits that count now.
    List<Claim> now(Collection<Claim> claims) {
        return changed.isEmpty()
                ? List.copyOf(claims)
                : claims.stream()
                        .map(claim -> new Claim(now(claim.rule()), claim.holder()))
                        .toList();
    }

    /// A budget with the limits that count now.
    BudgetRule now(BudgetRule rule) {
        var own = list().stream().filter(each -> each.budgetId().equals(rule.id())).toList();
        return own.isEmpty()
                ? rule
                : rule.with(rule.caps().stream().map(cap -> now(cap, own)).toList());
    }

    private static Cap now(Cap cap, List<ChangedCap> own) {
        return own.stream()
                .filter(each -> each.isOf(cap))
                .map(ChangedCap::cap)
                .findFirst()
                .orElse(cap);
    }
}
