package io.agw.server.plane.llm;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.dialect.conversation.AnswerEvent;

/// How much of a translated answer may have to be kept: all that was told of it, for clients take
/// blocks one after another, or the whole answer again at its end, and what its reader has not told
/// yet. Nobody else keeps anything of it. Not thread-safe.
final class AnswerSize {
    /// Blocks, and things without a word, of one answer. Those that are open are looked through for
    /// each event.
    private static final int MOST_PARTS = 4_096;

    private static final int BYTES_PER_TOKEN = 4;

    private final int longest;
    private long deltas;
    private long told;
    private long pieces;
    private long words;
    private int parts;

    /// @param longest most characters
    AnswerSize(int longest) {
        this.longest = longest;
    }

    /// @return false when there is no room for it: then nobody is to keep it, and the next check
    ///   fails
    boolean add(AnswerEvent event) {
        told += event.characters();
        switch (event) {
            case AnswerEvent.Delta(_, var text) -> {
                deltas++;
                pieces += text.isEmpty() ? 0 : 1;
                words += bytes(text);
            }
            case AnswerEvent.BlockBegun _, AnswerEvent.Foreign _ -> parts++;
            case AnswerEvent.Signed _,
                    AnswerEvent.Begun _,
                    AnswerEvent.BlockEnded _,
                    AnswerEvent.Counted _,
                    AnswerEvent.Stopped _,
                    AnswerEvent.Ended _ -> {}
        }
        return told <= longest && parts <= MOST_PARTS;
    }

    /// @param kept characters that the reader has kept; 0 when it has told all of them
    /// @throws CallFailed when it is too much
    void check(long kept) throws CallFailed {
        if (told + kept > longest) {
            throw tooLarge("over " + longest + " characters");
        }
        if (parts > MOST_PARTS) {
            throw tooLarge("over " + MOST_PARTS + " parts");
        }
    }

    private static CallFailed tooLarge(String what) {
        return new CallFailed(new UpstreamFailure.TooLarge("answer: " + what));
    }

    /// Pieces of blocks so far.
    long deltas() {
        return deltas;
    }

    /// As of streams that are passed on: four bytes of words are a token, each piece is one at
    /// least, and signatures are none.
    long estimatedTokens() {
        return Math.max(pieces, Math.ceilDiv(words, BYTES_PER_TOKEN));
    }

    /// Of UTF-8; a half of a pair is half of its four.
    private static long bytes(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
