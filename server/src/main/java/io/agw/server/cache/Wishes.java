package io.agw.server.cache;

import java.util.List;
import java.util.Locale;

/// What a client says in `cache-control`, by RFC 9111, 5.2.1. What is not known is passed over.
///
/// @param noStore whether its answer may not be kept, nor be one that was
/// @param maxAge seconds that an answer may be old; -1 for none that was kept
public record Wishes(boolean noStore, long maxAge) {
    /// Nothing is wished for.
    public static final Wishes NONE = new Wishes(false, Long.MAX_VALUE);

    /// @param values of the header
    public static Wishes of(List<String> values) {
        if (values.isEmpty()) {
            return NONE;
        }
        boolean noStore = false;
        long maxAge = Long.MAX_VALUE;
        for (var directive : String.join(",", values).toLowerCase(Locale.ROOT).split(",", -1)) {
            var word = directive.strip();
            if (word.equals("no-store")) {
                noStore = true;
            } else if (word.equals("no-cache")) {
                maxAge = -1;
            } else if (word.startsWith("max-age=")) {
                maxAge = Math.min(maxAge, seconds(word.substring("max-age=".length())));
            }
        }
        return new Wishes(noStore, maxAge);
    }

    /// What cannot be read is taken for the strictest.
    private static long seconds(String text) {
        var digits = text.replace("\"", "");
        boolean isNumber =
                !digits.isEmpty()
                        && digits.length() <= 15
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Long.parseLong(digits) : -1;
    }
}
