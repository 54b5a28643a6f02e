package io.agw.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The rows of kinds, and which of them are known: a gateway has few kinds of turns and many turns.
/// Confined to the writer's thread.
final class TurnKinds {
    private static final String NOT_ROLLED =
            "NOT EXISTS (SELECT 1 FROM usage_hour h WHERE h.kind_id = turn_kind.kind_id)";

    /// Removes those of days that have passed.
    private static final String BEFORE =
            """
            DELETE FROM turn_kind WHERE kind_id IN
                (SELECT kind_id FROM turn_kind
                 WHERE day < (SELECT coalesce(min(finished_ms) / 86400000, 9e9) FROM turn)
                     AND %s
                 ORDER BY day LIMIT ?)
            """
                    .formatted(NOT_ROLLED);

    /// Those without turns, of any day: a look at every turn.
    private static final String UNUSED =
            """
            SELECT kind_id FROM turn_kind
            WHERE kind_id NOT IN (SELECT kind_id FROM turn) AND %s
            ORDER BY kind_id LIMIT ?
            """
                    .formatted(NOT_ROLLED);

    private static final String STILL_UNUSED =
            """
            DELETE FROM turn_kind WHERE kind_id IN (SELECT value FROM json_each(?))
                AND kind_id NOT IN (SELECT kind_id FROM turn WHERE usage_id > ?) AND %s
            """
                    .formatted(NOT_ROLLED);

    /// Removes roll-ups of whole days.
    private static final String ROLL_UPS_BEFORE =
            """
            DELETE FROM usage_hour WHERE (kind_id, hour) IN
                (SELECT h.kind_id, h.hour FROM turn_kind k
                 CROSS JOIN usage_hour h ON h.kind_id = k.kind_id
                 WHERE k.day < ? ORDER BY k.day LIMIT ?)
            """;

    /// Kinds of a day that have roll-ups of their own. More would make a day's roll-ups cost as
    /// much as its turns.
    static final int MOST_ROLLED = 4_096;

    private static final String ROLLED =
            """
            SELECT count(*) FROM (SELECT 1 FROM turn_kind k WHERE k.day = ? AND EXISTS
                (SELECT 1 FROM usage_hour h WHERE h.kind_id = k.kind_id) LIMIT ?)
            """;

    private static final String IS_ROLLED = "SELECT 1 FROM usage_hour WHERE kind_id = ? LIMIT 1";

    /// About 350 bytes each.
    private static final int MOST_KNOWN = 8_192;

    /// No row has it.
    private static final long NONE = 0;

    private final Map<TurnKind, Ids> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<TurnKind, Ids> eldest) {
                    return size() > MOST_KNOWN;
                }
            };

    /// Known once the transaction has been committed.
    private final Map<TurnKind, Ids> fresh = new HashMap<>();

    /// The one asked for before, as most are the same as that.
    private @Nullable TurnKind last;

    private Ids lastIds = new Ids(NONE, NONE, new byte[0]);

    /// Kinds of a day that have roll-ups; of the day that was asked for last.
    private long rolledDay = Long.MIN_VALUE;

    private int rolled;

    /// The rows of a kind.
    ///
    /// @param rolled the kind that its turns are counted under: itself, unless its day has too many
    /// @param digest of the kind
    record Ids(long own, long rolled, byte[] digest) {}

    /// A transaction begins; what one before it did not keep has not happened.
    void begin() {
        if (!fresh.isEmpty()) {
            fresh.clear();
            rolledDay = Long.MIN_VALUE;
        }
        last = null;
    }

    /// The transaction has been committed.
    void keep() {
        known.putAll(fresh);
        fresh.clear();
    }

    /// The rows of a kind, written where there is none.
    Ids ids(Connection connection, TurnKind kind) throws SQLException {
        if (!kind.equals(last)) {
            lastIds = known(connection, kind, 0);
            last = kind;
        }
        return lastIds;
    }

    private Ids known(Connection connection, TurnKind kind, int given) throws SQLException {
        var ids = known.get(kind);
        if (ids == null) {
            ids = fresh.get(kind);
        }
        if (ids == null) {
            long own = findOrInsert(connection, kind);
            ids = new Ids(own, rolled(connection, kind, own, given), kind.digest());
            fresh.put(kind, ids);
        }
        return ids;
    }

    /// @param given how often names were given up already
    private long rolled(Connection connection, TurnKind kind, long own, int given)
            throws SQLException {
        if (given == 2 || number(connection, IS_ROLLED, own, 0) > 0) {
            return own;
        }
        if (kind.day() != rolledDay) {
            rolledDay = kind.day();
            rolled = (int) number(connection, ROLLED, rolledDay, 2L * MOST_ROLLED);
        }
        if (rolled < (given + 1) * MOST_ROLLED) {
            rolled++;
            return own;
        }
        var fewer = given == 0 ? kind.withoutClientsNames() : kind.withoutNames();
        return known(connection, fewer, given + 1).rolled();
    }

    /// The first number of a query with one or two values; 0 without a row.
    private static long number(Connection connection, String sql, long value, long second)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setLong(1, value);
            if (second > 0) {
                statement.setLong(2, second);
            }
            try (var rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }

    private static long findOrInsert(Connection connection, TurnKind kind) throws SQLException {
        long found = ask(connection, TurnKind.FIND, kind);
        return found == NONE ? ask(connection, TurnKind.INSERT, kind) : found;
    }

    private static long ask(Connection connection, String sql, TurnKind kind) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            kind.bind(statement);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(1) : NONE;
            }
        }
    }

    /// Removes the first of those without turns.
    ///
    /// @return how many
    static int trim(Handle handle, int most) {
        return handle.createUpdate(BEFORE).bind(0, most).execute();
    }

    /// Removes some of the roll-ups of days before one.
    ///
    /// @return how many
    static int trimRollUps(Handle handle, long day, int most) {
        return handle.createUpdate(ROLL_UPS_BEFORE).bind(0, day).bind(1, most).execute();
    }

    /// Finds those without turns, beside the writer.
    static Unused unused(Handle handle, int most) {
        long last =
                handle.createQuery("SELECT coalesce(max(usage_id), 0) FROM turn")
                        .mapTo(Long.class)
                        .one();
        return new Unused(last, handle.createQuery(UNUSED).bind(0, most).mapTo(Long.class).list());
    }

    /// Rows that had no turns when they were looked for.
    ///
    /// @param lastTurn that was written by then: those behind it may have got turns again
    record Unused(long lastTurn, List<Long> ids) {
        Unused {
            ids = List.copyOf(ids);
        }

        /// Removes some of them.
        ///
        /// @return how many
        int remove(Handle handle, int from, int to) {
            return handle.createUpdate(STILL_UNUSED)
                    .bind(0, ids.subList(from, to).toString())
                    .bind(1, lastTurn)
                    .execute();
        }
    }

    /// Rows have been removed.
    void forget() {
        known.clear();
        last = null;
        rolledDay = Long.MIN_VALUE;
    }
}
