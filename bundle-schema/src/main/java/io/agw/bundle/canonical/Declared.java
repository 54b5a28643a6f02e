package io.agw.bundle.canonical;

import io.agw.bundle.model.BundleObject;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.problem.Position;

/// One object as a bundle declares it.
///
/// @param object the typed object, secrets as given
/// @param canonical its canonical form
/// @param position where the object begins
/// @param places where its fields stand
public record Declared(
        BundleObject object, CanonicalObject canonical, Position position, Places places) {
    /// An object of whose fields nothing more is known than where the object begins.
    public Declared(BundleObject object, CanonicalObject canonical, Position position) {
        this(object, canonical, position, _ -> position);
    }

    public ObjectKey key() {
        return object.key();
    }

    /// Where the fields of an object stand.
    @FunctionalInterface
    public interface Places {
        /// The place of the value at a JSON pointer, or of the nearest one around it that is
        /// written down.
        Position at(String pointer);
    }
}
