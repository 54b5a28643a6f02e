package io.agw.store.sqlite;

import io.agw.bundle.plan.Owner;
import io.agw.store.SourceRecords;
import java.util.Optional;

/// What is remembered of sources, one row each.
final class SqliteSources implements SourceRecords {
    private final Database database;

    SqliteSources(Database database) {
        this.database = database;
    }

    @Override
    public Optional<String> status(Owner source) {
        return read("SELECT status FROM source WHERE source = ? AND status IS NOT NULL", source);
    }

    @Override
    public void saveStatus(Owner source, String statusJson) {
        write(
                """
                INSERT INTO source (source, status) VALUES (?, ?)
                ON CONFLICT (source) DO UPDATE SET status = excluded.status
                """,
                source,
                statusJson);
    }

    @Override
    public Optional<String> control(Owner source) {
        return read("SELECT control FROM source WHERE source = ? AND control IS NOT NULL", source);
    }

    @Override
    public void saveControl(Owner source, String controlJson) {
        write(
                """
                INSERT INTO source (source, control) VALUES (?, ?)
                ON CONFLICT (source) DO UPDATE SET control = excluded.control
                """,
                source,
                controlJson);
    }

    private Optional<String> read(String sql, Owner source) {
        return database.read(handle ->
                handle.createQuery(sql).bind(0, source.name()).mapTo(String.class).findOne());
    }

    private void write(String sql, Owner source, String json) {
        database.write(
                handle -> handle.createUpdate(sql).bind(0, source.name()).bind(1, json).execute());
    }
}
