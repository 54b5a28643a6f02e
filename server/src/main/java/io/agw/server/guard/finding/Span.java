package io.agw.server.guard.finding;

/// Something that was found in a text.
///
/// @param label what it is: `email`
public record Span(String label, int from, int to) {
    public Span {
        if (from < 0 || from >= to) {
            throw new IllegalArgumentException(from + " to " + to + " (expected: some characters)");
        }
    }

    /// What stands for it where it was taken out: `[EMAIL]`.
    public String placeholder() {
        return "[" + label.toUpperCase(java.util.Locale.ROOT) + "]";
    }
}
