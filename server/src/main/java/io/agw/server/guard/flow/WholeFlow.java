package io.agw.server.guard.flow;

import io.agw.server.guard.finding.Guard;
import io.agw.server.guard.finding.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Has a text looked at when all of it is there.
final class WholeFlow implements Flow {
    private final Guard guard;
    private final Way way;
    private final Held held;
    private final Consumer<Verdict.Found> found;

    WholeFlow(Guard guard, Way way, Held held, Consumer<Verdict.Found> found) {
        this.guard = guard;
        this.way = way;
        this.held = held;
        this.found = found;
    }

    @Override
    public List<Item> take(List<Item> items) {
        items.forEach(held::add);
        return way == Way.LOOK ? items : List.of();
    }

    @Override
    public List<Item> end() {
        var out = new ArrayList<Item>();
        switch (guard.inspect(held.view())) {
            case Verdict.Clean _ -> {}
            case Verdict.Found what -> {
                found.accept(what);
                if (way == Way.REPLACE) {
                    what.spans().forEach(span -> held.replace(span, out));
                }
            }
        }
        if (way != Way.LOOK) {
            held.giveAll(out);
        }
        return out;
    }

    @Override
    public int held() {
        return held.size();
    }
}
