package io.agw.store.secret;

import java.nio.charset.StandardCharsets;

/// What a sub-key is for. A key that serves two purposes lets a thing made for one be shown as the
/// other; so each has a label, and a label never changes and is never used again.
enum Purpose {
    SECRET_ENCRYPTION("secret-encryption"),
    SECRET_DIGEST("secret-digest"),
    VIRTUAL_KEY_INDEX("virtual-key-index"),
    SESSION("session"),
    AUDIT_CHAIN("audit-chain"),
    KEY_ID("key-id"),
    KEY_CHECK("key-check");

    private final String label;

    Purpose(String label) {
        this.label = label;
    }

    byte[] info() {
        return ("io.agw/v1/" + label).getBytes(StandardCharsets.UTF_8);
    }
}
