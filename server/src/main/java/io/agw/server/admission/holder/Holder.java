package io.agw.server.admission.holder;

/// Whose use of something is counted.
///
/// @param id empty for all together
public record Holder(HolderType type, String id) {
    /// Everybody together.
    public static final Holder ALL = new Holder(HolderType.GLOBAL, "");

    /// As counters are named and operators see it: `virtual_key:a`, `global`.
    @Override
    public String toString() {
        return type == HolderType.GLOBAL ? type.word() : type.word() + ":" + id;
    }
}
