package io.agw.bundle.upstream;

/// What can stand behind the address of an API.
public final class PathRule {
    /// A path, perhaps with a query, that leads to no other place.
    public static final String PATTERN =
            "(?!.*/\\.{1,2}(/|\\?|$))/[\\x21-\\x22\\x24-\\x5b\\x5d-\\x7e]*";

    /// What to write, for messages.
    public static final String EXPECTED = "a path that begins with /, without . and ..";

    private PathRule() {}
}
