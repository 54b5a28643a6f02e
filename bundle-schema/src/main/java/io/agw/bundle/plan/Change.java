package io.agw.bundle.plan;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.canonical.Declared;
import io.agw.bundle.model.ObjectKey;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a plan does with one object.
///
/// A `target` is what the store holds afterwards: the declared object, with every secret that is
/// kept already filled in as `SecretValue.Stored`. Its secrets are `Given` or `Stored`, unless the
/// plan has an error.
public sealed interface Change {
    ObjectKey key();

    /// The word of this change in every output: `create`, `update`, `adopt`, `skip`, `delete` or
    /// `conflict`.
    default String word() {
        return switch (this) {
            case Create _ -> "create";
            case Update _ -> "update";
            case Adopt _ -> "adopt";
            case Skip _ -> "skip";
            case Delete _ -> "delete";
            case Conflict _ -> "conflict";
        };
    }

    /// The object is new.
    record Create(Declared desired, CanonicalObject target) implements Change {
        @Override
        public ObjectKey key() {
            return desired.key();
        }
    }

    /// The object differs from what the bundle declares. Its owner stays the applied one.
    ///
    /// @param cause whether git moved, an admin's write is reverted, or an admin writes over the
    ///   object of another owner, which is recorded as `AppliedObject.Overridden`
    record Update(
            Declared desired,
            AppliedObject applied,
            CanonicalObject target,
            List<FieldDiff> diff,
            Cause cause)
            implements Change {
        public Update {
            diff = List.copyOf(diff);
        }

        @Override
        public ObjectKey key() {
            return desired.key();
        }
    }

    /// The object changes hands, from `admin` or an orphan, on request; `diff` is empty when the
    /// content is the same already.
    record Adopt(
            Declared desired, AppliedObject applied, CanonicalObject target, List<FieldDiff> diff)
            implements Change {
        public Adopt {
            diff = List.copyOf(diff);
        }

        @Override
        public ObjectKey key() {
            return desired.key();
        }
    }

    /// The object's content stays as it is.
    ///
    /// @param refresh what to note about the object all the same, or null
    record Skip(AppliedObject applied, Note note, @Nullable Refresh refresh) implements Change {
        @Override
        public ObjectKey key() {
            return applied.key();
        }
    }

    /// The object goes: its owner no longer declares it and prune is on, or its removal was asked
    /// for.
    record Delete(AppliedObject applied) implements Change {
        @Override
        public ObjectKey key() {
            return applied.key();
        }
    }

    /// The object belongs to someone else; the plan cannot be applied.
    ///
    /// @param desired what was to be written, or null when it was to be removed
    record Conflict(@Nullable Declared desired, AppliedObject applied) implements Change {
        @Override
        public ObjectKey key() {
            return applied.key();
        }
    }

    /// Why an object is updated.
    enum Cause {
        BUNDLE,
        DRIFT,
        FORCE;

        /// As shown in outputs: `bundle`, `drift` or `force`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Why an object is skipped.
    enum Note {
        /// Applied and declared content are equal.
        UNCHANGED(""),
        /// Offline, everything but the secrets is equal; those cannot be compared.
        SECRETS_NOT_COMPARED("secrets not compared"),
        /// An admin's write stands, in fields whose drift the source ignores.
        DRIFT_IGNORED("drift ignored"),
        /// No longer declared, and prune is off.
        ORPHAN("orphan"),
        /// No longer declared, and the object's own `lifecycle` keeps it.
        PRUNE_DISABLED("prune disabled");

        private final String words;

        Note(String words) {
            this.words = words;
        }

        /// As shown to people; empty for plain equality.
        public String words() {
            return words;
        }

        /// Whether the skip tells more than that the object is as declared.
        public boolean isNotable() {
            return switch (this) {
                case UNCHANGED, SECRETS_NOT_COMPARED -> false;
                case DRIFT_IGNORED, ORPHAN, PRUNE_DISABLED -> true;
            };
        }
    }

    /// Bookkeeping that an apply brings up to date without touching the object: where it is
    /// declared, by which references its secrets are given, that an override is over. It is no
    /// change: not shown, not counted, and the object keeps version and time of its last write.
    ///
    /// @param target the applied content with the declared references
    /// @param origin where the object is declared now
    record Refresh(CanonicalObject target, Origin origin) {}
}
