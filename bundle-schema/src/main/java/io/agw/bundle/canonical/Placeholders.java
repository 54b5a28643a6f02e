package io.agw.bundle.canonical;

import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The references that an export writes in place of secrets. Immutable and thread-safe.
///
/// `${KIND_ID_FIELD}`: kind, id and JSON pointer in upper case with `_` for everything but letters
/// and digits. Where several places have one such name, so that a gateway that holds none of the
/// secrets could not be given different ones, a digest of the place follows in each. Where the
/// variable is not set, either form means "keep the stored secret", in its own place and in no
/// other.
public final class Placeholders {
    private static final int DIGEST_DIGITS = 8;

    private final Set<String> shared;

    private Placeholders(Set<String> shared) {
        this.shared = shared;
    }

    /// Those of one export.
    ///
    /// @param places JSON pointers of the secrets of each object
    public static Placeholders among(Map<ObjectKey, Set<String>> places) {
        var seen = new HashSet<String>();
        var shared = new HashSet<String>();
        places.forEach((key, pointers) ->
                pointers.forEach(pointer -> {
                    var name = name(key.kind(), key.id(), pointer);
                    if (!seen.add(name)) {
                        shared.add(name);
                    }
                }));
        return new Placeholders(Set.copyOf(shared));
    }

    /// The variable that stands for a secret member: `PROVIDER_OPENAI_API_KEY`.
    ///
    /// @param pointer JSON pointer into the object, for example `/api_key`
    public String variable(ObjectKey key, String pointer) {
        var name = name(key.kind(), key.id(), pointer);
        return shared.contains(name) ? distinct(key.kind(), key.id(), pointer) : name;
    }

    /// The reference that stands for a secret where no other place has its name.
    static String reference(Kind kind, String id, String pointer) {
        return "${" + name(kind, id, pointer) + "}";
    }

    /// Whether a reference stands for the secret in whose place it is.
    static boolean isOwn(String reference, Kind kind, String id, String pointer) {
        return reference.equals(reference(kind, id, pointer))
                || reference.equals("${" + distinct(kind, id, pointer) + "}");
    }

    private static String name(Kind kind, String id, String pointer) {
        return kind.word()
                .concat("_" + id + unescaped(pointer))
                .toUpperCase(Locale.ROOT)
                .replaceAll("[^A-Z0-9]", "_");
    }

    private static String distinct(Kind kind, String id, String pointer) {
        var place = kind.word() + "/" + id + pointer;
        var digest = HexFormat.of().withUpperCase().formatHex(sha256(place));
        return name(kind, id, pointer) + "_" + digest.substring(0, DIGEST_DIGITS);
    }

    private static String unescaped(String pointer) {
        return pointer.replace("~1", "/").replace("~0", "~");
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
