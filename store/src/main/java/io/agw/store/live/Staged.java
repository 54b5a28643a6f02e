package io.agw.store.live;

import io.agw.bundle.model.ObjectKey;
import java.util.List;

/// What a changeset would make of the configuration.
public sealed interface Staged {
    /// Objects that have changed since the plan was made, in the order of the changeset.
    record Outdated(List<ObjectKey> keys) implements Staged {
        public Outdated {
            keys = List.copyOf(keys);
        }
    }

    /// What is to be written.
    ///
    /// @param live the configuration once it is
    /// @param written objects in a new version
    /// @param handedOver objects in the version that they had, with another owner or origin
    /// @param removed objects in the version that is to go
    record Ready(
            LiveConfig live,
            List<LiveObject> written,
            List<LiveObject> handedOver,
            List<LiveObject> removed)
            implements Staged {
        public Ready {
            written = List.copyOf(written);
            handedOver = List.copyOf(handedOver);
            removed = List.copyOf(removed);
        }
    }
}
