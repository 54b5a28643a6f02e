package io.agw.bundle.validate;

import io.agw.bundle.canonical.Declared;
import io.agw.bundle.model.PreviousText;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.model.TokenGrant;
import io.agw.bundle.model.VirtualKey;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Problems;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

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
        text(key.value(), "/value", report);
        hash(key.keyHash(), "/key_hash", report);
        if (key.previous() != null) {
            previous(key, key.previous(), report);
        }
        if (key.value() != null && key.keyHash() != null) {
            report.warning(
                    Code.CONFLICTING_RULE,
                    "/key_hash",
                    "has no effect beside value",
                    "keep one of the two");
        }
    }

    private static void text(@Nullable SecretValue value, String pointer, Report report) {
        if (value instanceof SecretValue.Given(_, var text)
                && !text.reveal().matches("[!-~]{8,512}")) {
            report.invalidSecret(pointer, "8 to 512 printable ASCII characters without spaces");
        }
    }

    private static void hash(@Nullable SecretValue hash, String pointer, Report report) {
        if (hash instanceof SecretValue.Given(_, var text)
                && !text.reveal().matches("sha256:[0-9a-f]{64}")) {
            report.invalidSecret(
                    pointer, "sha256: and the 64 lower-case hex digits of the key's SHA-256");
        }
    }

    /// Whether it is the text of any other key only the gateway can tell, which knows them all.
    private static void previous(VirtualKey key, PreviousText previous, Report report) {
        text(previous.value(), "/previous/value", report);
        hash(previous.keyHash(), "/previous/key_hash", report);
        boolean isValue = previous.value() != null;
        if (isValue == (previous.keyHash() != null)) {
            report.error(
                    Code.CONFLICTING_RULE,
                    "/previous",
                    isValue
                            ? "has both value and key_hash (expected: one of the two)"
                            : "says no text (expected: value or key_hash, of the text before)",
                    null);
        }
        if (isSame(previous.value(), key.value()) || isSame(previous.keyHash(), key.keyHash())) {
            report.error(
                    Code.CONFLICTING_RULE,
                    "/previous",
                    "is the present text (expected: the one before it)",
                    "leave it out until the key has a new text");
        }
    }

    /// A text that works beside another for ever is a second key. Asked of what is written only, so
    /// that no clock that is wrong can turn against what is stored.
    static void report(Declared declared, Instant now, Problems problems) {
        if (declared.object() instanceof VirtualKey key
                && key.previous() != null
                && key.previous().until().isAfter(now.plus(PreviousText.LONGEST))) {
            new Report(declared, problems)
                    .invalid(
                            "/previous/until",
                            key.previous().until().toString(),
                            "within " + PreviousText.LONGEST.toDays() + " days");
        }
    }

    private static boolean isSame(@Nullable SecretValue one, @Nullable SecretValue other) {
        return one instanceof SecretValue.Given(_, var before)
                && other instanceof SecretValue.Given(_, var present)
                && before.equals(present);
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
