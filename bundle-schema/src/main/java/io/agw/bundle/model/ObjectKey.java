package io.agw.bundle.model;

import java.util.Comparator;

/// The address of an object: its kind and its id within the kind. Ordered by kind, then id.
///
/// @param id for a managed model `provider/upstream model`, otherwise one id of {@link Ids}
public record ObjectKey(Kind kind, String id) implements Comparable<ObjectKey> {
    private static final Comparator<ObjectKey> ORDER =
            Comparator.comparing(ObjectKey::kind).thenComparing(ObjectKey::id);

    @Override
    public int compareTo(ObjectKey other) {
        return ORDER.compare(this, other);
    }

    /// `provider/openai`, the form used in output.
    @Override
    public String toString() {
        return kind.word() + "/" + id;
    }
}
