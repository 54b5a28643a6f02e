package io.agw.bundle.model;

/// How an object ends.
public record Lifecycle(
        @Doc(
                        "Whether pruning may delete the object when its file is gone: `enabled` or `disabled`.")
                @Default("enabled")
                Prune prune) {
    public static final Lifecycle NORMAL = new Lifecycle(Prune.ENABLED);

    /// Whether pruning may delete the object.
    public enum Prune {
        ENABLED,
        DISABLED
    }
}
