package io.agw.bundle.canonical;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What to say about a member that nobody knows.
final class UnknownFields {
    private static final Map<String, String> KNOWN_MISTAKES =
            Map.of(
                    "<<", "YAML 1.2 has no merge keys: write the members out",
                    "key", "the text of a virtual key is `value`, a reference",
                    "target_policy", "the service is named by `service_id`");

    private UnknownFields() {}

    static @Nullable String hint(String name, Collection<String> known) {
        var guess = Nearest.hint(name, known);
        return guess != null ? guess : KNOWN_MISTAKES.get(name);
    }
}
