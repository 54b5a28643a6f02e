package io.agw.reconciler.source;

import java.util.regex.Pattern;

/// What a git source follows.
///
/// @param name branch or tag without `refs/…`, or the full commit id; `HEAD` for the default branch
public record GitRef(Kind kind, String name) {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern NAME =
            Pattern.compile(
                    "(?!.*(\\.\\.|@\\{|//|/\\.|\\.lock(/|$)))[^\\x00-\\x20\\x7f~^:?*\\[\\\\./-][^\\x00-\\x20\\x7f~^:?*\\[\\\\]*(?<![./])");

    /// The branch that the repository names as its default.
    public static final GitRef DEFAULT_BRANCH = new GitRef(Kind.DEFAULT_BRANCH, "HEAD");

    public GitRef {
        var pattern = kind == Kind.COMMIT ? COMMIT : NAME;
        if (!pattern.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "ref: \""
                            + name
                            + "\" (expected: "
                            + (kind == Kind.COMMIT
                                    ? "40 lower-case hexadecimal digits"
                                    : "a name that git allows")
                            + ")");
        }
    }

    /// A branch.
    public static GitRef branch(String name) {
        return new GitRef(Kind.BRANCH, name);
    }

    /// A tag, annotated or not.
    public static GitRef tag(String name) {
        return new GitRef(Kind.TAG, name);
    }

    /// Exactly one commit, for ever.
    public static GitRef commit(String id) {
        return new GitRef(Kind.COMMIT, id);
    }

    /// Reads the short form: `main`, `tags/v1`, `refs/…/…`, a full commit id, or nothing for the
    /// default branch.
    ///
    /// @throws IllegalArgumentException when it is none of these
    public static GitRef parse(String text) {
        if (text.isEmpty() || text.equals("HEAD")) {
            return DEFAULT_BRANCH;
        }
        if (COMMIT.matcher(text).matches()) {
            return commit(text);
        }
        var name = text.startsWith("refs/") ? text.substring("refs/".length()) : text;
        if (name.startsWith("tags/")) {
            return tag(name.substring("tags/".length()));
        }
        return branch(name.startsWith("heads/") ? name.substring("heads/".length()) : name);
    }

    /// The name as the server knows it.
    public String full() {
        return switch (kind) {
            case DEFAULT_BRANCH, COMMIT -> name;
            case BRANCH -> "refs/heads/" + name;
            case TAG -> "refs/tags/" + name;
        };
    }

    /// The kinds of things to follow.
    public enum Kind {
        DEFAULT_BRANCH,
        BRANCH,
        TAG,
        COMMIT
    }
}
