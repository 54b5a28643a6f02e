package io.agw.store.memory;

import io.agw.store.PauseRecords;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Pauses that last as long as their process.
final class MemoryPauses implements PauseRecords {
    private final Map<List<String>, Pause> pauses = new HashMap<>();
    private final Map<List<String>, Resumed> resumed = new HashMap<>();

    @Override
    public synchronized List<Pause> pauses() {
        return pauses.values().stream()
                .sorted(Comparator.comparing(Pause::kind).thenComparing(Pause::id))
                .toList();
    }

    @Override
    public synchronized void pause(Pause pause) {
        pauses.put(List.of(pause.kind(), pause.id()), pause);
    }

    @Override
    public synchronized void resume(String kind, String id, Collection<Resumed> ofBudgets) {
        pauses.remove(List.of(kind, id));
        ofBudgets.forEach(each -> resumed.put(limit(each), each));
    }

    private static List<String> limit(Resumed of) {
        return List.of(of.budgetId(), of.holder(), of.window(), of.measure());
    }

    @Override
    public synchronized List<Resumed> resumed() {
        return resumed.values().stream()
                .sorted(Comparator.comparing(each -> String.join("\n", limit(each))))
                .toList();
    }
}
