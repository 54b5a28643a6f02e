package io.agw.bundle.plan;

import java.util.Set;

/// How to plan.
///
/// @param prune whether objects that the owner no longer declares are deleted
/// @param caps bounds of pruning
/// @param adopt whether objects of `admin` and orphans are taken over
/// @param force whether objects of others are changed all the same; only for owner `admin`
/// @param sources ids of all configured sources: an owner that is neither among them nor `admin`
///   has left orphans
public record PlanOptions(
        boolean prune, PruneCaps caps, boolean adopt, boolean force, Set<Owner> sources) {
    public PlanOptions {
        sources = Set.copyOf(sources);
    }

    /// @param maxDeletes most deletes in one plan
    /// @param maxDeletePercent most deletes, as a share of the owner's objects
    /// @param allowEmpty whether a bundle without any object may delete everything
    public record PruneCaps(int maxDeletes, int maxDeletePercent, boolean allowEmpty) {
        public static PruneCaps defaults() {
            return new PruneCaps(10, 20, false);
        }
    }
}
