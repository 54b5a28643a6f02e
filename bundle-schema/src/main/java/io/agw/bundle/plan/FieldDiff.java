package io.agw.bundle.plan;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One field that differs, addressed by JSON pointer into the bundle object.
public sealed interface FieldDiff {
    String path();

    /// A field that is no secret; null means absent.
    record Value(String path, @Nullable JsonNode before, @Nullable JsonNode after)
            implements FieldDiff {}

    /// A secret: neither the old nor the new text is ever part of a plan.
    record Sensitive(String path, Verdict verdict) implements FieldDiff {}

    /// What is known about a secret's change.
    enum Verdict {
        ADDED,
        REMOVED,
        CHANGED,
        /// Offline: the stored secret is not at hand. Never counts as a change.
        NOT_COMPARED
    }
}
