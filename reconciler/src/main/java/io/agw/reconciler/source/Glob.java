package io.agw.reconciler.source;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A pattern over paths with `/` as separator: `*` and `?` stay within a name, `**` crosses
/// folders, `{a,b}` and `[a-z]` choose. One without `/` is about the last name, at any depth.
///
/// The JDK's own globs are not used, because they read a path with the host's file name encoding.
final class Glob {
    private final Pattern pattern;
    private final boolean nameOnly;

    private Glob(Pattern pattern, boolean nameOnly) {
        this.pattern = pattern;
        this.nameOnly = nameOnly;
    }

    /// @throws IllegalArgumentException when the pattern is malformed
    static Glob of(String text) {
        var trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        if (trimmed.isEmpty() || trimmed.startsWith("/")) {
            throw malformed(text);
        }
        try {
            return new Glob(Pattern.compile(regex(trimmed)), trimmed.indexOf('/') < 0);
        } catch (PatternSyntaxException e) {
            throw malformed(text);
        }
    }

    boolean matches(String path) {
        var subject = nameOnly ? path.substring(path.lastIndexOf('/') + 1) : path;
        return pattern.matcher(subject).matches();
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "\"" + text + "\" (expected: a glob such as teams/**/*.yaml, relative)");
    }

    private static String regex(String glob) {
        var regex = new StringBuilder();
        var alternatives = false;
        for (int i = 0; i < glob.length(); i++) {
            var c = glob.charAt(i);
            switch (c) {
                case '*' -> {
                    if (glob.startsWith("**/", i)) {
                        regex.append("(?:.*/)?");
                        i += 2;
                    } else if (glob.startsWith("**", i)) {
                        regex.append(".*");
                        i++;
                    } else {
                        regex.append("[^/]*");
                    }
                }
                case '?' -> regex.append("[^/]");
                case '{' -> {
                    regex.append("(?:");
                    alternatives = true;
                }
                case '}' -> {
                    regex.append(')');
                    alternatives = false;
                }
                case ',' -> regex.append(alternatives ? '|' : ',');
                case '[' -> {
                    var end = glob.indexOf(']', i + 2);
                    if (end < 0) {
                        throw malformed(glob);
                    }
                    regex.append(characters(glob.substring(i + 1, end)));
                    i = end;
                }
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    private static String characters(String inner) {
        var negated = inner.startsWith("!");
        var members = (negated ? inner.substring(1) : inner).replaceAll("[\\\\\\[\\]&^]", "\\\\$0");
        return "(?!/)[" + (negated ? "^" : "") + members + "]";
    }
}
