package io.agw.server.guard;

import io.agw.server.dialect.Api;
import io.agw.server.dialect.EventTexts;
import io.agw.server.dialect.GivenBytes;
import io.agw.server.dialect.JsonLimits;
import io.agw.server.dialect.MalformedJson;
import io.agw.server.dialect.SseFault;
import io.agw.server.dialect.SseReader;
import io.agw.server.dialect.StreamTexts;
import io.agw.server.dialect.TextPlace.Sort;
import io.agw.server.guard.flow.Item;
import io.agw.server.turn.TurnRefused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A stream of events on its way past guardrails. Events come out as they went in and in their
/// order, each as soon as all its texts are decided; only texts in which something was found are
/// others. Not thread-safe.
public final class GuardedStream {
    private final List<Rail> rails;
    private final Looking looking;
    private final Source source;
    private final StreamTexts texts;
    private final boolean holds;
    private final ArrayDeque<HeldEvent> events = new ArrayDeque<>();

    /// Texts that are not over, of a stream that is not held to its end.
    private final Map<String, Passage> passages = new LinkedHashMap<>();

    /// All texts of a stream that is held to its end.
    private final Map<String, Unit> held = new LinkedHashMap<>();

    private final Map<Integer, HeldEvent.Slot> slots = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long heldBytes;
    private long told;
    private int nextSlot;
    private boolean hasWords;

    GuardedStream(List<Rail> rails, Looking looking, Source source) {
        this.rails = List.copyOf(rails);
        this.looking = looking;
        this.source = source;
        this.texts = new StreamTexts(source.api(), source.limits());
        this.holds = rails.stream().anyMatch(Rail::holds);
        looking.mayBeEmpty(false);
    }

    /// Events with data that were given out.
    public long told() {
        return told;
    }

    /// Takes whole events.
    ///
    /// @return those that may go out now
    /// @throws TurnRefused when the answer may not go on
    public byte[] take(byte[] bytes, int from, int to) {
        var reader =
                new SseReader<IOException>(
                        new GivenBytes(bytes, from, to),
                        Math.max(1, to - from),
                        Math.max(1, to - from));
        try {
            while (reader.next()) {
                event(reader);
            }
        } catch (SseFault | IOException e) {
            throw new IllegalStateException("events that were whole", e);
        }
        checkSize();
        if (!holds) {
            release();
        }
        return taken();
    }

    /// The answer has ended: all that is left. May be asked again after {@link AnswerUnfit}.
    ///
    /// @throws TurnRefused when it may not go out
    /// @throws AnswerUnfit when the model is to be asked once more
    public byte[] end() {
        decide();
        return taken();
    }

    /// The answer has broken off: all that has come.
    ///
    /// @throws TurnRefused when it may not go out
    public byte[] breakOff() {
        takeForWhole();
        return taken();
    }

    /// Takes what has come so far for all there is, which it is not.
    private void takeForWhole() {
        looking.mayRepair(false);
        looking.mayBeEmpty(true);
        decide();
    }

    private void decide() {
        end("");
        var units = List.copyOf(held.values());
        if (holds) {
            Unit.pass(units, rails, looking);
        } else if (!hasWords) {
            nothingSaid();
        }
        held.clear();
        units.forEach(unit -> give(unit.items()));
        release();
    }

    private void nothingSaid() {
        for (var rail : rails) {
            if (rail.sight() instanceof Sight.Formed(var format)) {
                looking.form(rail, format, List.of());
            }
        }
    }

    private void event(SseReader<IOException> reader) {
        var event = HeldEvent.of(reader);
        events.add(event);
        heldBytes += event.size();
        if (!event.hasData()) {
            return;
        }
        EventTexts found;
        try {
            found = event.read(texts);
        } catch (MalformedJson _) {
            rails.forEach(rail ->
                    GuardedTurn.cannotLook(rail, looking.runs(), "an event that is not read"));
            return;
        }
        GuardedTurn.checkUnread(rails, found.unread(), looking.runs());
        if (found.calls()) {
            looking.mayBeEmpty(true);
        }
        for (var piece : found.pieces()) {
            piece(event, piece);
        }
        found.ended().forEach(this::end);
    }

    private void piece(HeldEvent event, EventTexts.Piece piece) {
        var place = piece.place();
        if (rails.stream().noneMatch(rail -> rail.looksAt(place.sort()))) {
            return;
        }
        int number = nextSlot++;
        var slot = event.slot(place);
        slots.put(number, slot);
        hasWords |= place.sort() == Sort.ANSWER && !slot.original().isEmpty();
        var items = List.of(Item.text(number, slot.original()), Item.end(number));
        var key = piece.key();
        if (holds) {
            var name = key == null ? "piece " + number : key;
            var unit =
                    held.computeIfAbsent(name, _ -> new Unit(place.sort(), place.form().isJson()));
            items.forEach(unit::add);
            return;
        }
        var passage = key == null ? null : passages.get(key);
        if (passage == null) {
            passage = new Passage(rails, place.sort(), place.form().isJson(), looking);
        }
        if (key == null) {
            give(passage.take(items));
            give(passage.end());
        } else {
            passages.put(key, passage);
            give(passage.take(items));
        }
    }

    /// Ends the texts whose keys begin so.
    private void end(String prefix) {
        var ending = passages.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
        for (var key : ending) {
            var passage = passages.remove(key);
            if (passage != null) {
                give(passage.end());
            }
        }
    }

    private void give(List<Item> items) {
        for (var item : items) {
            if (item.slot() == Item.NOWHERE) {
                continue;
            }
            if (item.isEnd()) {
                var slot = slots.remove(item.slot());
                if (slot != null) {
                    slot.end();
                }
            } else {
                var slot = slots.get(item.slot());
                if (slot != null) {
                    slot.add(item.text());
                }
            }
        }
    }

    /// No more is kept than may be: where nobody refuses it, what comes later is looked at apart.
    /// Those who only take notes give way first.
    private void checkSize() {
        if (kept() <= source.longest()) {
            return;
        }
        var what = "an answer of which over " + source.longest() + " bytes are held";
        passages.values().forEach(passage -> passage.noteSoFar(what));
        if (kept() > source.longest()) {
            rails.forEach(rail -> GuardedTurn.cannotLook(rail, looking.runs(), what));
            takeForWhole();
            hasWords = true;
        }
    }

    private long kept() {
        long kept = heldBytes;
        for (var passage : passages.values()) {
            kept += passage.held();
        }
        return kept;
    }

    private void release() {
        while (!events.isEmpty() && events.peek().isDecided()) {
            var event = events.remove();
            heldBytes -= event.size();
            told += event.hasData() ? 1 : 0;
            out.writeBytes(event.bytes());
        }
    }

    private byte[] taken() {
        var bytes = out.toByteArray();
        out.reset();
        return bytes;
    }

    /// What is known of the stream.
    ///
    /// @param api that the client speaks
    /// @param longest most bytes that are kept
    record Source(Api api, JsonLimits limits, int longest) {}
}
