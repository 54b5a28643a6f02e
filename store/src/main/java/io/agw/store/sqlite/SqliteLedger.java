package io.agw.store.sqlite;

import io.agw.store.Ledger;
import io.agw.store.Ledger.Batch;
import io.agw.store.Ledger.Cell;
import io.agw.store.Ledger.Hold;
import io.agw.store.Ledger.Purse;
import io.agw.store.Ledger.Sum;
import io.agw.store.UsageRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The ledger as rows.
final class SqliteLedger implements Ledger {
    private static final int SLICE = 2_000;
    private static final long DAY = Duration.ofDays(1).toSeconds();

    private static final String CHARGE =
            """
            INSERT INTO spent (budget, series, holder, slot, nano_usd, tokens, turns)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET nano_usd = nano_usd + excluded.nano_usd,
                tokens = tokens + excluded.tokens, turns = turns + excluded.turns
            """;

    private static final String ADD =
            """
            INSERT INTO total (budget, series, holder, nano_usd, tokens, turns)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET nano_usd = nano_usd + excluded.nano_usd,
                tokens = tokens + excluded.tokens, turns = turns + excluded.turns
            """;

    private static final String HOLD =
            """
            INSERT OR REPLACE INTO held
                (budget, series, holder, slot, nano_usd, tokens, turns, turn, row)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String HELD =
            """
            SELECT budget, series, holder, slot, sum(nano_usd) AS nano_usd, sum(tokens) AS tokens,
                sum(turns) AS turns
            FROM held GROUP BY budget, series, holder, slot
            """;

    private static final String END = "DELETE FROM held WHERE turn = ?";

    private final Database database;

    SqliteLedger(Database database) {
        this.database = database;
    }

    @Override
    public List<UsageRecord> unended() {
        return database.read(handle ->
                handle.createQuery("SELECT row FROM held WHERE row IS NOT NULL ORDER BY turn")
                        .mapTo(String.class)
                        .map(HeldRows::of)
                        .list());
    }

    @Override
    public Contents open() {
        int recovered = database.write(handle -> guarded(() -> recover(handle)));
        return database.read(handle ->
                new Contents(cells(handle, "SELECT * FROM spent"), totals(handle), recovered));
    }

    private static int recover(Handle handle) throws SQLException {
        int turns =
                handle.createQuery("SELECT count(DISTINCT turn) FROM held")
                        .mapTo(Integer.class)
                        .one();
        if (turns > 0) {
            charge(handle.getConnection(), cells(handle, HELD));
            handle.execute("DELETE FROM held");
        }
        return turns;
    }

    private static Map<Cell, Sum> cells(Handle handle, String query) {
        var cells = new HashMap<Cell, Sum>();
        handle.createQuery(query)
                .map((row, _) -> Map.entry(new Cell(purse(row), row.getLong("slot")), sum(row)))
                .forEach(entry -> cells.put(entry.getKey(), entry.getValue()));
        return cells;
    }

    private static Map<Purse, Sum> totals(Handle handle) {
        var totals = new HashMap<Purse, Sum>();
        handle.createQuery("SELECT * FROM total")
                .map((row, _) -> Map.entry(purse(row), sum(row)))
                .forEach(entry -> totals.put(entry.getKey(), entry.getValue()));
        return totals;
    }

    private static Purse purse(ResultSet row) throws SQLException {
        return new Purse(row.getString("budget"), row.getString("series"), row.getString("holder"));
    }

    private static Sum sum(ResultSet row) throws SQLException {
        return new Sum(row.getLong("nano_usd"), row.getLong("tokens"), row.getLong("turns"));
    }

    @Override
    public void commit(Batch batch) {
        database.write(handle ->
                guarded(() -> {
                    var connection = handle.getConnection();
                    hold(connection, batch);
                    end(connection, batch.ended());
                    charge(connection, batch.charges());
                    return batch;
                }));
    }

    /// Plain JDBC, for the reason that {@link UsageRow} gives.
    private static void hold(Connection connection, Batch batch) throws SQLException {
        if (batch.holds().isEmpty()) {
            return;
        }
        // all that an earlier one of its turn held goes, also where this one holds nothing
        end(connection, batch.holds().stream().map(Hold::turn).toList());
        try (var insert = connection.prepareStatement(HOLD)) {
            for (var hold : batch.holds()) {
                var row = hold.row();
                // once for a turn, whichever of its purses has it
                var text = row == null ? null : HeldRows.text(row);
                for (var entry : hold.most().entrySet()) {
                    bind(insert, entry.getKey(), entry.getValue());
                    insert.setLong(8, hold.turn());
                    insert.setString(9, text);
                    insert.addBatch();
                    text = null;
                }
            }
            insert.executeBatch();
        }
    }

    private static void end(Connection connection, Collection<Long> turns) throws SQLException {
        if (turns.isEmpty()) {
            return;
        }
        try (var delete = connection.prepareStatement(END)) {
            for (long turn : turns) {
                delete.setLong(1, turn);
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    private static void charge(Connection connection, Map<Cell, Sum> charges) throws SQLException {
        if (charges.isEmpty()) {
            return;
        }
        var totals = new HashMap<Purse, Sum>();
        try (var charge = connection.prepareStatement(CHARGE)) {
            for (var entry : charges.entrySet()) {
                bind(charge, entry.getKey(), entry.getValue());
                charge.addBatch();
                totals.merge(entry.getKey().purse(), entry.getValue(), Sum::plus);
            }
            charge.executeBatch();
        }
        try (var add = connection.prepareStatement(ADD)) {
            for (var entry : totals.entrySet()) {
                int at = bind(add, entry.getKey());
                bind(add, at, entry.getValue());
                add.addBatch();
            }
            add.executeBatch();
        }
    }

    private static void bind(PreparedStatement row, Cell cell, Sum sum) throws SQLException {
        int at = bind(row, cell.purse());
        row.setLong(at, cell.slot());
        bind(row, at + 1, sum);
    }

    /// @return the column behind
    private static int bind(PreparedStatement row, Purse purse) throws SQLException {
        row.setString(1, purse.budgetId());
        row.setString(2, purse.series());
        row.setString(3, purse.holder());
        return 4;
    }

    private static void bind(PreparedStatement row, int from, Sum sum) throws SQLException {
        row.setLong(from, sum.nanoDollars());
        row.setLong(from + 1, sum.tokens());
        row.setLong(from + 2, sum.turns());
    }

    @Override
    public int trim(Instant before) {
        int removed = 0;
        while (true) {
            int slice = database.write(handle -> trim(handle, before));
            removed += slice;
            if (slice < SLICE) {
                return removed;
            }
        }
    }

    private static int trim(Handle handle, Instant before) {
        return handle.execute(
                """
                DELETE FROM spent WHERE (budget, series, holder, slot) IN
                    (SELECT budget, series, holder, slot FROM spent WHERE slot < ? LIMIT ?)
                """,
                before.getEpochSecond(),
                SLICE);
    }

    /// When the earliest of the last days of use began; empty when there were fewer.
    ///
    /// @param days how many, of UTC
    Optional<Instant> lastDays(int days) {
        return database.read(handle -> lastDays(handle, days));
    }

    private static Optional<Instant> lastDays(Handle handle, int days) {
        long from = Long.MAX_VALUE;
        for (int day = 0; day < days; day++) {
            var newest =
                    handle.createQuery(
                                    "SELECT slot FROM spent WHERE slot < ? ORDER BY slot DESC LIMIT 1")
                            .bind(0, from)
                            .mapTo(Long.class)
                            .findOne();
            if (newest.isEmpty()) {
                return Optional.empty();
            }
            from = Math.floorDiv(newest.get(), DAY) * DAY;
        }
        return Optional.of(Instant.ofEpochSecond(from));
    }

    private <T> T guarded(Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw SqlFailures.of(database.file(), e);
        }
    }

    /// Something that SQL can fail.
    @FunctionalInterface
    private interface Work<T> {
        T run() throws SQLException;
    }
}
