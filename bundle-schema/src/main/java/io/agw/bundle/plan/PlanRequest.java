package io.agw.bundle.plan;

import io.agw.bundle.canonical.Declared;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.Secret;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Everything that a plan is made from.
///
/// @param owner for whom the objects are applied
/// @param base what is applied now
/// @param target what is wanted
/// @param options how to plan
/// @param digests how secrets are compared; null offline, where they cannot be
public record PlanRequest(
        Owner owner,
        Base base,
        Target target,
        PlanOptions options,
        @Nullable SecretDigest digests) {
    public PlanRequest {
        if (options.force() && !owner.equals(Owner.ADMIN)) {
            throw new IllegalArgumentException(
                    "force: owner " + owner + " (expected: owner " + Owner.ADMIN + ")");
        }
    }

    /// The applied state of all owners.
    ///
    /// @param storeVersion version of the store
    /// @param revision revision that the owner applied last, empty when none
    /// @param objects by key
    public record Base(
            long storeVersion, String revision, SortedMap<ObjectKey, AppliedObject> objects) {
        public Base {
            objects = Collections.unmodifiableSortedMap(objects);
        }
    }

    /// The desired objects of one owner.
    ///
    /// @param revision revision that they came from, empty for an Admin API write
    /// @param objects by key
    /// @param scope whether `objects` is everything that the owner has
    /// @param removals keys to delete whether or not prune is on, outside the caps of pruning
    public record Target(
            String revision,
            SortedMap<ObjectKey, Declared> objects,
            Scope scope,
            Set<ObjectKey> removals) {
        public Target {
            objects = Collections.unmodifiableSortedMap(objects);
            removals = Set.copyOf(removals);
        }

        /// The objects of a bundle, as everything that its owner declares.
        public static Target of(String revision, SortedMap<ObjectKey, Declared> objects) {
            return new Target(revision, objects, Scope.WHOLE, Set.of());
        }

        /// One object to be written, and nothing said about others.
        public static Target put(Declared object) {
            var objects = new TreeMap<ObjectKey, Declared>();
            objects.put(object.key(), object);
            return new Target("", objects, Scope.PART, Set.of());
        }

        /// One object to be deleted, and nothing said about others.
        public static Target remove(ObjectKey key) {
            return new Target("", new TreeMap<>(), Scope.PART, Set.of(key));
        }
    }

    /// What the absence of an object means.
    public enum Scope {
        /// The owner no longer declares it: pruned, or an orphan.
        WHOLE,
        /// Nothing.
        PART
    }

    /// The store's keyed hash of a secret, comparable with `SecretValue.Stored.digest`.
    @FunctionalInterface
    public interface SecretDigest {
        String digest(Secret secret);
    }
}
