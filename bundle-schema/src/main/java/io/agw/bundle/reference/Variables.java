package io.agw.bundle.reference;

/// What the process that reads a bundle lets it refer to. Implementations are thread-safe.
///
/// `AGW_*` names belong to the gateway itself: every implementation answers `Forbidden` for them.
public interface Variables {
    /// The value of `${name}`.
    Lookup variable(String name);

    /// The content of `${file:path}`, without a final line break.
    Lookup file(String path);

    /// What a lookup found.
    sealed interface Lookup {
        record Found(String text) implements Lookup {}

        record NotSet() implements Lookup {}

        /// @param reason why this process refuses it, for the message; names no value
        record Forbidden(String reason) implements Lookup {}
    }
}
