package io.agw.reconciler.apply;

import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.plan.AppliedObject;

/// What became of an edit.
public sealed interface EditResult {
    /// It was planned; the result says the rest. A conflict in it names the owner.
    record Planned(ApplyResult result) implements EditResult {}

    /// There is no such object.
    record Missing(ObjectKey key) implements EditResult {}

    /// The object to be created exists.
    record Exists(AppliedObject object) implements EditResult {}

    /// The object comes from the static configuration, which nobody may override.
    record ReadOnly(AppliedObject object) implements EditResult {}

    /// The virtual key has had another text for so short a time that the one before still works.
    record Rotating(AppliedObject object) implements EditResult {}
}
