package io.agw.server.dialect;

import java.util.BitSet;

/// Which of the answers that a stream tells at once have begun, and which have ended: choices of
/// chat completions, candidates of Gemini. Not thread-safe.
final class AnswerEnds {
    /// More than any vendor has; what is counted further says nothing.
    private static final int MOST = 1024;

    private final String reason;
    private final BitSet begun = new BitSet();
    private final BitSet ended = new BitSet();

    /// @param reason the member of an answer that says why it ends
    AnswerEnds(String reason) {
        this.reason = reason;
    }

    /// Takes note of the list of answers at which a cursor stands.
    void take(JsonCursor at) throws MalformedJson {
        for (var answer : JsonItems.objects(at)) {
            takeOne(answer);
        }
    }

    private void takeOne(JsonCursor answer) throws MalformedJson {
        long index = 0;
        boolean ends = false;
        answer.enterObject();
        while (answer.nextMember()) {
            if (answer.nameIs("index") && answer.isNumber()) {
                index = answer.count();
            } else if (answer.nameIs(reason)) {
                ends |= answer.kind() == '"';
            }
        }
        if (index >= 0 && index < MOST) {
            begun.set((int) index);
            ended.set((int) index, ends || ended.get((int) index));
        }
    }

    /// How many have ended.
    int count() {
        return ended.cardinality();
    }

    /// Whether all that have begun have ended, and one has.
    boolean areAll() {
        return !ended.isEmpty() && ended.cardinality() == begun.cardinality();
    }
}
