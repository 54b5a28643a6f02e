package io.agw.server.dialect.shape;

import org.jspecify.annotations.Nullable;

/// Whoever signs thoughts, takes back what it has signed, and refuses what others have: the vendor
/// of a dialect, or where models of several vendors speak a dialect, a family of them.
///
/// @param word four letters or digits, which no other has
public record Signatory(String word) {
    static final String MARK = "agwx";

    private static final int LENGTH = 4;

    public Signatory {
        if (word.length() != LENGTH || !word.chars().allMatch(Signatory::isPlain)) {
            throw new IllegalArgumentException(
                    '"' + word + "\" (expected: " + LENGTH + " letters or digits)");
        }
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /// A signature of its own as clients of another dialect are told it. What stands before it
    /// makes up whole bytes where it is base64.
    String marked(String signature) {
        return MARK + word + signature;
    }

    /// A signature as it was made; null when another has made it, or when it came to a client from
    /// somebody who speaks like the client.
    @Nullable String own(String told) {
        var mark = marked("");
        return told.startsWith(mark) ? told.substring(mark.length()) : null;
    }
}
