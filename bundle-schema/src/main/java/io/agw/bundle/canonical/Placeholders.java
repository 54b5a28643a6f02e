package io.agw.bundle.canonical;

import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import java.util.Locale;

/// The references that an export writes in place of secrets.
///
/// `${KIND_ID_FIELD}`: kind, id and JSON pointer in upper case with `_` for everything but letters
/// and digits, so that they are the same in every export of an object. Where the variable is not
/// set, such a reference means "keep the stored secret", in its own place and in no other.
public final class Placeholders {
    private Placeholders() {}

    /// The reference that stands for a secret member: `${PROVIDER_OPENAI_API_KEY}`.
    ///
    /// @param pointer JSON pointer into the object, for example `/api_key`
    public static String reference(ObjectKey key, String pointer) {
        return reference(key.kind(), key.id(), pointer);
    }

    static String reference(Kind kind, String id, String pointer) {
        return "${" + name(kind, id, pointer) + "}";
    }

    private static String name(Kind kind, String id, String pointer) {
        var words = kind.word() + "_" + id + pointer.replace("~1", "/").replace("~0", "~");
        return words.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
