package io.agw.bundle.canonical;

import io.agw.bundle.model.BundleObject;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.problem.Position;

/// One object as a bundle declares it.
///
/// @param object the typed object, secrets as given
/// @param canonical its canonical form
/// @param position where the object begins
public record Declared(BundleObject object, CanonicalObject canonical, Position position) {
    public ObjectKey key() {
        return object.key();
    }
}
