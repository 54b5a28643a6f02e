package io.agw.store.memory;

import io.agw.store.BudgetRecords;
import java.util.List;
import java.util.TreeMap;

/// Changed limits that last as long as their process.
final class MemoryBudgets implements BudgetRecords {
    private final TreeMap<String, Changed> changed = new TreeMap<>();

    @Override
    public synchronized List<Changed> changed() {
        return List.copyOf(changed.values());
    }

    @Override
    public synchronized void change(Changed one) {
        changed.values().removeIf(each -> !each.until().isAfter(one.since()));
        changed.put(String.join("\n", one.budgetId(), one.window(), one.measure()), one);
    }

    @Override
    public synchronized void restore(String budgetId) {
        changed.values().removeIf(each -> each.budgetId().equals(budgetId));
    }
}
