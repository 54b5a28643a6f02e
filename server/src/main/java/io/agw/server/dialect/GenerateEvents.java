package io.agw.server.dialect;

import io.agw.server.dialect.conversation.ToldUsage;
import org.jspecify.annotations.Nullable;

/// Chunks of Gemini's generated content. Each restates the usage so far; there is no last word: the
/// stream ends behind the chunk that says why the model stopped, of every candidate that it began,
/// or why it never began.
final class GenerateEvents implements PassedEvents {
    private static final byte[] NOTHING = {};

    private final JsonLimits limits;
    private final EventCount count = new EventCount();
    private final TokenCounts tokens = new TokenCounts();
    private final AnswerEnds candidates = new AnswerEnds("finishReason");
    private boolean blocked;
    private boolean spoken;

    GenerateEvents(JsonLimits limits) {
        this.limits = limits;
    }

    @Override
    public Verdict judge(byte[] data, int from, int to) throws MalformedJson, ReportedError {
        var cursor = new JsonCursor(data, from, to, limits);
        @Nullable UpstreamError error = null;
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs("usageMetadata") && cursor.kind() == '{') {
                tokens.take(cursor);
            } else if (cursor.nameIs("candidates") && cursor.kind() == '[') {
                candidates.take(cursor);
                spoken = true;
            } else if (cursor.nameIs("promptFeedback") && cursor.kind() == '{') {
                blocked |= names(cursor.inside(), "blockReason");
            } else if (cursor.nameIs("error") && cursor.kind() == '{') {
                error = UpstreamError.read(cursor.inside());
            }
        }
        cursor.expectEnd();
        if (error != null) {
            throw new ReportedError(error);
        }
        count.add(data, from, to);
        return Verdict.PASS;
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
        return spoken || blocked;
    }

    @Override
    public boolean isFinished() {
        return blocked || candidates.areAll();
    }

    @Override
    public byte[] lastWord() {
        return NOTHING;
    }

    @Override
    public @Nullable ToldUsage usage() {
        return isFinished() ? tokens.told(Api.GENERATE) : null;
    }

    @Override
    public long estimatedTokens() {
        return count.tokens();
    }
}
