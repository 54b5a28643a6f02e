package io.agw.bundle.expression;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Pattern;

/// Conditions as gateways before this one had them: `and`, `or`, `not`, and a status as a bare
/// word, as in `status == paused and not error_rate > 0.5`.
final class OlderConditions {
    private static final Pattern TOKEN =
            Pattern.compile(
                    "\\s+|\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|\\.?[A-Za-z_][A-Za-z0-9_]*"
                            + "|&&|\\|\\||.",
                    Pattern.DOTALL);
    private static final Set<String> STATUSES = Set.of("active", "paused", "idle");
    private static final Set<String> ENDS = Set.of("and", "or", "&&", "||", ")", ",", "?", ":");

    private final StringBuilder today = new StringBuilder();

    /// Depths of parentheses at which a comparison that `not` turns around ends.
    private final Deque<Integer> turned = new ArrayDeque<>();

    private int depth;
    private boolean afterNot;

    private OlderConditions() {}

    /// The same as it is written today; as it is when it has none of these words.
    static String today(String text) {
        var reading = new OlderConditions();
        var matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            reading.take(matcher.group());
        }
        reading.endTurned();
        return reading.today.toString();
    }

    private void take(String token) {
        if (afterNot) {
            if (token.isBlank()) {
                return;
            }
            afterNot = false;
            if (!token.equals("(")) {
                today.append('(');
                turned.push(depth);
            }
        }
        if (ENDS.contains(token)) {
            endTurned();
        }
        switch (token) {
            case "and" -> today.append("&&");
            case "or" -> today.append("||");
            case "not" -> {
                today.append('!');
                afterNot = true;
            }
            case "(", "[" -> {
                depth++;
                today.append(token);
            }
            case ")", "]" -> {
                depth--;
                today.append(token);
            }
            default -> {
                if (STATUSES.contains(token)) {
                    today.append('"').append(token).append('"');
                } else {
                    today.append(token);
                }
            }
        }
    }

    private void endTurned() {
        while (!turned.isEmpty() && turned.peek() >= depth) {
            turned.pop();
            int end = today.length();
            while (end > 0 && today.charAt(end - 1) == ' ') {
                end--;
            }
            today.insert(end, ')');
        }
    }
}
