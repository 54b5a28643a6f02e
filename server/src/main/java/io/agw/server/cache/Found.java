package io.agw.server.cache;

/// What a cache says to a request.
public sealed interface Found {
    /// It was answered before.
    ///
    /// @param seconds since the answer was kept
    record Hit(KeptAnswer answer, long seconds) implements Found {}

    /// It was not, and its answer may be kept.
    record Miss(Slot slot) implements Found {}

    /// The cache has nothing to do with it.
    record Bypass() implements Found {}

    /// The word for it in records and headers.
    default String word() {
        return switch (this) {
            case Hit _ -> "hit";
            case Miss _ -> "miss";
            case Bypass _ -> "bypass";
        };
    }
}
