package io.agw.server.guard;

import io.agw.server.dialect.TextPlace.Sort;
import io.agw.server.guard.flow.Item;
import io.agw.server.turn.TurnRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A whole text, which may stand in several pieces. Not thread-safe.
final class Unit {
    private final Sort sort;
    private final boolean isJson;
    private List<Item> items = new ArrayList<>();

    Unit(Sort sort, boolean isJson) {
        this.sort = sort;
        this.isJson = isJson;
    }

    Sort sort() {
        return sort;
    }

    String text() {
        return items.stream().map(Item::text).collect(Collectors.joining());
    }

    void add(Item item) {
        items.add(item);
    }

    /// What it is by now.
    List<Item> items() {
        return items;
    }

    /// Has texts looked at by one guardrail after the other, each by all before the next: what one
    /// has replaced the next one does not see, and behind one that blocks none looks.
    ///
    /// @throws TurnRefused when what is found is not let pass
    static void pass(List<Unit> units, List<Rail> rails, Looking looking) {
        for (var rail : rails) {
            if (rail.sight() instanceof Sight.Judged(var judge)) {
                looking.judge(rail, judge, texts(units, rail));
                continue;
            }
            for (var unit : units) {
                if (rail.looksAt(unit.sort)) {
                    unit.pass(rail, looking);
                }
            }
        }
    }

    /// Each text once: some dialects tell one several times.
    private static List<String> texts(List<Unit> units, Rail rail) {
        return units.stream()
                .filter(unit -> rail.looksAt(unit.sort))
                .map(Unit::text)
                .filter(text -> !text.isBlank())
                .distinct()
                .toList();
    }

    private void pass(Rail rail, Looking looking) {
        var passage = new Passage(List.of(rail), sort, isJson, looking);
        var passed = new ArrayList<>(passage.take(items));
        passed.addAll(passage.end());
        items = passed;
    }
}
