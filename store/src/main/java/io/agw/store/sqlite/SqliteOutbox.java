package io.agw.store.sqlite;

import io.agw.store.EventDraft;
import io.agw.store.Outbox;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Events as rows; the oldest go when there are too many.
final class SqliteOutbox implements Outbox {
    private final Database database;
    private final InstantSource clock;

    SqliteOutbox(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void append(EventDraft event) {
        database.write(handle -> {
            append(handle, List.of(event));
            return true;
        });
    }

    /// Appends in the caller's transaction what happens now.
    void append(Handle handle, List<EventDraft> events) {
        append(handle, events, clock.instant());
    }

    /// Appends in the caller's transaction.
    void append(Handle handle, List<EventDraft> events, Instant now) {
        if (events.isEmpty()) {
            return;
        }
        var batch =
                handle.prepareBatch(
                        "INSERT INTO outbox (at_ms, source, type, data) VALUES (?, ?, ?, ?)");
        for (var event : events) {
            batch.add(now.toEpochMilli(), event.source(), event.type(), event.dataJson());
        }
        batch.execute();
        handle.createUpdate(
                        "DELETE FROM outbox WHERE event_id <="
                                + " (SELECT max(event_id) FROM outbox) - ?")
                .bind(0, KEPT)
                .execute();
    }

    @Override
    public long lastId() {
        return database.read(handle ->
                handle.createQuery("SELECT coalesce(max(event_id), 0) FROM outbox")
                        .mapTo(Long.class)
                        .one());
    }

    @Override
    public List<Event> after(long after, int limit) {
        return database.read(handle ->
                handle.createQuery(
                                """
                                SELECT * FROM outbox WHERE event_id > ?
                                ORDER BY event_id LIMIT ?
                                """)
                        .bind(0, after)
                        .bind(1, limit)
                        .map((row, _) ->
                                new Event(
                                        row.getLong("event_id"),
                                        Instant.ofEpochMilli(row.getLong("at_ms")),
                                        new EventDraft(
                                                row.getString("source"),
                                                row.getString("type"),
                                                row.getString("data"))))
                        .list());
    }
}
