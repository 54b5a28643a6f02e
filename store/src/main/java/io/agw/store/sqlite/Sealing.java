package io.agw.store.sqlite;

import io.agw.store.UsageRecord;
import io.agw.store.sqlite.UsageChain.Link;
import io.agw.store.sqlite.UsageChain.Seal;
import java.sql.Connection;
import java.sql.SQLException;

/// Seals the turns of one transaction as they are written. Confined to the writer's thread.
final class Sealing {
    /// Turns of one seal: they are removed together.
    static final int MOST = 256;

    private static final String INSERT = "INSERT INTO usage_seal VALUES (?, ?, ?, ?, 0)";

    private static final String LAST = "SELECT coalesce(max(usage_id), 0) FROM turn";

    private final Connection connection;
    private final UsageDigest digest = new UsageDigest();
    private Link head;
    private long last;
    private long first;
    private long lastMillis = Long.MIN_VALUE;

    Sealing(Connection connection) throws SQLException {
        this.connection = connection;
        this.head = UsageChain.load(connection).head();
        // a row that another hand has added must not keep every other from being written
        this.last = Math.max(head.id(), lastRow(connection));
        this.first = last + 1;
    }

    private static long lastRow(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(LAST);
                var rows = statement.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    /// The id of the next turn.
    long nextId() {
        return last + 1;
    }

    /// Takes the next turn.
    ///
    /// @param kind digest of its kind
    void add(byte[] kind, UsageRecord usage) throws SQLException {
        last++;
        lastMillis = Math.max(lastMillis, usage.finishedAt().toEpochMilli());
        UsageRow.put(digest, last, kind, usage);
        if (last - first + 1 == MOST) {
            seal();
        }
    }

    /// Seals what is left.
    void finish() throws SQLException {
        if (last >= first) {
            seal();
        }
        UsageChain.advance(connection, head);
    }

    private void seal() throws SQLException {
        var seal = new Seal(first, last, lastMillis, digest.finish(), false);
        try (var insert = connection.prepareStatement(INSERT)) {
            insert.setLong(1, seal.lastId());
            insert.setLong(2, seal.firstId());
            insert.setLong(3, seal.lastMillis());
            insert.setBytes(4, seal.digest());
            insert.executeUpdate();
        }
        head = head.then(seal);
        first = last + 1;
        lastMillis = Long.MIN_VALUE;
    }
}
