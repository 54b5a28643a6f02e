package io.agw.bundle.key;

import io.agw.bundle.model.Secret;
import io.agw.bundle.upstream.HeaderRule;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An access key of AWS.
///
/// @param sessionToken null but for temporary keys
public record AccessKey(String id, Secret secret, @Nullable Secret sessionToken) {
    /// The access key that a provider's key is; null when it is another kind of key, or none.
    ///
    /// @param key the secret of an access key, or all of one as JSON, as AWS's own command line
    ///   prints it for other programs
    /// @param id whose secret the key is
    /// @throws BadKey when JSON is none of an access key
    public static @Nullable AccessKey of(@Nullable Secret key, @Nullable String id) {
        if (key != null && KeyRule.isJson(key)) {
            return read(key.reveal());
        }
        var text = key == null ? "" : key.reveal().strip();
        return text.isEmpty() || id == null ? null : new AccessKey(id, new Secret(text), null);
    }

    /// @throws BadKey when the text is none of an access key
    static AccessKey read(String json) {
        try {
            var tree = JsonMapper.shared().readTree(json);
            var id = text(tree, "AccessKeyId");
            var secret = text(tree, "SecretAccessKey");
            var token = text(tree, "SessionToken");
            if (id != null && secret != null && isSent(id) && (token == null || isSent(token))) {
                return new AccessKey(
                        id, new Secret(secret), token == null ? null : new Secret(token));
            }
        } catch (JacksonException _) {
            // said below, without what the parser quotes of a secret
        }
        throw new BadKey("JSON with AccessKeyId and SecretAccessKey");
    }

    private static boolean isSent(String text) {
        return HeaderRule.isValue(text);
    }

    private static @Nullable String text(JsonNode tree, String name) {
        var node = tree.path(name);
        return node.isString() && !node.stringValue().isBlank() ? node.stringValue().strip() : null;
    }
}
