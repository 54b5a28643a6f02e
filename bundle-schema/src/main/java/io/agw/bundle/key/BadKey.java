package io.agw.bundle.key;

/// A provider's key that is JSON, though none of its type. Says nothing of what is in it.
public final class BadKey extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String expected;

    BadKey(String expected) {
        super("api_key: a value (expected: " + expected + ")");
        this.expected = expected;
    }

    /// What to write, for messages.
    public String expected() {
        return expected;
    }
}
