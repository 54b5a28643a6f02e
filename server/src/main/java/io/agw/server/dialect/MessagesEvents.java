package io.agw.server.dialect;

import io.agw.server.dialect.conversation.ToldUsage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Events of Anthropic's messages: usage in `message_start` and, cumulative, in `message_delta`,
/// the end in `message_stop`, failures in `error`.
final class MessagesEvents implements PassedEvents {
    /// How nearly every event begins; those need no further look.
    private static final byte[] CONTENT =
            "{\"type\":\"content_block_".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] LAST_WORD =
            "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final JsonLimits limits;
    private final EventCount count = new EventCount();
    private final TokenCounts tokens = new TokenCounts();
    private boolean finished;
    private boolean spoken;

    MessagesEvents(JsonLimits limits) {
        this.limits = limits;
    }

    @Override
    public Verdict judge(byte[] data, int from, int to) throws MalformedJson, ReportedError {
        JsonText.checkObject(data, from, to);
        if (Octets.begin(data, from, to, CONTENT)) {
            count.add(data, from, to);
            // content_block_delta, not content_block_start
            spoken |= to - from > CONTENT.length && data[from + CONTENT.length] == 'd';
            return Verdict.PASS;
        }
        var cursor = new JsonCursor(data, from, to, limits);
        var type = "";
        @Nullable UpstreamError error = null;
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs("type") && cursor.kind() == '"') {
                type = cursor.text();
            } else if (cursor.nameIs("usage") && cursor.kind() == '{') {
                tokens.take(cursor);
            } else if (cursor.nameIs("message") && cursor.kind() == '{') {
                takeMessage(cursor.inside());
            } else if (cursor.nameIs("delta") && cursor.kind() == '{') {
                finished |= hasStopReason(cursor.inside());
            } else if (cursor.nameIs("error") && cursor.kind() == '{') {
                error = UpstreamError.read(cursor.inside());
            }
        }
        cursor.expectEnd();
        spoken |= type.equals("content_block_delta");
        if (type.equals("error")) {
            throw new ReportedError(error == null ? UpstreamError.UNKNOWN : error);
        }
        return type.equals("message_stop") ? Verdict.LAST : Verdict.PASS;
    }

    private void takeMessage(JsonCursor message) throws MalformedJson {
        message.enterObject();
        while (message.nextMember()) {
            if (message.nameIs("usage") && message.kind() == '{') {
                tokens.take(message);
            }
        }
    }

    private static boolean hasStopReason(JsonCursor delta) throws MalformedJson {
        boolean has = false;
        delta.enterObject();
        while (delta.nextMember()) {
            has |= delta.nameIs("stop_reason") && delta.kind() == '"';
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
        return LAST_WORD;
    }

    @Override
    public @Nullable ToldUsage usage() {
        return finished ? tokens.told(Api.MESSAGES) : null;
    }

    @Override
    public long estimatedTokens() {
        return count.tokens();
    }
}
