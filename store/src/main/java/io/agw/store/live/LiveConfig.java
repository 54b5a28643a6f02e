package io.agw.store.live;

import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.plan.AppliedObject;
import io.agw.store.ConfigState;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The applied configuration as a store holds it in memory. Immutable.
///
/// @param state the part that the port shows
/// @param objects by key, the same as in `state`
public record LiveConfig(ConfigState state, SortedMap<ObjectKey, LiveObject> objects) {
    public static LiveConfig of(long version, Map<ObjectKey, LiveObject> objects) {
        var applied = new TreeMap<ObjectKey, AppliedObject>();
        for (Map.Entry<ObjectKey, LiveObject> entry : objects.entrySet()) {
            applied.put(entry.getKey(), entry.getValue().applied());
        }
        return new LiveConfig(
                new ConfigState(version, applied),
                Collections.unmodifiableSortedMap(new TreeMap<>(objects)));
    }

    public static LiveConfig empty() {
        return of(0, new TreeMap<>());
    }

    public long version() {
        return state.version();
    }
}
