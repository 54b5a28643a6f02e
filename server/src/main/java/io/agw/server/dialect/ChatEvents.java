package io.agw.server.dialect;

import io.agw.server.dialect.conversation.ToldUsage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Chunks of a chat completion.
final class ChatEvents implements PassedEvents {
    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};
    private static final byte[] LAST_WORD = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private final ReplyScanner scanner;
    private final JsonLimits limits;
    private final boolean usageWanted;
    private final long choices;
    private final AnswerEnds ends = new AnswerEnds("finish_reason");
    private final EventCount count = new EventCount();
    private @Nullable ToldUsage usage;
    private boolean finished;
    private boolean spoken;

    /// @param usageWanted whether the client asked for the chunk that holds only usage
    /// @param choices that the client asked for; a stream of one is not looked at more closely
    ChatEvents(JsonLimits limits, boolean usageWanted, long choices) {
        this.limits = limits;
        this.scanner = new ReplyScanner(limits);
        this.usageWanted = usageWanted;
        this.choices = choices;
    }

    @Override
    public Verdict judge(byte[] data, int from, int to) throws MalformedJson, ReportedError {
        if (isDone(data, from, to)) {
            return Verdict.LAST;
        }
        JsonText.checkObject(data, from, to);
        int glance = ReplyScanner.glance(data, from, to);
        boolean stops = (glance & ReplyScanner.FINISHED) != 0;
        finished = finished || (stops && areAllEnded(data, from, to));
        spoken = spoken || stops || ChatSpeech.isIn(data, from, to);
        count.add(data, from, to);
        return (glance & (ReplyScanner.USAGE | ReplyScanner.ERROR)) == 0
                ? Verdict.PASS
                : judgeWhole(scanner.scan(Api.CHAT, data, from, to));
    }

    private boolean areAllEnded(byte[] chunk, int from, int to) throws MalformedJson {
        if (choices <= 1) {
            return true;
        }
        var cursor = new JsonCursor(chunk, from, to, limits);
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs("choices") && cursor.kind() == '[') {
                ends.take(cursor);
            }
        }
        return ends.count() >= choices;
    }

    private Verdict judgeWhole(ScannedReply chunk) throws ReportedError {
        if (chunk.error() != null) {
            throw new ReportedError(chunk.error());
        }
        if (chunk.usage() == null) {
            return Verdict.PASS;
        }
        usage = chunk.usage();
        return chunk.choices() || usageWanted ? Verdict.PASS : Verdict.DROP;
    }

    @Override
    public boolean hasSpoken() {
        return spoken;
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    @Override
    public byte[] lastWord() {
        return LAST_WORD;
    }

    @Override
    public @Nullable ToldUsage usage() {
        return usage;
    }

    @Override
    public long estimatedTokens() {
        return count.tokens();
    }

    private static boolean isDone(byte[] data, int from, int to) {
        if (to - from != DONE.length) {
            return false;
        }
        for (int i = 0; i < DONE.length; i++) {
            if (data[from + i] != DONE[i]) {
                return false;
            }
        }
        return true;
    }
}
