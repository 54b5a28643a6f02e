package io.agw.bundle.problem;

/// A place in a document.
///
/// @param file path relative to the source's root with `/` as separator, or a name such as `request
///   body`
/// @param line counted from 1; 0 when the place is the file as a whole
/// @param column counted from 1 in Unicode code points; 0 when the place is the file as a whole
public record Position(String file, int line, int column) {
    public Position {
        if (line < 0 || column < 0) {
            throw new IllegalArgumentException(
                    "position: " + line + ":" + column + " (expected: line and column >= 0)");
        }
    }

    /// The file as a whole.
    public static Position of(String file) {
        return new Position(file, 0, 0);
    }

    /// `file:line:column`, or only the file when there is no line.
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
