package io.agw.bundle.schema;

import java.util.Locale;

/// Names of records in the schema and the reference page.
final class Names {
    private Names() {}

    /// `TargetPolicy.Direct` → `target_policy_direct`.
    static String of(Class<?> type) {
        var own =
                type.getSimpleName()
                        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
                        .toLowerCase(Locale.ROOT);
        var enclosing = type.getEnclosingClass();
        return enclosing == null ? own : of(enclosing) + "_" + own;
    }
}
