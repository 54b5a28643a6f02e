package io.agw.bundle.problem;

import org.jspecify.annotations.Nullable;

/// One thing that is wrong, said once: what, where, what was expected, and what to do.
///
/// @param message lower case, no full stop, the offending value first and then the expectation;
///   never a secret
/// @param hint what the author can do about it, or null
public record Problem(
        Severity severity, Code code, Position position, String message, @Nullable String hint) {
    private static final int LONGEST_MESSAGE = 400;
    private static final int KEPT_END = 120;

    /// Shortens a message that quotes something endless; its end, the expectation, is kept.
    public Problem {
        int length = message.codePointCount(0, message.length());
        if (length > LONGEST_MESSAGE) {
            int start = message.offsetByCodePoints(0, LONGEST_MESSAGE - KEPT_END - 1);
            int end = message.offsetByCodePoints(message.length(), -KEPT_END);
            message = message.substring(0, start) + "…" + message.substring(end);
        }
    }

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
