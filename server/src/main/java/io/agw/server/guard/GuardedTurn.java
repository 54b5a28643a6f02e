package io.agw.server.guard;

import io.agw.server.dialect.Api;
import io.agw.server.dialect.FoundTexts;
import io.agw.server.dialect.JsonLimits;
import io.agw.server.dialect.MalformedJson;
import io.agw.server.dialect.TextEdits;
import io.agw.server.dialect.TextEdits.Edit;
import io.agw.server.dialect.TextPlace;
import io.agw.server.dialect.TextPlace.Form;
import io.agw.server.dialect.TextPlace.Sort;
import io.agw.server.dialect.Texts;
import io.agw.server.guard.GuardRun.Outcome;
import io.agw.server.guard.flow.Item;
import io.agw.server.guard.webhook.ServiceCalls;
import io.agw.server.turn.OwnCalls;
import io.agw.server.turn.TurnRefused;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The guardrails of one turn, and what they came to. Belongs to the turn's thread.
public final class GuardedTurn {
    private static final String PARAGRAPH = "\n";

    private final List<Rail> rails;
    private final Looking looking = new Looking();
    private final boolean isCompared;

    GuardedTurn(List<Rail> rails) {
        this.rails = List.copyOf(rails);
        this.isCompared = rails.stream().anyMatch(rail -> rail.sight() instanceof Sight.Grounded);
    }

    /// What came of it so far.
    public GuardRuns runs() {
        return looking.runs();
    }

    /// Lets guardrails ask others.
    ///
    /// @param routes of the gateway itself, for the turn
    /// @param services of the operator's, for the turn
    public void askBy(OwnCalls routes, ServiceCalls services) {
        looking.askBy(new Looking.Askers(routes, services));
    }

    /// Whether somebody would have the model asked once more.
    public boolean wishesForRepair() {
        return rails.stream()
                .anyMatch(rail ->
                        rail.sight() instanceof Sight.Formed(var format) && format.isRepaired());
    }

    /// Lets the model be asked once more when its answer has not the form that it should.
    public void allowRepair() {
        looking.mayRepair(true);
    }

    /// Whether somebody looks at answers.
    public boolean looksAtAnswers() {
        return rails.stream().anyMatch(rail -> rail.object().stage().isOfAnswers());
    }

    /// Whether somebody looks at requests.
    public boolean looksAtRequests() {
        return rails.stream().anyMatch(rail -> !rail.object().stage().isOfAnswers());
    }

    /// Has a request looked at.
    ///
    /// @return the request as it may go on; null when it may as it is
    /// @throws TurnRefused when it may not
    public byte @Nullable [] request(Api api, byte[] body, JsonLimits limits) {
        if (!looksAtRequests() && !isCompared) {
            return null;
        }
        try {
            var found = Texts.ofRequest(api, body, limits);
            var units = look(body, found, false);
            if (isCompared) {
                looking.asked(units);
            }
            return edited(body, found.places(), units);
        } catch (MalformedJson e) {
            throw new IllegalStateException("a request that was scanned", e);
        }
    }

    /// Has a whole answer looked at.
    ///
    /// @return the answer as it may go on; the same bytes when nothing changes
    /// @throws TurnRefused when it may not
    /// @throws AnswerUnfit when the model is to be asked once more
    public byte[] answer(byte[] body, JsonLimits limits) {
        if (!looksAtAnswers()) {
            return body;
        }
        FoundTexts found;
        try {
            found = Texts.ofAnswer(body, limits);
        } catch (MalformedJson _) {
            cannotLook(true, "an answer that is too large");
            return body;
        }
        var changed = edited(body, found.places(), look(body, found, true));
        return changed == null ? body : changed;
    }

    /// For an answer that comes as a stream; there must be somebody who looks at answers.
    ///
    /// @param longest most characters that may be kept
    public GuardedStream stream(Api api, JsonLimits limits, int longest) {
        return new GuardedStream(of(true), looking, new GuardedStream.Source(api, limits, longest));
    }

    /// Notes that something goes past that nobody can look at.
    ///
    /// @param ofAnswers whether it is an answer
    /// @param what it is
    /// @throws TurnRefused when it may not
    public void cannotLook(boolean ofAnswers, String what) {
        for (var rail : rails) {
            if (rail.object().stage().isOfAnswers() == ofAnswers) {
                cannotLook(rail, looking.runs(), what);
            }
        }
    }

    static void cannotLook(Rail rail, GuardRuns runs, String what) {
        runs.came(
                rail,
                rail.isClosed() ? Outcome.REFUSED : Outcome.UNREAD,
                Collections.emptySortedSet());
        if (rail.isClosed()) {
            throw new TurnRefused(rail.cannotLook(what));
        }
    }

    /// @throws TurnRefused when what nobody can look at is not let pass
    static void checkUnread(List<Rail> rails, Iterable<Sort> unread, GuardRuns runs) {
        for (var sort : unread) {
            for (var rail : rails) {
                if (rail.looksAt(sort)) {
                    cannotLook(rail, runs, "pictures, files and what the provider keeps");
                }
            }
        }
    }

    private List<Rail> of(boolean answers) {
        return rails.stream()
                .filter(rail -> rail.object().stage().isOfAnswers() == answers)
                .toList();
    }

    private List<Unit> look(byte[] body, FoundTexts found, boolean ofAnswers) {
        checkUnread(rails, found.unread(), looking.runs());
        looking.mayBeEmpty(found.calls());
        var places = found.places();
        var units = new ArrayList<Unit>();
        for (int i = 0; i < places.size(); i++) {
            var place = places.get(i);
            if (i > 0 && areOne(places.get(i - 1), place)) {
                units.getLast().add(Item.text(Item.NOWHERE, PARAGRAPH));
            } else {
                units.add(new Unit(place.sort(), place.form().isJson()));
            }
            units.getLast().add(Item.text(i, TextEdits.text(body, place)));
        }
        Unit.pass(units, of(ofAnswers), looking);
        return units;
    }

    /// The document with what its texts have become; null when they are what they were.
    private byte @Nullable [] edited(byte[] body, List<TextPlace> places, List<Unit> units) {
        var texts = places.stream().map(_ -> new StringBuilder()).toList();
        for (var unit : units) {
            for (var item : unit.items()) {
                if (item.slot() != Item.NOWHERE) {
                    texts.get(item.slot()).append(item.text());
                }
            }
        }
        var edits = new ArrayList<Edit>();
        for (int i = 0; i < texts.size(); i++) {
            var text = texts.get(i).toString();
            if (!text.equals(TextEdits.text(body, places.get(i)))) {
                edit(places.get(i), text, edits);
            }
        }
        return edits.isEmpty() ? null : TextEdits.apply(body, 0, body.length, edits);
    }

    private static boolean areOne(TextPlace one, TextPlace next) {
        return one.group() == next.group()
                && one.sort() == next.sort()
                && !one.form().isJson()
                && !next.form().isJson();
    }

    private void edit(TextPlace place, String text, List<Edit> edits) {
        if (place.form() != Form.SIGNED) {
            edits.add(new Edit(place, text));
            return;
        }
        for (var rail : rails) {
            if (rail.looksAt(place.sort()) && looking.runs().has(rail, Outcome.REDACTED)) {
                cannotLook(rail, looking.runs(), "what is signed, as it may not be changed");
            }
        }
    }
}
