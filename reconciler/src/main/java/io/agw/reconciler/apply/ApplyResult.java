package io.agw.reconciler.apply;

import io.agw.bundle.plan.Plan;

/// What became of an apply. Only `Applied` has written objects, and it has written all of them.
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

    /// The gateway could not do it.
    ///
    /// @param stage how far it came
    /// @param message for people; holds no secret
    record Failed(Stage stage, String message) implements ApplyResult {
        /// Where it failed.
        public enum Stage {
            /// Nothing is written.
            COMMIT,
            /// Everything is written, and the old snapshot still serves; the next apply publishes.
            PUBLISH
        }
    }
}
