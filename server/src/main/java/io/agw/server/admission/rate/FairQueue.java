package io.agw.server.admission.rate;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// Those who wait, in lines that take turns, so that a long line does not make the others wait
/// longer. Not thread-safe; its counter guards it.
final class FairQueue {
    /// In the order of their turns.
    private final LinkedHashMap<String, ArrayDeque<Waiter>> lines = new LinkedHashMap<>();

    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /// Lets one in. When too many wait, the last one of the longest line has to go, which is the
    /// newcomer itself when its own line would be the longest.
    ///
    /// @return who has to go; null when nobody has
    @Nullable Waiter add(Waiter waiter, int most) {
        var line = lines.computeIfAbsent(waiter.wanted().line(), _ -> new ArrayDeque<>());
        line.addLast(waiter);
        size++;
        if (size <= most) {
            return null;
        }
        var longest = line;
        for (var other : lines.values()) {
            longest = other.size() > longest.size() ? other : longest;
        }
        var last = longest.getLast();
        remove(last);
        return last;
    }

    /// Whose turn it is.
    @Nullable Waiter head() {
        return size == 0 ? null : lines.firstEntry().getValue().getFirst();
    }

    /// Takes out whose turn it is; its line has its next turn after all others.
    void advance() {
        var first = lines.pollFirstEntry();
        first.getValue().removeFirst();
        size--;
        if (!first.getValue().isEmpty()) {
            lines.putLast(first.getKey(), first.getValue());
        }
    }

    /// Takes one out who waits no longer.
    void remove(Waiter waiter) {
        var key = waiter.wanted().line();
        var line = lines.get(key);
        if (line != null && line.remove(waiter)) {
            size--;
            if (line.isEmpty()) {
                lines.remove(key);
            }
        }
    }
}
