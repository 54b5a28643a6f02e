package io.agw.bundle.validate;

import io.agw.bundle.model.SecretValue;
import io.agw.bundle.model.VirtualKey;
import io.agw.bundle.problem.Code;

/// Virtual keys.
final class KeyRules {
    private static final String TAG = "\\S{1,64}";

    private KeyRules() {}

    static void check(VirtualKey key, Report report) {
        for (int i = 0; i < key.tags().size(); i++) {
            if (!key.tags().get(i).matches(TAG)) {
                report.invalid("/tags/" + i, key.tags().get(i), "a word without spaces");
            }
        }
        report.patterns("/allowed_models/", key.allowedModels());
        if (key.keyHash() instanceof SecretValue.Given(_, var text)
                && !text.reveal().matches("sha256:[0-9a-f]{64}")) {
            report.invalidSecret(
                    "/key_hash", "sha256: and the 64 lower-case hex digits of the key's SHA-256");
        }
        if (key.value() instanceof SecretValue.Given(_, var text)
                && !text.reveal().matches("[!-~]{8,512}")) {
            report.invalidSecret("/value", "8 to 512 printable ASCII characters without spaces");
        }
        if (key.value() != null && key.keyHash() != null) {
            report.warning(
                    Code.CONFLICTING_RULE,
                    "/key_hash",
                    "has no effect beside value",
                    "keep one of the two");
        }
    }
}
