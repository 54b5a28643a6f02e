package io.agw.server.guard.flow;

import io.agw.server.guard.finding.Spotting;
import io.agw.server.guard.finding.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Replaces what spotters know, and holds back only what may still become such a thing: mostly the
/// last word.
final class WindowFlow implements Flow {
    private final Spotting spotting;
    private final Held held;
    private final Consumer<Verdict.Found> found;

    WindowFlow(Spotting spotting, Held held, Consumer<Verdict.Found> found) {
        this.spotting = spotting;
        this.held = held;
        this.found = found;
    }

    @Override
    public List<Item> take(List<Item> items) {
        items.forEach(held::add);
        return give(false);
    }

    @Override
    public List<Item> end() {
        var out = give(true);
        held.giveAll(out);
        return out;
    }

    private List<Item> give(boolean whole) {
        var out = new ArrayList<Item>();
        while (true) {
            var next = spotting.next(held.view(), held.seen(), whole);
            var span = next.span();
            if (span == null) {
                held.giveTo(next.to(), out);
                break;
            }
            found.accept(Verdict.Found.of(List.of(span)));
            held.replace(span, out);
        }
        held.trim();
        return out;
    }

    @Override
    public int held() {
        return held.size();
    }
}
