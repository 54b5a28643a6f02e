package io.agw.cli.output;

/// Text of others as part of one line: control characters, which could move a terminal's cursor or
/// fake a line, become spaces.
public final class OneLine {
    private OneLine() {}

    public static String of(String text) {
        return text.replaceAll("\\p{Cc}+", " ").strip();
    }
}
