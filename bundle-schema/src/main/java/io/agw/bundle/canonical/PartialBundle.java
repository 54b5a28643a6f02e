package io.agw.bundle.canonical;

import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is known of a bundle, of which some may not have been readable: enough to look after the
/// references of what was read without blaming them for what was not.
///
/// @param objects by key, what was read
/// @param unread objects that are there and could not be read
/// @param uncertain kinds of which there may be objects with any id
public record PartialBundle(
        SortedMap<ObjectKey, Declared> objects, Set<ObjectKey> unread, Set<Kind> uncertain) {
    public PartialBundle {
        objects = Collections.unmodifiableSortedMap(new TreeMap<>(objects));
        unread = Set.copyOf(unread);
        uncertain = Set.copyOf(uncertain);
    }

    /// A bundle that was read to the end.
    public static PartialBundle whole(SortedMap<ObjectKey, Declared> objects) {
        return new PartialBundle(objects, Set.of(), Set.of());
    }

    /// A bundle that may hold anything.
    public static PartialBundle unknown() {
        return new PartialBundle(new TreeMap<>(), Set.of(), EnumSet.allOf(Kind.class));
    }
}
