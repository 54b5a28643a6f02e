package io.agw.server.dialect;

import io.agw.server.dialect.conversation.ToldUsage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Events of OpenAI's responses: the end and its usage in `response.completed` or
/// `response.incomplete`, failures in `response.failed` or `error`. Nothing may stand in for the
/// last event, which holds the whole answer.
final class ResponsesEvents implements PassedEvents {
    private static final byte[] RESPONSE =
            "{\"type\":\"response.".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ITEM_DONE =
            "{\"type\":\"response.output_item.done\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DELTA = ".delta".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};

    private final JsonLimits limits;
    private final boolean isKept;
    private final EventCount count = new EventCount();
    private final TokenCounts tokens = new TokenCounts();
    private @Nullable String id;
    private boolean ended;
    private boolean spoken;

    /// @param isKept whether the response was made before
    ResponsesEvents(JsonLimits limits, boolean isKept) {
        this.limits = limits;
        this.isKept = isKept;
    }

    @Override
    public Verdict judge(byte[] data, int from, int to) throws MalformedJson, ReportedError {
        JsonText.checkObject(data, from, to);
        if (isUnderWay(data, from, to)) {
            takeWords(data, from, to);
            return Verdict.PASS;
        }
        var cursor = new JsonCursor(data, from, to, limits);
        var type = "";
        @Nullable UpstreamError error = null;
        @Nullable String code = null;
        var sentence = "";
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs("type") && cursor.kind() == '"') {
                type = cursor.text();
            } else if (cursor.nameIs("code") && cursor.kind() == '"') {
                code = cursor.text();
            } else if (cursor.nameIs("message") && cursor.kind() == '"') {
                sentence = cursor.text();
            } else if (cursor.nameIs("response") && cursor.kind() == '{') {
                error = takeResponse(cursor.inside());
            } else if (cursor.nameIs("error") && cursor.kind() == '{') {
                error = UpstreamError.read(cursor.inside());
            }
        }
        cursor.expectEnd();
        spoken |= type.endsWith(".delta");
        return verdict(
                type, error == null ? new UpstreamError(code, null, null).said(sentence) : error);
    }

    private void takeWords(byte[] data, int from, int to) {
        if (isDelta(data, from + RESPONSE.length, to)) {
            spoken = true;
            count.add(data, from, to);
        } else if (Octets.begin(data, from, to, ITEM_DONE)) {
            count.addWhole(data, from, to);
        }
    }

    private Verdict verdict(String type, UpstreamError error) throws ReportedError {
        boolean failed = type.equals("response.failed");
        if (type.equals("error") || (failed && !isKept)) {
            throw new ReportedError(error);
        }
        ended = failed || type.equals("response.completed") || type.equals("response.incomplete");
        return ended ? Verdict.LAST : Verdict.PASS;
    }

    private @Nullable UpstreamError takeResponse(JsonCursor response) throws MalformedJson {
        @Nullable UpstreamError error = null;
        response.enterObject();
        while (response.nextMember()) {
            if (response.nameIs("id") && response.kind() == '"') {
                id = response.text();
            } else if (response.nameIs("service_tier") && response.kind() == '"') {
                tokens.takeTier(response);
            } else if (response.nameIs("usage") && response.kind() == '{') {
                tokens.take(response);
            } else if (response.nameIs("error") && response.kind() == '{') {
                error = UpstreamError.read(response.inside());
            }
        }
        return error;
    }

    /// Whether an event neither begins nor ends the answer, told by its first bytes: those are
    /// nearly all, and need no further look.
    private static boolean isUnderWay(byte[] data, int from, int to) {
        int next = from + RESPONSE.length;
        if (next + 2 >= to || !Octets.begin(data, from, to, RESPONSE)) {
            return false;
        }
        // response.output_…, .function_call_…, .reasoning_…, .content_…; not .failed
        return switch (data[next]) {
            case 'o', 'r' -> true;
            case 'f' -> data[next + 1] == 'u';
            case 'c' -> data[next + 2] == 'n';
            default -> false;
        };
    }

    /// Whether the event's name, of which the beginning is known, ends with `.delta`.
    private static boolean isDelta(byte[] data, int from, int to) {
        int end = from;
        while (end < to && data[end] != '"') {
            end++;
        }
        int start = end - DELTA.length;
        return start >= from && Arrays.equals(data, start, end, DELTA, 0, DELTA.length);
    }

    @Override
    public boolean hasSpoken() {
        return spoken || ended;
    }

    @Override
    public @Nullable String responseId() {
        return id;
    }

    @Override
    public boolean isFinished() {
        return false;
    }

    @Override
    public byte[] lastWord() {
        return NOTHING;
    }

    @Override
    public @Nullable ToldUsage usage() {
        return ended ? tokens.told(Api.RESPONSES) : null;
    }

    @Override
    public long estimatedTokens() {
        return count.tokens();
    }
}
