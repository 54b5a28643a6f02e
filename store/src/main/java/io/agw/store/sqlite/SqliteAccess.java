package io.agw.store.sqlite;

import io.agw.store.AccessRecords;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Permits as rows of the ledger.
final class SqliteAccess implements AccessRecords {
    private final Database database;

    SqliteAccess(Database database) {
        this.database = database;
    }

    @Override
    public List<Permit> permits() {
        return database.read(handle ->
                handle.createQuery("SELECT * FROM permit ORDER BY since_ms, id")
                        .map((row, _) -> permit(row))
                        .list());
    }

    private static Permit permit(ResultSet row) throws SQLException {
        return new Permit(
                row.getString("id"),
                row.getString("kind"),
                row.getString("subject"),
                row.getString("sort"),
                row.getString("pattern"),
                row.getString("reason"),
                row.getString("actor"),
                Instant.ofEpochMilli(row.getLong("since_ms")),
                Instant.ofEpochMilli(row.getLong("until_ms")));
    }

    @Override
    public void add(Permit permit) {
        long since = permit.since().toEpochMilli();
        database.write(handle -> {
            handle.execute("DELETE FROM permit WHERE until_ms <= ?", since);
            return handle.execute(
                    "INSERT INTO permit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    permit.id(),
                    permit.kind(),
                    permit.subject(),
                    permit.sort(),
                    permit.pattern(),
                    permit.reason(),
                    permit.actor(),
                    since,
                    permit.until().toEpochMilli());
        });
    }

    @Override
    public void remove(String id) {
        database.write(handle -> handle.execute("DELETE FROM permit WHERE id = ?", id));
    }
}
