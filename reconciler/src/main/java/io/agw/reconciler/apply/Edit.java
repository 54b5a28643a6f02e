package io.agw.reconciler.apply;

import io.agw.bundle.canonical.Declared;
import io.agw.bundle.model.ObjectKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A write of one object by an administrator.
public sealed interface Edit {
    ObjectKey key();

    /// The word that the audit log has for it.
    String verb();

    /// A new object.
    record Create(Declared object) implements Edit {
        @Override
        public ObjectKey key() {
            return object.key();
        }

        @Override
        public String verb() {
            return "create";
        }
    }

    /// An object in place of the one under its key.
    record Replace(Declared object) implements Edit {
        @Override
        public ObjectKey key() {
            return object.key();
        }

        @Override
        public String verb() {
            return "update";
        }
    }

    /// An object's end.
    record Remove(ObjectKey key) implements Edit {
        @Override
        public String verb() {
            return "delete";
        }
    }

    /// An object switched on or off, otherwise as it is.
    record Switch(ObjectKey key, boolean on) implements Edit {
        @Override
        public String verb() {
            return on ? "enable" : "disable";
        }
    }

    /// A virtual key with another text, otherwise as it is.
    ///
    /// @param until when the text that it has now stops working; null: at once
    record Rotate(ObjectKey key, @Nullable Instant until) implements Edit {
        @Override
        public String verb() {
            return "rotate";
        }
    }

    /// A virtual key without the text that it had before, otherwise as it is.
    record Retire(ObjectKey key) implements Edit {
        @Override
        public String verb() {
            return "retire";
        }
    }
}
