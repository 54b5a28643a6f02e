package io.agw.bundle.plan;

import io.agw.bundle.canonical.Declared;
import io.agw.bundle.model.ObjectKey;
import java.util.List;

/// What a plan does with one object.
public sealed interface Change {
    ObjectKey key();

    /// The object is new.
    record Create(Declared desired) implements Change {
        @Override
        public ObjectKey key() {
            return desired.key();
        }
    }

    /// The object differs from what the bundle declares.
    ///
    /// @param cause whether git moved or an admin's write is reverted
    record Update(Declared desired, AppliedObject applied, List<FieldDiff> diff, Cause cause)
            implements Change {
        public Update {
            diff = List.copyOf(diff);
        }

        @Override
        public ObjectKey key() {
            return desired.key();
        }
    }

    /// The object changes hands, from `admin` or an orphan, on request; `diff` may be empty.
    record Adopt(Declared desired, AppliedObject applied, List<FieldDiff> diff) implements Change {
        public Adopt {
            diff = List.copyOf(diff);
        }

        @Override
        public ObjectKey key() {
            return desired.key();
        }
    }

    /// Nothing to do.
    ///
    /// @param note why, where it is not plain equality: `orphan`, `prune disabled`, …
    record Skip(AppliedObject applied, String note) implements Change {
        @Override
        public ObjectKey key() {
            return applied.key();
        }
    }

    /// The owner no longer declares the object and prune is on.
    record Delete(AppliedObject applied) implements Change {
        @Override
        public ObjectKey key() {
            return applied.key();
        }
    }

    /// The object belongs to someone else; the plan cannot be applied.
    record Conflict(Declared desired, AppliedObject applied) implements Change {
        @Override
        public ObjectKey key() {
            return desired.key();
        }
    }

    /// Why an object is updated.
    enum Cause {
        BUNDLE,
        DRIFT
    }
}
