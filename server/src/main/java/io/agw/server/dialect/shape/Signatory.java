package io.agw.server.dialect.shape;

import org.jspecify.annotations.Nullable;

/// Whoever signs thoughts, takes back what it has signed, and refuses what others have: the vendor
/// of a dialect, or where models of several vendors speak a dialect, a family of them, or who is at
/// an address.
///
/// @param word four letters or digits, which no other has
public record Signatory(String word) {
    static final String MARK = "agwx";

    private static final int LENGTH = 4;

    /// That three letters or digits make.
    private static final int WORDS = 36 * 36 * 36;

    public Signatory {
        if (word.length() != LENGTH || !word.chars().allMatch(Signatory::isPlain)) {
            throw new IllegalArgumentException(
                    '"' + word + "\" (expected: " + LENGTH + " letters or digits)");
        }
    }

    /// Of many that have no word of their own.
    ///
    /// @param first letter that the words of their kind begin with
    /// @param name by which they are told apart, nearly always
    public static Signatory numbered(char first, String name) {
        var number = Integer.toString(Math.floorMod(name.hashCode(), WORDS), Character.MAX_RADIX);
        return new Signatory(first + "0".repeat(LENGTH - 1 - number.length()) + number);
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
