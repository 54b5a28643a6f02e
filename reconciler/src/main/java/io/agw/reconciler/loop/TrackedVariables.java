package io.agw.reconciler.loop;

import io.agw.bundle.reference.Variables;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Variables that remember what they were asked and answered, so that a bundle is read again when
/// one of its answers is another now: a secret's file was replaced. Thread-safe.
final class TrackedVariables implements Variables {
    private final Variables variables;
    private final Map<String, Lookup> names = new ConcurrentHashMap<>();
    private final Map<String, Lookup> files = new ConcurrentHashMap<>();

    TrackedVariables(Variables variables) {
        this.variables = variables;
    }

    @Override
    public Lookup variable(String name) {
        return names.computeIfAbsent(name, variables::variable);
    }

    @Override
    public Lookup file(String path) {
        return files.computeIfAbsent(path, variables::file);
    }

    /// Whether every answer would be the same now.
    boolean areCurrent() {
        return names.entrySet().stream()
                        .allMatch(e -> variables.variable(e.getKey()).equals(e.getValue()))
                && files.entrySet().stream()
                        .allMatch(e -> variables.file(e.getKey()).equals(e.getValue()));
    }
}
