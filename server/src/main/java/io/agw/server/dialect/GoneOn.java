package io.agw.server.dialect;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A conversation that goes on with an answer and what is said to it, in the wire shape of each
/// dialect. All else of the request stays byte for byte. Stateless.
public final class GoneOn {
    private GoneOn() {}

    /// @param body a request that has been scanned
    /// @param answer of the model
    /// @param said to it, as by the user
    /// @return null when the request has no list of what was said, or says it twice
    /// @throws MalformedJson when it is no object
    public static byte @Nullable [] with(Api api, byte[] body, String answer, String said)
            throws MalformedJson {
        var list =
                switch (api) {
                    case CHAT, MESSAGES -> "messages";
                    case GENERATE -> "contents";
                    case RESPONSES -> "input";
                    case CONVERSE,
                            EMBEDDINGS,
                            EMBED_CONTENT,
                            EMBED_CONTENTS,
                            COUNT_TOKENS,
                            COUNT_CONTENT,
                            MODELS,
                            PASSTHROUGH,
                            PROBE ->
                            null;
                };
        if (list == null) {
            return null;
        }
        var more =
                api == Api.GENERATE
                        ? content("model", answer) + "," + content("user", said)
                        : message("assistant", answer) + "," + message("user", said);
        var cursor = new JsonCursor(body, 0, body.length, JsonLimits.defaults());
        byte @Nullable [] goneOn = null;
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs(list)) {
                if (goneOn != null) {
                    return null; // which of them a vendor reads is not known
                }
                goneOn = with(body, cursor, more);
                if (goneOn == null) {
                    return null;
                }
            }
        }
        return goneOn;
    }

    private static byte @Nullable [] with(byte[] body, JsonCursor at, String more) {
        return switch (at.kind()) {
            case '[' ->
                    put(
                            body,
                            at.valueEnd() - 1,
                            at.valueEnd() - 1,
                            at.isEmpty() ? more : "," + more);
            case '"' ->
                    put(
                            body,
                            at.valueStart(),
                            at.valueEnd(),
                            "[" + message("user", at.text()) + "," + more + "]");
            default -> null;
        };
    }

    private static byte[] put(byte[] body, int from, int to, String text) {
        var out = new ByteArrayOutputStream(body.length + text.length());
        out.write(body, 0, from);
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.write(body, to, body.length - to);
        return out.toByteArray();
    }

    private static String message(String role, String text) {
        return "{\"role\":\"" + role + "\",\"content\":" + quoted(text) + "}";
    }

    private static String content(String role, String text) {
        return "{\"role\":\"" + role + "\",\"parts\":[{\"text\":" + quoted(text) + "}]}";
    }

    private static String quoted(String text) {
        return new String(JsonText.quoted(text), StandardCharsets.UTF_8);
    }
}
