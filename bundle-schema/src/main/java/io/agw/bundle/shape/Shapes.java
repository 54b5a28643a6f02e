package io.agw.bundle.shape;

import io.agw.bundle.model.Kind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// The shapes of every kind, worked out once from the records and their annotations. Immutable and
/// thread-safe; meant to be built once and passed on.
public final class Shapes {
    private final Map<Kind, RecordShape> kinds;

    private Shapes(Map<Kind, RecordShape> kinds) {
        this.kinds = Collections.unmodifiableMap(kinds);
    }

    /// Inspects every kind.
    ///
    /// @throws IllegalStateException when a record is declared in a way that no document can have
    public static Shapes inspect() {
        var inspector = new Inspector();
        var kinds = new EnumMap<Kind, RecordShape>(Kind.class);
        for (var kind : Kind.values()) {
            kinds.put(kind, inspector.shape(kind.type()));
        }
        return new Shapes(kinds);
    }

    /// The shape of a record that is no kind, such as the options of a provider type.
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
}
