package io.agw.server.dialect.shape;

import java.util.SortedMap;
import java.util.TreeMap;

/// Every dialect by the name that its golden files carry.
final class KnownDialects {
    private KnownDialects() {}

    static SortedMap<String, Dialect> all() {
        return new TreeMap<>();
    }
}
