package io.agw.bundle.plan;

import io.agw.bundle.problem.Problem;
import java.util.List;

/// What an apply would do, as data. Changes are ordered: creates, updates, adopts and skips by key,
/// then deletes in reverse, so that nothing refers to what is not there.
///
/// @param header whose plan it is and against what it was made
/// @param changes one for each object of the owner or of the bundle
/// @param guards what stands against applying it; empty when nothing does
/// @param problems warnings and errors found while planning
public record Plan(
        Header header, List<Change> changes, List<Guard> guards, List<Problem> problems) {
    public Plan {
        changes = List.copyOf(changes);
        guards = List.copyOf(guards);
        problems = List.copyOf(problems);
    }

    /// @param planId `p-` and a hash over the base versions and the changes
    /// @param owner for whom the objects are applied
    /// @param storeVersion version of the store that the plan was made against
    /// @param baseRevision revision applied before, empty when none
    /// @param targetRevision revision that the bundle came from
    /// @param targetDigest `sha256:` digest of the bundle's canonical content
    public record Header(
            String planId,
            Owner owner,
            long storeVersion,
            String baseRevision,
            String targetRevision,
            String targetDigest) {}

    /// A reason not to apply the plan as it is.
    ///
    /// @param code stable, for example `PruneLimitExceeded`
    /// @param limit what is allowed
    /// @param actual what the plan would do
    /// @param approvable whether an operator may approve the plan in spite of it
    public record Guard(String code, String limit, String actual, boolean approvable) {}
}
