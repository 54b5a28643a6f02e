package io.agw.store.sqlite;

import io.agw.store.BudgetRecords;
import java.time.Instant;
import java.util.List;

/// Changed limits as rows of the ledger.
final class SqliteBudgets implements BudgetRecords {
    private final Database database;

    SqliteBudgets(Database database) {
        this.database = database;
    }

    @Override
    public List<Changed> changed() {
        return database.read(handle ->
                handle.createQuery("SELECT * FROM changed ORDER BY budget, span, measure")
                        .map((row, _) ->
                                new Changed(
                                        row.getString("budget"),
                                        row.getString("span"),
                                        row.getString("measure"),
                                        row.getLong("most"),
                                        row.getString("reason"),
                                        row.getString("actor"),
                                        Instant.ofEpochMilli(row.getLong("since_ms")),
                                        Instant.ofEpochMilli(row.getLong("until_ms"))))
                        .list());
    }

    @Override
    public void change(Changed changed) {
        long since = changed.since().toEpochMilli();
        database.write(handle -> {
            handle.execute("DELETE FROM changed WHERE until_ms <= ?", since);
            return handle.execute(
                    "INSERT OR REPLACE INTO changed VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    changed.budgetId(),
                    changed.window(),
                    changed.measure(),
                    changed.most(),
                    changed.reason(),
                    changed.actor(),
                    since,
                    changed.until().toEpochMilli());
        });
    }

    @Override
    public void restore(String budgetId) {
        database.write(handle -> handle.execute("DELETE FROM changed WHERE budget = ?", budgetId));
    }
}
