package io.agw.server.guard.finding;

/// Knows something by its shape. Looks no further back than {@link #BACK} characters, and ahead
/// only as far as the shape goes, which is bounded. Pure and thread-safe.
public interface Spotter {
    /// Nothing begins here.
    int NONE = 0;

    /// Whether something begins here depends on what follows the text.
    int MORE = -1;

    /// How many characters before the first of a finding are looked at, at most.
    int BACK = 4;

    /// Whether something can begin with the character. What is found begins at a border of words:
    /// {@link Borders}.
    boolean canBegin(char first);

    /// What begins at a place.
    ///
    /// @param whole whether nothing follows the text
    /// @return behind its end, {@link #NONE} or {@link #MORE}
    int end(CharSequence text, int at, boolean whole);

    /// What it is called where it was found, in lower case: `email`.
    String label();
}
