package io.agw.bundle.reference;

import java.util.Map;
import java.util.function.Function;

/// What the process that reads a bundle lets it refer to. Implementations are thread-safe.
///
/// `AGW_*` names belong to the gateway itself: every implementation answers `Forbidden` for them,
/// and {@link References} does not even ask.
public interface Variables {
    /// The value of `${name}`.
    Lookup variable(String name);

    /// The content of `${file:path}`, without a final line break.
    Lookup file(String path);

    /// What a lookup found.
    sealed interface Lookup {
        record Found(String text) implements Lookup {
            /// Leaves the text out: it may be a secret.
            @Override
            public String toString() {
                return "Found";
            }
        }

        record NotSet() implements Lookup {}

        /// @param reason why this process refuses it, for the message; names no value
        record Forbidden(String reason) implements Lookup {}
    }

    /// Nothing is set.
    static Variables none() {
        return of(Map.of());
    }

    /// These variables and no files.
    static Variables of(Map<String, String> values) {
        return of(values, _ -> new Lookup.Forbidden("files cannot be referred to here"));
    }

    /// These variables, and files as `files` finds them. Reading a file is up to the caller, as is
    /// keeping it under an allowed root.
    static Variables of(Map<String, String> values, Function<String, Lookup> files) {
        return new MapVariables(values, files);
    }

    /// These variables, and `next` for what is not set here.
    default Variables or(Variables next) {
        return new ChainedVariables(this, next);
    }
}
