package io.agw.store.sqlite;

import io.agw.store.AuditDraft;
import io.agw.store.AuditLog;
import io.agw.store.live.AuditChain;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/// The audit log as rows, each sealed onto the one before it.
final class SqliteAudit implements AuditLog {
    private final Database database;
    private final InstantSource clock;
    private final AuditChain chain;

    SqliteAudit(Database database, InstantSource clock, AuditChain chain) {
        this.database = database;
        this.clock = clock;
        this.chain = chain;
    }

    @Override
    public void append(AuditDraft entry) {
        database.write(handle -> {
            append(handle, List.of(entry));
            return true;
        });
    }

    /// Appends in the caller's transaction what is done now.
    void append(Handle handle, List<AuditDraft> drafts) {
        append(handle, drafts, clock.instant());
    }

    /// Appends in the caller's transaction.
    void append(Handle handle, List<AuditDraft> drafts, Instant now) {
        if (drafts.isEmpty()) {
            return;
        }
        var newest = newest(handle);
        var batch = handle.prepareBatch("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        var at = now.truncatedTo(ChronoUnit.MILLIS);
        for (var draft : drafts) {
            var entry = new Entry(newest.id() + 1, at, draft);
            newest = new Sealed(entry.id(), chain.seal(newest.seal(), entry));
            batch.bind(0, entry.id())
                    .bind(1, at.toEpochMilli())
                    .bind(2, draft.actor())
                    .bind(3, draft.action())
                    .bind(4, draft.subject())
                    .bind(5, draft.from())
                    .bind(6, draft.requestId())
                    .bind(7, draft.detailJson())
                    .bind(8, newest.seal())
                    .add();
        }
        batch.execute();
        writeHead(handle, newest.seal());
    }

    private static Sealed newest(Handle handle) {
        return handle.createQuery("SELECT audit_id, seal FROM audit ORDER BY audit_id DESC LIMIT 1")
                .map((row, _) -> new Sealed(row.getLong("audit_id"), row.getBytes("seal")))
                .findOne()
                .orElseGet(() -> new Sealed(0, AuditChain.start()));
    }

    private void writeHead(Handle handle, byte[] newest) {
        handle.createUpdate("UPDATE store SET audit_head = ?")
                .bind(0, chain.head(newest))
                .execute();
    }

    @Override
    public List<Entry> list(long before, int limit) {
        return database.read(handle ->
                handle.createQuery(
                                """
                                SELECT * FROM audit WHERE :before = 0 OR audit_id < :before
                                ORDER BY audit_id DESC LIMIT :limit
                                """)
                        .bind("before", before)
                        .bind("limit", limit)
                        .map((row, _) -> entry(row))
                        .list());
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong("audit_id"),
                Instant.ofEpochMilli(row.getLong("at_ms")),
                new AuditDraft(
                        row.getString("actor"),
                        row.getString("action"),
                        row.getString("subject"),
                        row.getString("address"),
                        row.getString("request_id"),
                        row.getString("detail")));
    }

    @Override
    public OptionalLong firstBroken() {
        return database.read(handle -> handle.inTransaction(this::firstBroken));
    }

    OptionalLong firstBroken(Handle handle) {
        var last = new Sealed(0, AuditChain.start());
        try (var rows =
                handle.createQuery("SELECT * FROM audit ORDER BY audit_id")
                        .map((row, _) -> new Row(entry(row), row.getBytes("seal")))
                        .iterator()) {
            while (rows.hasNext()) {
                var row = rows.next();
                var id = row.entry().id();
                if (id != last.id() + 1
                        || !MessageDigest.isEqual(
                                chain.seal(last.seal(), row.entry()), row.seal())) {
                    return OptionalLong.of(id);
                }
                last = new Sealed(id, row.seal());
            }
        }
        var head = handle.createQuery("SELECT audit_head FROM store").mapTo(byte[].class).one();
        return MessageDigest.isEqual(head, chain.head(last.seal()))
                ? OptionalLong.empty()
                : OptionalLong.of(last.id());
    }

    /// Seals every entry anew under another key.
    void reseal(Handle handle, AuditChain other) {
        var batch = handle.prepareBatch("UPDATE audit SET seal = ? WHERE audit_id = ?");
        var seal = AuditChain.start();
        for (var entry :
                handle.createQuery("SELECT * FROM audit ORDER BY audit_id")
                        .map((row, _) -> entry(row))
                        .list()) {
            seal = other.seal(seal, entry);
            batch.add(seal, entry.id());
        }
        if (batch.size() > 0) {
            batch.execute();
        }
        handle.createUpdate("UPDATE store SET audit_head = ?").bind(0, other.head(seal)).execute();
    }

    private record Sealed(long id, byte[] seal) {}

    private record Row(Entry entry, byte[] seal) {}
}
