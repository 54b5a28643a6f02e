package io.agw.server.guard.flow;

import io.agw.server.guard.finding.Span;
import io.agw.server.guard.finding.Spotter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What of a text is not given on yet, as it was written and as it reads. In JSON these differ: an
/// escape reads as one character. Not thread-safe.
final class Held {
    /// What was given on is kept this far, for spotters that look back.
    private static final int BACK = Spotter.BACK;

    private static final int TRIMMED = 4_096;

    private final boolean isJson;
    private final JsonReading json = new JsonReading();
    private final StringBuilder raw = new StringBuilder();
    private final StringBuilder view = new StringBuilder();

    /// For each character of the view of JSON, where it ends in `raw`, and whether it is of a
    /// string.
    private int[] ends = new int[0];

    private boolean[] inString = new boolean[0];
    private final ArrayDeque<Mark> marks = new ArrayDeque<>();
    private int slot = Item.NOWHERE;

    /// How much of `raw` and of the view was given on.
    private int given;

    private int seen;

    Held(boolean isJson) {
        this.isJson = isJson;
    }

    void add(Item item) {
        if (item.isEnd()) {
            marks.add(new Mark(raw.length(), item.slot(), true));
            return;
        }
        marks.add(new Mark(raw.length(), item.slot(), false));
        if (!isJson) {
            raw.append(item.text());
            view.append(item.text());
            return;
        }
        for (int i = 0; i < item.text().length(); i++) {
            char c = item.text().charAt(i);
            raw.append(c);
            int reads = json.take(c);
            if (reads != JsonReading.UNFINISHED) {
                see((char) reads, json.isInString());
            }
        }
    }

    private void see(char c, boolean isOfString) {
        int at = view.length();
        if (at == ends.length) {
            ends = Arrays.copyOf(ends, Math.max(64, 2 * at));
            inString = Arrays.copyOf(inString, ends.length);
        }
        view.append(c);
        ends[at] = raw.length();
        inString[at] = isOfString;
    }

    /// The text as it reads; what lies before {@link #seen} was given on.
    CharSequence view() {
        return view;
    }

    int seen() {
        return seen;
    }

    int size() {
        return raw.length() - given;
    }

    /// Gives on what reads as the view up to a place.
    void giveTo(int to, List<Item> out) {
        if (to > seen) {
            seen = to;
            give(end(to - 1), out);
        }
        pass(out);
    }

    /// Gives on all that there is.
    void giveAll(List<Item> out) {
        seen = view.length();
        give(raw.length(), out);
    }

    /// Leaves something out and puts a word for it in its place: in JSON one for each string that
    /// it reaches into, so that the document stays one.
    void replace(Span span, List<Item> out) {
        giveTo(span.from(), out);
        if (!isJson) {
            pass(out);
            out.add(Item.text(slot, span.placeholder()));
            leaveOut(end(span.to() - 1), out);
            seen = span.to();
            return;
        }
        int at = span.from();
        while (at < span.to()) {
            boolean isOfString = inString[at];
            int next = at + 1;
            while (next < span.to() && inString[next] == isOfString) {
                next++;
            }
            if (isOfString || isLiteral(at, next)) {
                pass(out);
                var word = span.placeholder();
                out.add(Item.text(slot, isOfString ? word : '"' + word + '"'));
                leaveOut(end(next - 1), out);
                seen = next;
            } else {
                giveTo(next, out);
            }
            at = next;
        }
    }

    /// Whether a number, or a part of one, stands there outside of strings.
    private boolean isLiteral(int from, int to) {
        for (int i = from; i < to; i++) {
            if (JsonReading.isStructure(view.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private int end(int at) {
        return isJson ? ends[at] : at + 1;
    }

    private void give(int to, List<Item> out) {
        while (!marks.isEmpty() && marks.peek().at() <= to) {
            var mark = marks.remove();
            text(mark.at(), out);
            pass(mark, out);
        }
        text(to, out);
    }

    /// Goes over marks that stand right here.
    private void pass(List<Item> out) {
        while (!marks.isEmpty() && marks.peek().at() <= given) {
            pass(marks.remove(), out);
        }
    }

    private void leaveOut(int to, List<Item> out) {
        while (!marks.isEmpty() && marks.peek().at() < to) {
            pass(marks.remove(), out);
        }
        given = to;
        // ends that stand right behind what was left out
        while (!marks.isEmpty() && marks.peek().at() == to && marks.peek().isEnd()) {
            pass(marks.remove(), out);
        }
    }

    private void pass(Mark mark, List<Item> out) {
        if (mark.isEnd()) {
            out.add(Item.end(mark.slot()));
        } else {
            slot = mark.slot();
        }
    }

    private void text(int to, List<Item> out) {
        if (to > given) {
            out.add(Item.text(slot, raw.substring(given, to)));
            given = to;
        }
    }

    /// Lets go of what was given on and is no longer looked at.
    void trim() {
        int cut = seen - BACK;
        if (cut < TRIMMED) {
            return;
        }
        int rawCut = Math.min(given, end(cut - 1));
        if (isJson) {
            int left = view.length() - cut;
            System.arraycopy(ends, cut, ends, 0, left);
            System.arraycopy(inString, cut, inString, 0, left);
            for (int i = 0; i < left; i++) {
                ends[i] -= rawCut;
            }
        }
        view.delete(0, cut);
        raw.delete(0, rawCut);
        seen -= cut;
        given -= rawCut;
        var moved = new ArrayList<Mark>(marks);
        marks.clear();
        moved.forEach(mark -> marks.add(new Mark(mark.at() - rawCut, mark.slot(), mark.isEnd())));
    }

    /// Where in `raw` a piece begins, or goes on, or ends.
    private record Mark(int at, int slot, boolean isEnd) {}
}
