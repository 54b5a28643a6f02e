package io.agw.bundle.model;

/// Names that are meant: one, or with `*` at its end all that begin so; `*` alone is every name.
public final class NamePattern {
    /// What to write, for messages.
    public static final String EXPECTED = "* at the end only";

    private NamePattern() {}

    /// Whether `*` stands nowhere but at the end.
    public static boolean isWellFormed(String pattern) {
        int star = pattern.indexOf('*');
        return star < 0 || star == pattern.length() - 1;
    }

    /// Whether it stands for many names.
    public static boolean isMany(String pattern) {
        return pattern.endsWith("*");
    }

    /// Whether a name is meant; the case counts.
    public static boolean matches(String pattern, String name) {
        return isMany(pattern)
                ? name.regionMatches(0, pattern, 0, pattern.length() - 1)
                : name.equals(pattern);
    }
}
