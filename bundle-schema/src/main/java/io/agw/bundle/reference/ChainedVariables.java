package io.agw.bundle.reference;

/// The first of two that has something to say; a refusal of the first is final.
record ChainedVariables(Variables first, Variables next) implements Variables {
    @Override
    public Lookup variable(String name) {
        var found = first.variable(name);
        return found instanceof Lookup.NotSet ? next.variable(name) : found;
    }

    @Override
    public Lookup file(String path) {
        var found = first.file(path);
        return found instanceof Lookup.NotSet ? next.file(path) : found;
    }
}
