package io.agw.bundle.plan;

import io.agw.bundle.model.Kind;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How to plan.
///
/// @param prune whether objects that the owner no longer declares are deleted
/// @param caps bounds of pruning
/// @param adopt whether objects of `admin` and orphans are taken over
/// @param force whether objects of others are changed all the same; only for owner `admin`
/// @param sources ids of all configured sources: an owner that is neither among them nor `admin`
///   has left orphans
/// @param ignoredDrift fields that an admin may override for good
public record PlanOptions(
        boolean prune,
        PruneCaps caps,
        boolean adopt,
        boolean force,
        Set<Owner> sources,
        List<DriftField> ignoredDrift) {
    public PlanOptions {
        sources = Set.copyOf(sources);
        ignoredDrift = List.copyOf(ignoredDrift);
    }

    /// Nothing is pruned, adopted or forced.
    public static PlanOptions of(Set<Owner> sources) {
        return new PlanOptions(false, PruneCaps.defaults(), false, false, sources, List.of());
    }

    public PlanOptions withPrune(PruneCaps bounds) {
        return new PlanOptions(true, bounds, adopt, force, sources, ignoredDrift);
    }

    public PlanOptions withAdopt() {
        return new PlanOptions(prune, caps, true, force, sources, ignoredDrift);
    }

    public PlanOptions withForce() {
        return new PlanOptions(prune, caps, adopt, true, sources, ignoredDrift);
    }

    public PlanOptions withIgnoredDrift(List<DriftField> fields) {
        return new PlanOptions(prune, caps, adopt, force, sources, fields);
    }

    /// @param maxDeletes most deletes in one plan
    /// @param maxDeletePercent most deletes, as a share of the owner's objects
    /// @param allowEmpty whether a bundle without any object may be applied
    public record PruneCaps(int maxDeletes, int maxDeletePercent, boolean allowEmpty) {
        public PruneCaps {
            if (maxDeletes < 0) {
                throw new IllegalArgumentException(
                        "max_deletes: " + maxDeletes + " (expected: >= 0)");
            }
            if (maxDeletePercent < 0 || maxDeletePercent > 100) {
                throw new IllegalArgumentException(
                        "max_delete_percent: " + maxDeletePercent + " (expected: 0 to 100)");
            }
        }

        public static PruneCaps defaults() {
            return new PruneCaps(10, 20, false);
        }
    }

    /// A field whose overridden value stays and is no difference.
    ///
    /// @param kind the objects' kind; null: every kind
    /// @param id the object's id; null: every id
    /// @param pointer JSON pointer of the field, and with it everything below
    public record DriftField(@Nullable Kind kind, @Nullable String id, String pointer) {
        public DriftField {
            if (!pointer.startsWith("/")) {
                throw new IllegalArgumentException(
                        "ignore_drift: \""
                                + pointer
                                + "\" (expected: a JSON pointer such as /disabled)");
            }
        }
    }
}
