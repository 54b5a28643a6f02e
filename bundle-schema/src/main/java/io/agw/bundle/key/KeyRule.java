package io.agw.bundle.key;

import io.agw.bundle.model.Secret;
import io.agw.bundle.upstream.HeaderRule;
import java.util.Optional;

/// What can be the key of a provider. Most keys are shown in a header; of some types they may be
/// JSON, which makes what is sent and is not sent itself.
public final class KeyRule {
    private KeyRule() {}

    /// Whether a key is JSON for the types that take that.
    public static boolean isJson(Secret key) {
        return key.reveal().strip().startsWith("{");
    }

    /// What to write instead of a key; empty when the type can use it.
    public static Optional<String> expected(String providerType, Secret key) {
        var text = key.reveal().strip();
        try {
            if (isJson(key) && providerType.equals("bedrock")) {
                AccessKey.read(text);
                return Optional.empty();
            }
            if (isJson(key) && providerType.equals("vertex")) {
                ServiceAccountFile.read(text);
                return Optional.empty();
            }
        } catch (BadKey e) {
            return Optional.of(e.expected());
        }
        return text.isEmpty() || !HeaderRule.isValue(text)
                ? Optional.of("a key that fits into a header")
                : Optional.empty();
    }
}
