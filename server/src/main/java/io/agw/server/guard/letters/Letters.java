package io.agw.server.guard.letters;

import java.text.Normalizer;

/// Characters as the letters that they are read as, whatever their case, accents, width or style.
public final class Letters {
    /// What stands between words.
    public static final char NONE = 0;

    /// What is not seen.
    public static final char UNSEEN = 1;

    private static final char[] PLAIN = plain();
    private static final String CYRILLIC = "аеорсухіјѕкмтнв";
    private static final String LOOKALIKES = "aeopcyxijskmthb";
    private static final int TAGS = 0xE0000;
    private static final int STYLED = 0x1D400;
    private static final int STYLED_END = 0x1D6A4;

    private Letters() {}

    /// The letter of a character, NONE or UNSEEN.
    public static char of(char c) {
        return PLAIN[c];
    }

    /// The letter of a character that takes two, such as those of tags that nobody sees.
    public static char of(int point) {
        if (isTag(point)) {
            return PLAIN[point - TAGS];
        }
        if (point >= STYLED && point < STYLED_END) {
            return (char) ('a' + (point - STYLED) % 26);
        }
        return NONE;
    }

    public static boolean isTag(int point) {
        return point > TAGS + 0x1F && point < TAGS + 0x7F;
    }

    /// The letter that is written as a digit or a mark, or the same.
    public static char read(char letter) {
        return switch (letter) {
            case '0' -> 'o';
            case '1' -> 'i';
            case '3' -> 'e';
            case '4', '@' -> 'a';
            case '5', '$' -> 's';
            case '7' -> 't';
            default -> letter;
        };
    }

    /// The other letter that it may be read as, or the same as [#read].
    public static char readOtherwise(char letter) {
        if (letter == '1') {
            return 'l';
        }
        int at = letter < 'Ѐ' || letter > 'ӿ' ? -1 : CYRILLIC.indexOf(letter);
        return at < 0 ? read(letter) : LOOKALIKES.charAt(at);
    }

    /// Whether words of such letters are written without anything between them.
    public static boolean isHan(char letter) {
        return letter >= 0x4E00 && letter < 0xA000;
    }

    private static char[] plain() {
        var plain = new char[Character.MAX_VALUE + 1];
        for (int c = 0; c < plain.length; c++) {
            plain[c] = plain((char) c);
        }
        return plain;
    }

    private static char plain(char c) {
        if (c == '\'' || c == '’' || Character.getType(c) == Character.FORMAT) {
            return UNSEEN;
        }
        if (Character.getType(c) == Character.NON_SPACING_MARK) {
            return UNSEEN;
        }
        if (c == '@' || c == '$') {
            return c;
        }
        if (hasParts(c)) {
            char base = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKD).charAt(0);
            return Character.isLetterOrDigit(base) ? Character.toLowerCase(base) : NONE;
        }
        return Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : NONE;
    }

    private static boolean hasParts(char c) {
        return (c >= 0xC0 && c < 0x250)
                || (c >= 0x400 && c < 0x530)
                || (c >= 0x1E00 && c < 0x1F00)
                || (c >= 0x2460 && c < 0x2500)
                || (c >= 0xFF00 && c < 0xFF5F);
    }
}
