package io.agw.bundle.validate;

import io.agw.bundle.canonical.Declared;
import io.agw.bundle.model.NamePattern;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Problems;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Words the problems of one object: path, offending value, expectation.
record Report(Declared declared, Problems problems) {
    private static final int LONGEST_SHOWN = 60;
    private static final String TAG = "\\S{1,64}";
    private static final String SCOPE = "[^\\s\\p{Cntrl}]+";

    /// A value is not allowed.
    void invalid(String pointer, String value, String expected) {
        invalid(pointer, value, expected, null);
    }

    void invalid(String pointer, String value, String expected, @Nullable String hint) {
        error(Code.INVALID_VALUE, pointer, quoted(value) + " (expected: " + expected + ")", hint);
    }

    /// A secret is not allowed; neither it nor a part of it is shown.
    void invalidSecret(String pointer, String expected) {
        error(Code.INVALID_VALUE, pointer, "a value (expected: " + expected + ")", null);
    }

    /// A secret that messages are signed with: one of no characters signs nothing.
    void signs(String pointer, @Nullable SecretValue secret) {
        if (secret instanceof SecretValue.Given(_, var text) && text.reveal().isEmpty()) {
            invalidSecret(pointer, "a secret of some characters, or none at all");
        }
    }

    /// A field that these other fields call for is missing.
    void missing(String pointer, String expected) {
        problems.error(
                Code.REQUIRED,
                declared.places().at(pointer),
                path(pointer) + " is missing (expected: " + expected + ")");
    }

    /// Each must name something, by its whole name or by a beginning.
    ///
    /// @param pointer of the list, with a slash at its end
    void patterns(String pointer, List<String> patterns) {
        for (int i = 0; i < patterns.size(); i++) {
            var pattern = patterns.get(i);
            if (pattern.isBlank()) {
                invalid(pointer + i, pattern, "a name, " + NamePattern.EXPECTED);
            } else if (!NamePattern.isWellFormed(pattern)) {
                invalid(pointer + i, pattern, NamePattern.EXPECTED);
            }
        }
    }

    /// Labels are words.
    void tags(List<String> tags) {
        for (int i = 0; i < tags.size(); i++) {
            if (!tags.get(i).matches(TAG)) {
                invalid("/tags/" + i, tags.get(i), "a word without spaces");
            }
        }
    }

    /// The name of a scope of credentials is a word.
    void scope(String pointer, @Nullable String scope) {
        if (scope != null && !scope.matches(SCOPE)) {
            invalid(pointer, scope, "a word without spaces");
        }
    }

    /// A field means nothing beside these other fields.
    void inert(String pointer, String why) {
        error(Code.INERT_SETTING, pointer, "has no effect " + why, "remove it");
    }

    void error(Code code, String pointer, String says, @Nullable String hint) {
        problems.error(code, declared.places().at(pointer), path(pointer) + ": " + says, hint);
    }

    void warning(Code code, String pointer, String says, @Nullable String hint) {
        problems.warning(code, declared.places().at(pointer), path(pointer) + ": " + says, hint);
    }

    /// A JSON pointer as messages spell it: `target_policy.model_targets[0].name`.
    static String path(String pointer) {
        var path = new StringBuilder();
        for (var segment : pointer.substring(1).split("/", -1)) {
            var name = segment.replace("~1", "/").replace("~0", "~");
            if (name.matches("\\d+") && !path.isEmpty()) {
                path.append('[').append(name).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(name);
            }
        }
        return path.toString();
    }

    static String quoted(String value) {
        var text = value;
        if (text.length() > LONGEST_SHOWN) {
            text = text.substring(0, text.offsetByCodePoints(0, LONGEST_SHOWN / 2)) + "…";
        }
        return "\"" + text + "\"";
    }
}
