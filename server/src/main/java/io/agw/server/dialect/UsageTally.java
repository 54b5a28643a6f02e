package io.agw.server.dialect;

import io.agw.server.dialect.conversation.ToldUsage;
import org.jspecify.annotations.Nullable;

/// Finds what an upstream says of its tokens in an answer that is read for something else. One for
/// an answer; not thread-safe.
public final class UsageTally {
    private final Api api;
    private final JsonLimits limits;
    private final TokenCounts tokens = new TokenCounts();

    /// @param api whose answer it is
    public UsageTally(Api api, JsonLimits limits) {
        this.api = api;
        this.limits = api.embeds() ? limits.withAnyValues() : limits;
    }

    /// Looks at an event, most of which say nothing and are told apart without being read.
    public void event(byte[] data, int from, int to) {
        if (api == Api.GENERATE
                || (ReplyScanner.glance(data, from, to) & ReplyScanner.USAGE) != 0) {
            document(data, from, to);
        }
    }

    /// Looks at a whole document.
    public void document(byte[] data, int from, int to) {
        try {
            look(new JsonCursor(data, from, to, limits));
        } catch (MalformedJson _) {
            // whether it can be read is for its reader to say; what cannot be counted is guessed
        }
    }

    private void look(JsonCursor object) throws MalformedJson {
        object.enterObject();
        while (object.nextMember()) {
            if (object.nameIs("service_tier") && object.kind() == '"') {
                tokens.takeTier(object);
            } else if (object.kind() == '{') {
                if (object.nameIs("usage") || object.nameIs("usageMetadata")) {
                    tokens.take(object);
                } else if (object.nameIs("message")
                        || object.nameIs("response")
                        || (api == Api.CONVERSE && object.nameIs("metadata"))
                        || object.nameIs("x_groq")) {
                    look(object.inside());
                }
            }
        }
    }

    /// What was said; null when nothing was.
    public @Nullable ToldUsage told() {
        return tokens.told(api);
    }
}
