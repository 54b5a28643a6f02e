package io.agw.bundle.canonical;

import io.agw.bundle.shape.FieldType;
import java.util.Collection;
import java.util.List;

/// The words after `expected:`.
final class Expected {
    private Expected() {}

    static String of(FieldType type) {
        return switch (type) {
            case FieldType.Text _ -> "a string";
            case FieldType.Bool _ -> "a boolean";
            case FieldType.Int _ -> "a whole number";
            case FieldType.Real _ -> "a number";
            case FieldType.DurationText _ -> "a duration such as 90s, 5m or 1h30m";
            case FieldType.Timestamp _ -> "a time such as 2030-01-31T12:00:00Z";
            case FieldType.Choice choice -> oneOf(choice.words().keySet());
            case FieldType.Spelled(var spelling) -> spelling.expected();
            case FieldType.ListOf _ -> "a list";
            case FieldType.MapOf _, FieldType.Nested _, FieldType.Union _ -> "a mapping";
            case FieldType.SecretText _ -> "a string, best a reference such as ${NAME}";
            case FieldType.Free _ -> "a value";
        };
    }

    /// `a`, `a or b`, `a, b or c`.
    static String oneOf(Collection<String> words) {
        var list = List.copyOf(words);
        if (list.size() < 2) {
            return String.join("", list);
        }
        var last = list.size() - 1;
        return String.join(", ", list.subList(0, last)) + " or " + list.get(last);
    }

    /// `>= 1`, `<= 5`, `0 to 5`.
    static String range(FieldType.Int type) {
        boolean bounded = type.max() != Long.MAX_VALUE && type.max() != Integer.MAX_VALUE;
        boolean raised = type.min() != Long.MIN_VALUE && type.min() != Integer.MIN_VALUE;
        if (bounded && raised) {
            return type.min() + " to " + type.max();
        }
        if (raised) {
            return ">= " + type.min();
        }
        return bounded ? "<= " + type.max() : "a number of " + (type.wide() ? 64 : 32) + " bits";
    }
}
