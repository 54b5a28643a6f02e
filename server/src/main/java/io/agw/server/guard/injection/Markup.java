package io.agw.server.guard.injection;

import java.util.List;

/// How messages begin in the prompts of models and in requests to them; no person writes so.
final class Markup {
    private static final List<String> MARKS =
            List.of(
                    "<<sys>>",
                    "<</sys>>",
                    "[inst]",
                    "[/inst]",
                    "[system]",
                    "[/system]",
                    "[system:",
                    "<system>",
                    "</system>",
                    "<system_",
                    "<assistant>",
                    "</assistant>",
                    "</user>",
                    "<start_of_turn>",
                    "<end_of_turn>",
                    "</instructions>",
                    "</prompt>",
                    "### instruction",
                    "### new instruction",
                    "### system prompt",
                    "### system message",
                    "### system:",
                    "### system override",
                    "### response:",
                    "### assistant:",
                    "### human:",
                    "## system:",
                    "# system:");
    private static final List<String> ROLES = List.of("\"system\"", "\"developer\"");
    private static final int LONGEST_TOKEN = 24;

    private Markup() {}

    /// Whether the text has any.
    static boolean isIn(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '<', '[', '#' -> {
                    if (isMark(text, i) || isToken(text, i)) {
                        return true;
                    }
                }
                case '"' -> {
                    if (isRole(text, i)) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    private static boolean isMark(CharSequence text, int at) {
        for (var mark : MARKS) {
            if (beginsWith(text, at, mark)) {
                return true;
            }
        }
        return lineIsSystem(text, at);
    }

    /// Whether a heading says no more than that the system speaks.
    private static boolean lineIsSystem(CharSequence text, int at) {
        var heading = "### system";
        int end = at + heading.length();
        return beginsWith(text, at, heading) && (end == text.length() || text.charAt(end) == '\n');
    }

    /// Whether it is a word between `<|` and `|>`.
    private static boolean isToken(CharSequence text, int at) {
        if (!beginsWith(text, at, "<|")) {
            return false;
        }
        int i = at + 2;
        int last = Math.min(text.length(), i + LONGEST_TOKEN);
        while (i < last && (Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '_')) {
            i++;
        }
        return i > at + 2 && beginsWith(text, i, "|>");
    }

    private static boolean isRole(CharSequence text, int at) {
        if (!beginsWith(text, at, "\"role\"")) {
            return false;
        }
        int colon = skip(text, at + 6);
        if (colon >= text.length() || text.charAt(colon) != ':') {
            return false;
        }
        int value = skip(text, colon + 1);
        return ROLES.stream().anyMatch(role -> beginsWith(text, value, role));
    }

    /// The next character that is no blank, of a few.
    private static int skip(CharSequence text, int at) {
        int i = at;
        while (i < text.length() && i < at + LONGEST_TOKEN && text.charAt(i) <= ' ') {
            i++;
        }
        return i;
    }

    private static boolean beginsWith(CharSequence text, int at, String mark) {
        int i = 0;
        while (i < mark.length()
                && at + i < text.length()
                && Character.toLowerCase(text.charAt(at + i)) == mark.charAt(i)) {
            i++;
        }
        return i == mark.length();
    }
}
