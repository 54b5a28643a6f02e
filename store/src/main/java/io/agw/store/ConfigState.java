package io.agw.store;

import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.plan.AppliedObject;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The whole applied configuration at one version. Immutable.
///
/// @param version rises by one with every committed change; 0 for an empty store
/// @param objects by key
public record ConfigState(long version, SortedMap<ObjectKey, AppliedObject> objects) {
    public ConfigState {
        objects = Collections.unmodifiableSortedMap(new TreeMap<>(objects));
    }

    public Optional<AppliedObject> find(ObjectKey key) {
        return Optional.ofNullable(objects.get(key));
    }
}
