package io.agw.store.live;

import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.plan.AppliedObject;
import io.agw.store.Timestamps;
import io.agw.store.secret.Place;
import io.agw.store.secret.Sealed;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// One stored object with everything that the ports tell of it. Immutable.
///
/// @param secrets the sealed form of each secret of `applied`, by pointer
public record LiveObject(
        AppliedObject applied, Timestamps timestamps, SortedMap<String, Sealed> secrets) {
    public LiveObject {
        secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
    }

    public ObjectKey key() {
        return applied.key();
    }

    public long resourceVersion() {
        return applied.resourceVersion();
    }

    /// Where a secret of an object's version is sealed for.
    public static Place place(ObjectKey key, long resourceVersion, String pointer) {
        return Place.of(
                "secret", key.kind().word(), key.id(), Long.toString(resourceVersion), pointer);
    }
}
