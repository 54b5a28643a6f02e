package io.agw.server.dialect;

import io.agw.server.dialect.conversation.ToldUsage;
import org.jspecify.annotations.Nullable;

/// Chunks of Gemini's generated content. Each restates the usage so far; there is no last word: the
/// stream ends behind the chunk that says why the model stopped, or why it never began.
final class GenerateEvents implements PassedEvents {
    private static final byte[] NOTHING = {};

    private final JsonLimits limits;
    private final EventCount count = new EventCount();
    private final TokenCounts tokens = new TokenCounts();
    private boolean finished;
    private boolean spoken;

    GenerateEvents(JsonLimits limits) {
        this.limits = limits;
    }

    @Override
    public Verdict judge(byte[] data, int from, int to) throws MalformedJson, ReportedError {
        var cursor = new JsonCursor(data, from, to, limits);
        @Nullable UpstreamError error = null;
        count.add(to - from);
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs("usageMetadata") && cursor.kind() == '{') {
                tokens.take(cursor);
            } else if (cursor.nameIs("candidates") && cursor.kind() == '[') {
                finished |= isFinished(data, cursor.valueStart(), cursor.valueEnd());
                spoken = true;
            } else if (cursor.nameIs("promptFeedback") && cursor.kind() == '{') {
                finished |= names(cursor.inside(), "blockReason");
            } else if (cursor.nameIs("error") && cursor.kind() == '{') {
                error = UpstreamError.read(cursor.inside());
            }
        }
        cursor.expectEnd();
        if (error != null) {
            throw new ReportedError(error);
        }
        return Verdict.PASS;
    }

    /// Whether a list of candidates, of which nobody asks for more than one, says why it ends.
    private boolean isFinished(byte[] data, int from, int to) throws MalformedJson {
        int start = from + 1;
        while (start < to && data[start] != '{') {
            start++;
        }
        int end = to - 1;
        while (end > start && data[end] != '}') {
            end--;
        }
        return start < end && names(new JsonCursor(data, start, end + 1, limits), "finishReason");
    }

    private static boolean names(JsonCursor object, String member) throws MalformedJson {
        boolean has = false;
        object.enterObject();
        while (object.nextMember()) {
            has |= object.nameIs(member) && object.kind() == '"';
        }
        return has;
    }

    @Override
    public boolean hasSpoken() {
        return spoken || finished;
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    @Override
    public byte[] lastWord() {
        return NOTHING;
    }

    @Override
    public @Nullable ToldUsage usage() {
        return finished ? tokens.told(Api.GENERATE) : null;
    }

    @Override
    public long estimatedTokens() {
        return count.tokens();
    }
}
