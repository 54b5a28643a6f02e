package io.agw.store.sqlite;

import io.agw.store.PauseRecords;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Pauses as rows of the ledger.
final class SqlitePauses implements PauseRecords {
    private final Database database;

    SqlitePauses(Database database) {
        this.database = database;
    }

    @Override
    public List<Pause> pauses() {
        return database.read(handle ->
                handle.createQuery("SELECT * FROM paused ORDER BY kind, id")
                        .map((row, _) -> pause(row))
                        .list());
    }

    private static Pause pause(ResultSet row) throws SQLException {
        return new Pause(
                row.getString("kind"),
                row.getString("id"),
                row.getString("origin"),
                row.getString("reason"),
                row.getString("actor"),
                Instant.ofEpochMilli(row.getLong("since_ms")),
                until(row));
    }

    @Override
    public void pause(Pause pause) {
        database.write(handle ->
                handle.execute(
                        """
                        INSERT OR REPLACE INTO paused
                            (kind, id, origin, reason, actor, since_ms, until_ms)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        """,
                        pause.kind(),
                        pause.id(),
                        pause.origin(),
                        pause.reason(),
                        pause.actor(),
                        pause.since().toEpochMilli(),
                        millis(pause.until())));
    }

    @Override
    public void resume(String kind, String id, Collection<Resumed> ofBudgets) {
        database.write(handle -> {
            handle.execute("DELETE FROM paused WHERE kind = ? AND id = ?", kind, id);
            for (var resumed : ofBudgets) {
                handle.execute(
                        """
                        INSERT OR REPLACE INTO resumed
                            (budget, holder, span, measure, most, until_ms)
                        VALUES (?, ?, ?, ?, ?, ?)
                        """,
                        resumed.budgetId(),
                        resumed.holder(),
                        resumed.window(),
                        resumed.measure(),
                        resumed.most(),
                        millis(resumed.until()));
            }
            return ofBudgets.size();
        });
    }

    @Override
    public List<Resumed> resumed() {
        return database.read(handle ->
                handle.createQuery("SELECT * FROM resumed ORDER BY budget, holder, span, measure")
                        .map((row, _) ->
                                new Resumed(
                                        row.getString("budget"),
                                        row.getString("holder"),
                                        row.getString("span"),
                                        row.getString("measure"),
                                        row.getLong("most"),
                                        until(row)))
                        .list());
    }

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    private static @Nullable Instant until(ResultSet row) throws SQLException {
        long millis = row.getLong("until_ms");
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
