package io.agw.bundle.shape;

import io.agw.bundle.model.Kind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// The shapes of every kind, worked out from the records and their annotations, and so the same for
/// the whole program. Immutable and thread-safe.
public final class Shapes {
    /// What this program's documents look like.
    public static final Shapes KINDS = inspect();

    private final Map<Kind, RecordShape> kinds;

    private Shapes(Map<Kind, RecordShape> kinds) {
        this.kinds = Collections.unmodifiableMap(kinds);
    }

    /// The shape of a record that is no kind, such as the options of a provider type.
    ///
    /// @throws IllegalStateException when it is declared in a way that no document can have
    public static RecordShape of(Class<? extends Record> type) {
        return new Inspector().shape(type);
    }

    /// The shape of a kind's record.
    public RecordShape of(Kind kind) {
        var shape = kinds.get(kind);
        if (shape == null) {
            throw new IllegalStateException("no shape: " + kind);
        }
        return shape;
    }

    private static Shapes inspect() {
        var inspector = new Inspector();
        var kinds = new EnumMap<Kind, RecordShape>(Kind.class);
        for (var kind : Kind.values()) {
            kinds.put(kind, inspector.shape(kind.type()));
        }
        return new Shapes(kinds);
    }
}
