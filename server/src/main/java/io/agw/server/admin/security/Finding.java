package io.agw.server.admin.security;

import io.agw.bundle.plan.AppliedObject;
import java.util.Locale;

/// Something that a look at an object finds.
///
/// @param code stable, snake case
/// @param message one line for people, never with a secret
record Finding(Severity severity, String code, AppliedObject object, String message) {
    enum Severity {
        ERROR,
        WARNING;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
