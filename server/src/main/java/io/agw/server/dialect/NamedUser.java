package io.agw.server.dialect;

import org.jspecify.annotations.Nullable;

/// The user that a request's body names: `user` with OpenAI
/// (https://platform.openai.com/docs/api-reference/chat/create), `metadata.user_id` with Anthropic
/// (https://platform.claude.com/docs/en/api/messages).
///
/// @param id not empty
/// @param member where it stands
public record NamedUser(String id, String member) {
    private static final String METADATA = "metadata";
    private static final String USER_ID = "user_id";

    /// @param body that has been scanned
    /// @return null when it names none
    static @Nullable NamedUser in(Api api, byte[] body) {
        try {
            return switch (api) {
                case CHAT, RESPONSES, EMBEDDINGS, PASSTHROUGH ->
                        text(
                                new JsonCursor(body, 0, body.length, JsonLimits.defaults()),
                                "user",
                                "");
                case MESSAGES -> ofMetadata(body);
                case COUNT_TOKENS,
                        GENERATE,
                        COUNT_CONTENT,
                        EMBED_CONTENT,
                        EMBED_CONTENTS,
                        CONVERSE,
                        MODELS,
                        PROBE ->
                        null;
            };
        } catch (MalformedJson _) {
            return null; // its scanner has other limits
        }
    }

    private static @Nullable NamedUser ofMetadata(byte[] body) throws MalformedJson {
        var request = new JsonCursor(body, 0, body.length, JsonLimits.defaults());
        request.enterObject();
        while (request.nextMember()) {
            if (request.kind() == '{' && request.nameIs(METADATA)) {
                return text(request.inside(), USER_ID, METADATA + ".");
            }
        }
        return null;
    }

    /// @param within path of the object, with a dot at its end
    private static @Nullable NamedUser text(JsonCursor object, String name, String within)
            throws MalformedJson {
        NamedUser named = null;
        object.enterObject();
        while (object.nextMember()) {
            if (object.nameIs(name)) {
                // of a member that stands twice the last one counts, as with most readers
                boolean says = object.kind() == '"' && !object.text().isBlank();
                named = says ? new NamedUser(object.text(), within + name) : null;
            }
        }
        return named;
    }
}
