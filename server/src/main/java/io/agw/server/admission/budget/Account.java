package io.agw.server.admission.budget;

import io.agw.bundle.model.BudgetWindow;
import io.agw.server.admission.budget.Windows.Span;
import io.agw.store.Ledger.Sum;
import java.util.EnumMap;
import java.util.NavigableMap;
import java.util.TreeMap;

/// What one purse used, by time, and what is held of it. Not thread-safe; guarded by whoever has
/// it.
final class Account {
    private final NavigableMap<Long, Sum> slots = new TreeMap<>();
    private final EnumMap<BudgetWindow, Known> known = new EnumMap<>(BudgetWindow.class);
    private Sum total = Sum.ZERO;
    private Sum held = Sum.ZERO;
    private Windows windows;

    Account(Windows windows) {
        this.windows = windows;
    }

    /// From here on its windows are these; what was used is the same.
    void adopt(Windows others) {
        if (!windows.equals(others)) {
            windows = others;
            known.clear();
        }
    }

    /// What was used within the window of a time.
    ///
    /// @param now in seconds since 1970
    Sum used(BudgetWindow window, long now) {
        return window == BudgetWindow.TOTAL ? total : known(window, now).sum();
    }

    private Known known(BudgetWindow window, long now) {
        var found = known.get(window);
        if (found == null || !found.span().isOf(now)) {
            var span = windows.span(window, now);
            var sum = Sum.ZERO;
            for (var slot : slots.subMap(span.from(), span.to()).values()) {
                sum = sum.plus(slot);
            }
            found = new Known(span, sum);
            known.put(window, found);
        }
        return found;
    }

    /// What is set aside for turns under way.
    Sum held() {
        return held;
    }

    void hold(Sum more) {
        held = held.plus(more);
    }

    void release(Sum less) {
        held = held.minus(less);
    }

    void charge(long slot, Sum sum) {
        slots.merge(slot, sum, Sum::plus);
        total = total.plus(sum);
        known.replaceAll((_, known) -> known.span().counts(slot) ? known.plus(sum) : known);
    }

    /// What was ever used, where the slots that are remembered are fewer.
    void begin(Sum everything) {
        total = everything;
    }

    void remember(long slot, Sum sum) {
        slots.merge(slot, sum, Sum::plus);
    }

    /// Forgets slots that began before.
    void forget(long before) {
        slots.headMap(before).clear();
    }

    /// When the window has room again; `Long.MAX_VALUE` when it never will.
    long roomAt(Cap cap, long now) {
        if (cap.window() == BudgetWindow.TOTAL) {
            return Long.MAX_VALUE;
        }
        var span = windows.span(cap.window(), now);
        if (!windows.rolling()) {
            return span.until();
        }
        long left = cap.measure().of(used(cap.window(), now));
        long leaves = now;
        for (var slot : slots.subMap(span.from(), span.to()).entrySet()) {
            if (left < cap.most()) {
                break;
            }
            left -= cap.measure().of(slot.getValue());
            leaves = slot.getKey() + windows.slotLength() + Windows.length(cap.window());
        }
        return Math.max(leaves, now + 1);
    }

    /// The sum of a window, up to date as long as the window is.
    private record Known(Span span, Sum sum) {
        Known plus(Sum more) {
            return new Known(span, sum.plus(more));
        }
    }
}
