package io.agw.server.guard.finding;

/// Where words begin and end, as far as what is found in texts goes. Between two characters is no
/// border when both are letters or digits of scripts that are written with spaces between words,
/// and both of the Latin one or neither: what begins with `4111` begins behind `卡号` too, and ends
/// before `です`. An underscore is no letter: names of programs have words in them. Pure.
public final class Borders {
    private static final int ASCII = 128;

    /// The last of the Latin letters that follow one another, with the digits of ASCII before them.
    private static final int LATIN_END = 0x250;

    private Borders() {}

    /// Whether a border is at a place of a text.
    public static boolean isAt(CharSequence text, int at) {
        return at == 0
                || at == text.length()
                || isBetween(Kind.of(text.charAt(at - 1)), Kind.of(text.charAt(at)));
    }

    static boolean isBetween(Kind before, Kind after) {
        return before != after || before == Kind.NONE || before == Kind.RUN_ON;
    }

    /// What a character is, for borders.
    public enum Kind {
        /// Of no word.
        NONE,
        LATIN,
        /// Of another script that parts words by spaces.
        SPACED,
        /// Of a script that puts none between words, or joins small words to others.
        RUN_ON;

        public static Kind of(char c) {
            if (c < ASCII) {
                boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
                return isLetter || (c >= '0' && c <= '9') ? LATIN : NONE;
            }
            if (!Character.isLetterOrDigit(c)) {
                return NONE;
            }
            return c < LATIN_END ? LATIN : ofScript(Character.UnicodeScript.of(c));
        }

        private static Kind ofScript(Character.UnicodeScript script) {
            return switch (script) {
                case LATIN -> LATIN;
                case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, THAI, LAO, KHMER, MYANMAR -> RUN_ON;
                default -> SPACED;
            };
        }
    }
}
