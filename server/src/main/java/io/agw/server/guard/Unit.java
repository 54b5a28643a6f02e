package io.agw.server.guard;

import io.agw.server.dialect.TextPlace.Sort;
import io.agw.server.guard.finding.NoVerdict;
import io.agw.server.guard.finding.Verdict;
import io.agw.server.guard.flow.Flow;
import io.agw.server.guard.flow.Item;
import io.agw.server.guard.webhook.Findings;
import io.agw.server.turn.TurnRefused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
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
    /// @throws AnswerUnfit when the model is to be asked once more
    static void pass(List<Unit> units, List<Rail> rails, Looking looking) {
        for (var rail : rails) {
            var looked = units.stream().filter(unit -> rail.looksAt(unit.sort)).toList();
            switch (rail.sight()) {
                case Sight.Judged(var judge) -> looking.judge(rail, judge, texts(looked));
                case Sight.Asked(var webhook) -> {
                    var findings = looking.ask(rail, webhook, asked(looked));
                    looked.forEach(unit -> unit.replace(rail, findings, looking));
                }
                case Sight.Formed(var format) -> looking.form(rail, format, formed(looked));
                case Sight.Same _, Sight.Grounded _ ->
                        looked.forEach(unit -> unit.pass(rail, looking));
            }
        }
    }

    /// Each text once: some dialects tell one several times.
    private static List<String> texts(List<Unit> units) {
        return units.stream().map(Unit::text).filter(text -> !text.isBlank()).distinct().toList();
    }

    /// The same, each with whether it is JSON.
    private static SequencedMap<String, Boolean> asked(List<Unit> units) {
        var asked = new LinkedHashMap<String, Boolean>();
        for (var unit : units) {
            var text = unit.text();
            if (!text.isBlank()) {
                asked.merge(text, unit.isJson, Boolean::logicalOr);
            }
        }
        return asked;
    }

    private void replace(Rail rail, Findings findings, Looking looking) {
        var spans = findings.spans().isEmpty() ? null : findings.spans().get(text());
        if (spans == null) {
            return;
        }
        var told = new ArrayList<Verdict.Found>();
        items = Flow.replaced(items, isJson, spans, told::add);
        if (told.isEmpty()) {
            looking.unanswered(
                    rail,
                    new NoVerdict(
                            "not_a_verdict",
                            "spans (expected: not only of what holds JSON together)"));
        }
        told.forEach(what -> looking.found(rail, what));
    }

    /// Each text once, white space too.
    private static List<String> formed(List<Unit> units) {
        return units.stream().map(Unit::text).filter(text -> !text.isEmpty()).distinct().toList();
    }

    private void pass(Rail rail, Looking looking) {
        var passage = new Passage(List.of(rail), sort, isJson, looking);
        var passed = new ArrayList<>(passage.take(items));
        passed.addAll(passage.end());
        items = passed;
    }
}
