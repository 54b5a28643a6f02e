package io.agw.bundle.problem;

import org.jspecify.annotations.Nullable;

/// One thing that is wrong, said once: what, where, what was expected, and what to do.
///
/// @param message lower case, no full stop, the offending value first and then the expectation;
///   never a secret
/// @param hint what the author can do about it, or null
public record Problem(
        Severity severity, Code code, Position position, String message, @Nullable String hint) {

    /// `file:line:column: error AGW1004: message (hint)`, the one-line text form.
    @Override
    public String toString() {
        return position
                + ": "
                + severity.word()
                + " "
                + code.id()
                + ": "
                + message
                + (hint == null ? "" : " (" + hint + ")");
    }
}
