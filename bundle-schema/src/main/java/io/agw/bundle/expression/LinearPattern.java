package io.agw.bundle.expression;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Optional;

/// Regular expressions in RE2 syntax, which take time that grows with the text and never faster,
/// and are bounded in size. Stateless.
public final class LinearPattern {
    private static final int LONGEST = 1_000;

    /// What is repeated is compiled as often as it may come.
    private static final long MOST_PARTS = 10_000;

    private LinearPattern() {}

    /// What a pattern should be that is none; empty when nothing is wrong.
    public static Optional<String> problem(String pattern) {
        if (pattern.isEmpty() || pattern.length() > LONGEST) {
            return Optional.of("1 to " + LONGEST + " characters");
        }
        if (parts(pattern) > MOST_PARTS) {
            return Optional.of("repetitions that make at most " + MOST_PARTS + " parts");
        }
        try {
            Pattern.compile(pattern);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of("a regular expression in RE2 syntax: " + e.getDescription());
        }
    }

    /// Ignores case; `^` and `$` are ends of lines.
    ///
    /// @throws PatternSyntaxException when it is none; {@link #problem} says so before
    public static Pattern compile(String pattern) {
        return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    }

    /// Parts of the program that a pattern becomes, about: characters, each as often as the
    /// repetitions around it say.
    private static long parts(String pattern) {
        var outer = new ArrayDeque<Long>();
        long sum = 0;
        long last = 0;
        for (int i = 0; i < pattern.length(); i++) {
            switch (pattern.charAt(i)) {
                case '\\' -> {
                    sum += last;
                    last = 1;
                    i++;
                }
                case '(' -> {
                    outer.push(sum + last);
                    sum = 0;
                    last = 0;
                }
                case ')' -> {
                    last = Math.min(sum + last, Integer.MAX_VALUE);
                    sum = outer.isEmpty() ? 0 : outer.pop();
                }
                case '{' -> last = Math.min(last * times(pattern, i), Integer.MAX_VALUE);
                default -> {
                    sum += last;
                    last = 1;
                }
            }
        }
        while (!outer.isEmpty()) {
            sum += outer.pop();
        }
        return sum + last;
    }

    /// The largest number between the brace at `from` and its end; 1 when there is none.
    private static long times(String pattern, int from) {
        long most = 1;
        long number = 0;
        for (int i = from + 1; i < pattern.length() && pattern.charAt(i) != '}'; i++) {
            char c = pattern.charAt(i);
            number = c >= '0' && c <= '9' ? Math.min(10 * number + c - '0', 10_000) : 0;
            most = Math.max(most, number);
        }
        return most;
    }
}
