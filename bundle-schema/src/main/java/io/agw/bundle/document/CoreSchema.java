package io.agw.bundle.document;

import io.agw.bundle.document.Node.Scalar;
import java.util.regex.Pattern;

/// What YAML 1.2's core schema takes an unquoted scalar for. `no`, `on` and `1_000` are strings.
final class CoreSchema {
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
    private static final Pattern FLOAT =
            Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern SPECIAL_FLOAT =
            Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    private CoreSchema() {}

    static Scalar.Type typeOf(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> Scalar.Type.NULL;
            case "true", "True", "TRUE", "false", "False", "FALSE" -> Scalar.Type.BOOLEAN;
            default -> mayBeNumber(text.charAt(0)) ? numberOrString(text) : Scalar.Type.STRING;
        };
    }

    private static boolean mayBeNumber(char first) {
        return (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
    }

    private static Scalar.Type numberOrString(String text) {
        if (INTEGER.matcher(text).matches()) {
            return Scalar.Type.INTEGER;
        }
        return FLOAT.matcher(text).matches() || SPECIAL_FLOAT.matcher(text).matches()
                ? Scalar.Type.FLOAT
                : Scalar.Type.STRING;
    }
}
