package io.agw.bundle.plan;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.model.ObjectKey;
import org.jspecify.annotations.Nullable;

/// An object as the store holds it, as far as planning goes by it.
///
/// @param current the live form; secrets are `SecretValue.Stored`
/// @param owner who may change it
/// @param origin where the owner declared it
/// @param resourceVersion rises with every write; what a plan was made against
/// @param overridden set while an admin's forced write stands over what the owner applied
public record AppliedObject(
        CanonicalObject current,
        Owner owner,
        Origin origin,
        long resourceVersion,
        @Nullable Overridden overridden) {
    public ObjectKey key() {
        return current.key();
    }

    /// A forced write over an owned object.
    ///
    /// @param actor who wrote
    /// @param at when, RFC 3339
    /// @param reason as given with the write
    public record Overridden(String actor, String at, String reason) {}
}
