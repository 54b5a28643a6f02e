package io.agw.store.sqlite;

import io.agw.bundle.plan.Owner;
import io.agw.store.AuditDraft;
import io.agw.store.EventDraft;
import io.agw.store.SourceRecords;
import java.util.List;
import java.util.Optional;

/// What is remembered of sources, one row each.
final class SqliteSources implements SourceRecords {
    private final Database database;
    private final SqliteOutbox outbox;
    private final SqliteAudit audit;

    SqliteSources(Database database, SqliteOutbox outbox, SqliteAudit audit) {
        this.database = database;
        this.outbox = outbox;
        this.audit = audit;
    }

    @Override
    public Optional<String> status(Owner source) {
        return read("SELECT status FROM source WHERE source = ? AND status IS NOT NULL", source);
    }

    @Override
    public void saveStatus(Owner source, String statusJson, List<EventDraft> events) {
        database.write(handle -> {
            outbox.append(handle, events);
            return handle.createUpdate(
                            """
                            INSERT INTO source (source, status) VALUES (?, ?)
                            ON CONFLICT (source) DO UPDATE SET status = excluded.status
                            """)
                    .bind(0, source.name())
                    .bind(1, statusJson)
                    .execute();
        });
    }

    @Override
    public Optional<String> control(Owner source) {
        return read("SELECT control FROM source WHERE source = ? AND control IS NOT NULL", source);
    }

    @Override
    public void saveControl(Owner source, String controlJson, List<AuditDraft> acts) {
        database.write(handle -> {
            audit.append(handle, acts);
            return handle.createUpdate(
                            """
                            INSERT INTO source (source, control) VALUES (?, ?)
                            ON CONFLICT (source) DO UPDATE SET control = excluded.control
                            """)
                    .bind(0, source.name())
                    .bind(1, controlJson)
                    .execute();
        });
    }

    private Optional<String> read(String sql, Owner source) {
        return database.read(handle ->
                handle.createQuery(sql).bind(0, source.name()).mapTo(String.class).findOne());
    }
}
