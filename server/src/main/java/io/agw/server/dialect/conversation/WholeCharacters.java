package io.agw.server.dialect.conversation;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Puts characters together again that an upstream cut: vendors that count in UTF-16 may end a
/// delta within one of two units, and a half of it cannot be written as UTF-8. Not thread-safe.
public final class WholeCharacters {
    private final Map<Integer, String> halves = new HashMap<>();

    /// Hands the event on; the last half of a delta only with the next delta, or with the end of
    /// its block.
    public void pass(AnswerEvent event, Consumer<AnswerEvent> to) {
        switch (event) {
            case AnswerEvent.Delta delta -> delta(delta, to);
            case AnswerEvent.BlockEnded(int index) -> {
                var half = halves.remove(index);
                if (half != null) {
                    to.accept(new AnswerEvent.Delta(index, half));
                }
                to.accept(event);
            }
            case AnswerEvent.Begun _,
                    AnswerEvent.BlockBegun _,
                    AnswerEvent.Signed _,
                    AnswerEvent.Counted _,
                    AnswerEvent.Foreign _,
                    AnswerEvent.Stopped _,
                    AnswerEvent.Ended _ ->
                    to.accept(event);
        }
    }

    private void delta(AnswerEvent.Delta delta, Consumer<AnswerEvent> to) {
        var text = delta.text();
        boolean cut = !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1));
        if (!cut && halves.isEmpty()) {
            to.accept(delta);
            return;
        }
        var before = halves.remove(delta.index());
        var whole = before == null ? text : before + text;
        if (cut) {
            halves.put(delta.index(), whole.substring(whole.length() - 1));
            whole = whole.substring(0, whole.length() - 1);
        }
        if (!whole.isEmpty()) {
            to.accept(new AnswerEvent.Delta(delta.index(), whole));
        }
    }
}
