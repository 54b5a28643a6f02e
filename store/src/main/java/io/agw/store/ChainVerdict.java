package io.agw.store;

/// Whether the turns that are kept are those that were written.
public sealed interface ChainVerdict {
    /// They are.
    ///
    /// @param turns how many were looked at
    /// @param unsealed turns besides, older than the chain
    /// @param fromId the first that is vouched for
    /// @param head SHA-256 in hexadecimal: kept elsewhere, it shows later that this chain is still
    ///   part of the one that is there
    record Whole(long turns, long unsealed, long fromId, long headId, String head)
            implements ChainVerdict {}

    /// They are not.
    ///
    /// @param fromId the first turn of the group that is not as it was written
    /// @param toId the last
    /// @param why for people
    record Broken(long fromId, long toId, String why) implements ChainVerdict {}
}
