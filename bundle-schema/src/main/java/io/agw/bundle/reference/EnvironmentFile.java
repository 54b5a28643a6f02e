package io.agw.bundle.reference;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Text of a `.env` file → variables. Stateless.
///
/// One `NAME=value` a line, `export` before it allowed. `#` begins a comment at the start of a line
/// or after a space. A value in single quotes is literal; in double quotes `\n`, `\r`, `\t`, `\"`,
/// `\$` and `\\` are escapes. Nothing is expanded. Where a name stands twice, the first one counts.
public final class EnvironmentFile {
    private static final Pattern LINE =
            Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s+)#.*$");
    private static final Pattern REST = Pattern.compile("\\s*(?:#.*)?");

    private EnvironmentFile() {}

    /// The variables in the order of the file.
    ///
    /// @param name the file's name, for messages
    /// @throws IllegalArgumentException when a line is malformed; the message names file and line
    ///   and no value
    public static Map<String, String> parse(String name, String text) {
        var variables = new LinkedHashMap<String, String>();
        var lines = text.replaceFirst("^\\uFEFF", "").lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            var matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw malformed(name, i, "not an assignment (expected: NAME=value)");
            }
            variables.putIfAbsent(matcher.group(1), value(matcher.group(2), name, i));
        }
        return variables;
    }

    private static String value(String text, String name, int line) {
        if (text.startsWith("'")) {
            int end = text.indexOf('\'', 1);
            requireEnd(text, end, name, line);
            return text.substring(1, end);
        }
        if (text.startsWith("\"")) {
            return quoted(text, name, line);
        }
        return COMMENT.matcher(text).replaceFirst("");
    }

    private static String quoted(String text, String name, int line) {
        var value = new StringBuilder();
        int i = 1;
        while (i < text.length() && text.charAt(i) != '"') {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                value.append(unescaped(text.charAt(i)));
            } else {
                value.append(c);
            }
            i++;
        }
        requireEnd(text, i < text.length() ? i : -1, name, line);
        return value.toString();
    }

    private static String unescaped(char c) {
        return switch (c) {
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case '"', '$', '\\' -> String.valueOf(c);
            default -> "\\" + c;
        };
    }

    private static void requireEnd(String text, int end, String name, int line) {
        if (end < 0) {
            throw malformed(name, line, "quote is not closed (expected: it ends on the same line)");
        }
        if (!REST.matcher(text.substring(end + 1)).matches()) {
            throw malformed(name, line, "text after the closing quote (expected: end of line)");
        }
    }

    private static IllegalArgumentException malformed(String name, int line, String what) {
        return new IllegalArgumentException(name + ":" + (line + 1) + ": " + what);
    }
}
