package io.agw.bundle.plan;

import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an apply would do, as data. Changes are ordered: creates, updates, adopts, skips and
/// conflicts by key, then deletes in reverse, so that nothing refers to what is not there.
///
/// @param header whose plan it is and against what it was made
/// @param changes one for each object of the owner or of the bundle
/// @param guards what stands against applying it; empty when nothing does
/// @param problems warnings and errors found while planning
/// @param overrides what counts instead of the owner's objects for now; none where it is not known
public record Plan(
        Header header,
        List<Change> changes,
        List<Guard> guards,
        List<Problem> problems,
        List<TimedOverride> overrides) {
    private static final List<String> COUNTED =
            List.of("create", "update", "revert", "adopt", "delete", "skip", "conflict");

    public Plan {
        changes = List.copyOf(changes);
        guards = List.copyOf(guards);
        problems = List.copyOf(problems);
        overrides = List.copyOf(overrides);
    }

    /// One that knows of no overrides.
    public Plan(Header header, List<Change> changes, List<Guard> guards, List<Problem> problems) {
        this(header, changes, guards, problems, List.of());
    }

    /// Whether applying would write content or change an owner.
    public boolean hasChanges() {
        return changes.stream()
                .anyMatch(change ->
                        switch (change) {
                            case Change.Create _,
                                    Change.Update _,
                                    Change.Adopt _,
                                    Change.Delete _ ->
                                    true;
                            case Change.Skip _, Change.Conflict _ -> false;
                        });
    }

    /// Whether nothing stands against applying: no conflict, no guard, no error.
    public boolean isApplyable() {
        return guards.isEmpty()
                && problems.stream().noneMatch(p -> p.severity() == Severity.ERROR)
                && changes.stream().noneMatch(Change.Conflict.class::isInstance);
    }

    /// Changes by word, in a fixed order, words without any included. An update that takes back an
    /// admin's write counts as `revert`.
    public Map<String, Integer> counts() {
        var counts = new LinkedHashMap<String, Integer>();
        for (var word : COUNTED) {
            counts.put(word, 0);
        }
        for (var change : changes) {
            boolean reverts =
                    change instanceof Change.Update update && update.cause() == Change.Cause.DRIFT;
            counts.merge(reverts ? "revert" : change.word(), 1, Integer::sum);
        }
        return Collections.unmodifiableMap(counts);
    }

    /// This plan with what was found about the state that it leads to. A delete that the check
    /// blocks becomes a guard.
    public Plan with(List<Problem> found) {
        var all = new ArrayList<>(problems);
        all.addAll(found);
        long blocked = found.stream().filter(p -> p.code() == Code.DELETE_BLOCKED).count();
        if (blocked == 0) {
            return new Plan(header, changes, guards, all, overrides);
        }
        var standing = new ArrayList<>(guards);
        standing.add(Guard.deleteBlocked(blocked));
        return new Plan(header, changes, standing, all, overrides);
    }

    /// This plan with what counts instead of its owner's objects for now, which changes nothing of
    /// what it does.
    public Plan overriddenBy(List<TimedOverride> others) {
        return new Plan(header, changes, guards, problems, others);
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
    public record Guard(String code, String limit, String actual, boolean approvable) {
        public static final String PRUNE_LIMIT_EXCEEDED = "PruneLimitExceeded";
        public static final String EMPTY_BUNDLE = "EmptyBundle";
        public static final String OWNERSHIP_CONFLICT = "OwnershipConflict";
        public static final String DELETE_BLOCKED = "DeleteBlocked";

        static Guard pruneLimit(String limit, String actual) {
            return new Guard(PRUNE_LIMIT_EXCEEDED, limit, actual, true);
        }

        static Guard emptyBundle() {
            return new Guard(EMPTY_BUNDLE, "at least 1 object", "0 objects", false);
        }

        static Guard ownershipConflict(long conflicts) {
            return new Guard(
                    OWNERSHIP_CONFLICT, "0 conflicts", counted(conflicts, "conflict"), false);
        }

        static Guard deleteBlocked(long deletes) {
            return new Guard(DELETE_BLOCKED, "0 referrers", counted(deletes, "referrer"), false);
        }

        private static String counted(long number, String word) {
            return number + " " + word + (number == 1 ? "" : "s");
        }
    }
}
