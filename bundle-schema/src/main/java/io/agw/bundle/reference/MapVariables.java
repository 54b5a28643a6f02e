package io.agw.bundle.reference;

import java.util.Map;
import java.util.function.Function;

/// A fixed set of variables.
record MapVariables(Map<String, String> values, Function<String, Lookup> files)
        implements Variables {
    MapVariables {
        values = Map.copyOf(values);
    }

    @Override
    public Lookup variable(String name) {
        if (Reserved.isReserved(name)) {
            return Reserved.forbidden();
        }
        var value = values.get(name);
        return value == null ? new Lookup.NotSet() : new Lookup.Found(value);
    }

    @Override
    public Lookup file(String path) {
        return files.apply(path);
    }

    /// Leaves the values out: they may be secrets.
    @Override
    public String toString() {
        return "MapVariables" + values.keySet();
    }
}
