package io.agw.store.live;

import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.Secret;
import java.util.Optional;

/// Secrets that only a recorded revision still holds.
@FunctionalInterface
public interface SecretArchive {
    /// The secret with that digest under that pointer, in any version of the object still kept.
    Optional<Secret> find(ObjectKey key, String pointer, String digest);
}
