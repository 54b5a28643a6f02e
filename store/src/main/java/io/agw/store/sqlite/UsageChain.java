package io.agw.store.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/// The chain as its one row has it.
///
/// @param unsealedId turns up to here are older than the chain
/// @param anchor the link before the first seal that is kept
/// @param head the link of the newest seal
/// @param droppedMillis turns that finished before may be gone for their age
record UsageChain(long unsealedId, Link anchor, Link head, long droppedMillis) {
    private static final String LOAD = "SELECT * FROM usage_chain";
    private static final String ADVANCE = "UPDATE usage_chain SET head_id = ?, head = ?";

    /// A place in the chain.
    ///
    /// @param id of the last turn before it
    record Link(long id, byte[] hash) {
        /// The next one, behind a seal.
        Link then(Seal seal) {
            return new Link(
                    seal.lastId(),
                    new UsageDigest()
                            .put(hash)
                            .put(seal.firstId())
                            .put(seal.lastId())
                            .put(seal.lastMillis())
                            .put(seal.digest())
                            .finish());
        }
    }

    /// What vouches for the turns of a group.
    ///
    /// @param lastMillis the last end of one of them
    /// @param digest of all of them
    /// @param gone whether they were removed while older ones were kept
    record Seal(long firstId, long lastId, long lastMillis, byte[] digest, boolean gone) {
        static Seal read(ResultSet row) throws SQLException {
            return new Seal(
                    row.getLong("first_id"),
                    row.getLong("last_id"),
                    row.getLong("last_ms"),
                    row.getBytes("digest"),
                    row.getInt("gone") != 0);
        }

        long turns() {
            return lastId - firstId + 1;
        }
    }

    static UsageChain load(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(LOAD);
                var rows = statement.executeQuery()) {
            return read(rows);
        }
    }

    static UsageChain load(Handle handle) {
        return handle.createQuery(LOAD).map((row, _) -> row(row)).one();
    }

    private static UsageChain read(ResultSet rows) throws SQLException {
        if (!rows.next()) {
            throw new DamagedException("usage_chain has no row");
        }
        return row(rows);
    }

    private static UsageChain row(ResultSet row) throws SQLException {
        return new UsageChain(
                row.getLong("unsealed_id"),
                new Link(row.getLong("anchor_id"), row.getBytes("anchor")),
                new Link(row.getLong("head_id"), row.getBytes("head")),
                row.getLong("dropped_ms"));
    }

    static void advance(Connection connection, Link head) throws SQLException {
        try (var update = connection.prepareStatement(ADVANCE)) {
            update.setLong(1, head.id());
            update.setBytes(2, head.hash());
            update.executeUpdate();
        }
    }
}
