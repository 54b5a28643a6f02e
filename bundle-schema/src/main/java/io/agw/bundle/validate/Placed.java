package io.agw.bundle.validate;

import io.agw.bundle.canonical.Declared;
import io.agw.bundle.model.BundleObject;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.problem.Position;

/// An object that takes part in a rule across objects.
///
/// @param places where its fields stand
/// @param origin how a message about another object says where this one is
record Placed(BundleObject object, Declared.Places places, String origin) {
    static Placed of(Declared declared) {
        return new Placed(declared.object(), declared.places(), declared.position().toString());
    }

    ObjectKey key() {
        return object.key();
    }

    Position at(String pointer) {
        return places.at(pointer);
    }
}
