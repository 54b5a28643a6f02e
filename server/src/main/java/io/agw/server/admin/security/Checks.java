package io.agw.server.admin.security;

import io.agw.bundle.model.Kind;
import io.agw.bundle.plan.AppliedObject;
import io.agw.bundle.plan.Owner;
import io.agw.server.admin.security.Finding.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Looks at objects one by one. Those that are disabled let nobody in.
final class Checks {
    private static final String HASH = "/key_hash";

    private final Instant now;
    private final Duration soon;
    private final List<Finding> findings = new ArrayList<>();

    /// @param soon a key that ends within it ends soon
    Checks(Instant now, Duration soon) {
        this.now = now;
        this.soon = soon;
    }

    /// The worst first, those of one severity by object.
    List<Finding> findings() {
        return findings.stream()
                .sorted(
                        Comparator.comparing(Finding::severity)
                                .thenComparing(finding -> finding.object().key()))
                .toList();
    }

    void look(AppliedObject object) {
        var tree = object.current().tree();
        secrets(object);
        if (tree.path("disabled").asBoolean(false)) {
            return;
        }
        if (object.key().kind() == Kind.VIRTUAL_KEY) {
            key(object, tree);
        }
        var auth = tree.path("auth_policy");
        if (auth.isObject() && !auth.path("require_virtual_key").asBoolean(true)) {
            add(
                    Severity.ERROR,
                    "open_route",
                    object,
                    "anybody who reaches the gateway can use it (expected: require_virtual_key)");
        }
    }

    /// The text of a virtual key that the gateway made looks like one that a bundle held, and of
    /// those validation warns; what a login brought is nobody's file.
    private void secrets(AppliedObject object) {
        var kind = object.key().kind();
        if (kind == Kind.VIRTUAL_KEY || kind == Kind.CREDENTIAL) {
            return;
        }
        object.current()
                .secrets()
                .forEach((pointer, secret) -> {
                    if (secret.reference() == null && !pointer.equals(HASH)) {
                        boolean inFile = !object.owner().equals(Owner.ADMIN);
                        add(
                                inFile ? Severity.ERROR : Severity.WARNING,
                                "plain_text_secret",
                                object,
                                pointer
                                        + (inFile
                                                ? " stands as plain text in a file"
                                                : " was given as plain text")
                                        + " (expected: a reference such as ${NAME})");
                    }
                });
    }

    private void key(AppliedObject object, JsonNode tree) {
        var expires = tree.path("expires_at").asString("");
        if (expires.isEmpty()) {
            add(
                    Severity.WARNING,
                    "key_without_expiry",
                    object,
                    "it works for ever (expected: expires_at)");
        } else {
            ends(object, Instant.parse(expires));
        }
        var until = tree.path("previous").path("until").asString("");
        if (!until.isEmpty()) {
            overlaps(object, Instant.parse(until));
        }
        if (tree.path("allowed_route_ids").isEmpty()) {
            add(
                    Severity.WARNING,
                    "key_for_all_routes",
                    object,
                    "it may use every route (expected: allowed_route_ids)");
        }
    }

    private void ends(AppliedObject object, Instant expires) {
        if (!expires.isAfter(now)) {
            add(Severity.WARNING, "key_expired", object, "it ended at " + expires);
        } else if (expires.isBefore(now.plus(soon))) {
            add(Severity.WARNING, "key_expires_soon", object, "it ends at " + expires);
        }
    }

    private void overlaps(AppliedObject object, Instant until) {
        if (until.isAfter(now)) {
            add(
                    Severity.WARNING,
                    "key_in_overlap",
                    object,
                    "it works by the text before its present one too, until " + until);
        } else {
            add(
                    Severity.WARNING,
                    "key_overlap_over",
                    object,
                    "the text before its present one ended at "
                            + until
                            + " (expected: no previous any more)");
        }
    }

    private void add(Severity severity, String code, AppliedObject object, String message) {
        findings.add(new Finding(severity, code, object, message));
    }
}
