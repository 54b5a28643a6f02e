package io.agw.bundle;

import io.agw.bundle.canonical.Declared;
import io.agw.bundle.model.ObjectKey;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// All objects of one revision of a source, parsed and valid.
///
/// @param objects by key, in the order in which a plan applies them
/// @param skipped documents that belong to other tools, as `file:line apiVersion kind`
public record Bundle(SortedMap<ObjectKey, Declared> objects, List<String> skipped) {
    public Bundle {
        objects = Collections.unmodifiableSortedMap(new TreeMap<>(objects));
        skipped = List.copyOf(skipped);
    }
}
