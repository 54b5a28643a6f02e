package io.agw.reconciler.apply;

import io.agw.bundle.plan.Plan;

/// What became of an apply. Only `Applied` and `Unpublished` have written objects, and then all of
/// them.
public sealed interface ApplyResult {
    /// Committed and serving.
    ///
    /// @param revisionId entry in the revision log
    record Applied(Plan plan, long revisionId) implements ApplyResult {}

    /// The state was as desired already: no revision, and the store's version is what it was.
    record Unchanged(Plan plan) implements ApplyResult {}

    /// The plan's guards stand against it.
    record Blocked(Plan plan) implements ApplyResult {}

    /// The plan's problems say what is wrong with the desired state.
    record Invalid(Plan plan) implements ApplyResult {}

    /// The plan holds conflicts with other owners.
    record Conflicted(Plan plan) implements ApplyResult {}

    /// Another plan was expected, or the state changed under every plan that was made.
    record Stale(Plan plan) implements ApplyResult {}

    /// Everything is written, and the snapshot before it still serves; the next apply publishes.
    record Unpublished(Plan plan, long revisionId) implements ApplyResult {}

    /// The store could not do it; nothing is written.
    ///
    /// @param message for people; holds no secret
    record Failed(String message) implements ApplyResult {}
}
