package io.agw.bundle.document;

import io.agw.bundle.problem.Position;

/// Offsets to lines and columns. Asked for rising offsets it walks the text once, so that a
/// document in one long line costs no more than any other.
final class Places {
    private final String file;
    private final CharSequence text;
    private int offset;
    private int line = 1;
    private int column = 1;

    Places(String file, CharSequence text) {
        this.file = file;
        this.text = text;
    }

    /// The place of a character, counted in UTF-16 units; must not be before the last one asked
    /// for.
    Position at(int wanted) {
        int end = Math.min(wanted, text.length());
        for (; offset < end; offset++) {
            char c = text.charAt(offset);
            if (c == '\n' || (c == '\r' && !followedByLineFeed())) {
                line++;
                column = 1;
            } else if (!Character.isLowSurrogate(c)) {
                column++;
            }
        }
        return new Position(file, line, column);
    }

    private boolean followedByLineFeed() {
        return offset + 1 < text.length() && text.charAt(offset + 1) == '\n';
    }
}
