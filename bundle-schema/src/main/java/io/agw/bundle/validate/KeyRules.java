package io.agw.bundle.validate;

import io.agw.bundle.model.SecretValue;
import io.agw.bundle.model.TokenGrant;
import io.agw.bundle.model.VirtualKey;
import io.agw.bundle.problem.Code;

/// Virtual keys.
final class KeyRules {
    private KeyRules() {}

    static void check(VirtualKey key, Report report) {
        report.tags(key.tags());
        report.patterns("/allowed_models/", key.allowedModels());
        report.patterns("/allowed_agents/", key.allowedAgents());
        if (key.jwt() != null) {
            claims(key.jwt(), report);
        }
        if (key.agentId() != null && !key.allowedAgents().isEmpty()) {
            report.error(
                    Code.CONFLICTING_RULE,
                    "/allowed_agents",
                    "stands beside agent_id (expected: one of the two)",
                    "leave out agent_id to have requests name their agent");
        }
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

    private static void claims(TokenGrant grant, Report report) {
        grant.claims()
                .forEach((name, value) -> {
                    if (name.isBlank() || value.isBlank()) {
                        report.invalid("/jwt/claims", name, "a name and a text");
                    }
                });
    }
}
