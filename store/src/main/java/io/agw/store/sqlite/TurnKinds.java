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
    /// Removes those of days that have passed.
    private static final String BEFORE =
            """
            DELETE FROM turn_kind WHERE kind_id IN
                (SELECT kind_id FROM turn_kind
                 WHERE day < (SELECT coalesce(min(finished_ms) / 86400000, 9e9) FROM turn)
                 ORDER BY day LIMIT ?)
            """;

    /// Those without turns, of any day: a look at every turn.
    private static final String UNUSED =
            """
            SELECT kind_id FROM turn_kind WHERE kind_id NOT IN (SELECT kind_id FROM turn)
            ORDER BY kind_id LIMIT ?
            """;

    private static final String STILL_UNUSED =
            """
            DELETE FROM turn_kind WHERE kind_id IN (SELECT value FROM json_each(?))
                AND kind_id NOT IN (SELECT kind_id FROM turn WHERE usage_id > ?)
            """;

    /// About 300 bytes each.
    private static final int MOST_KNOWN = 8_192;

    /// No row has it.
    private static final long NONE = 0;

    private final Map<TurnKind, Long> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<TurnKind, Long> eldest) {
                    return size() > MOST_KNOWN;
                }
            };

    /// Known once the transaction has been committed.
    private final Map<TurnKind, Long> fresh = new HashMap<>();

    /// The one asked for before, as most are the same as that.
    private @Nullable TurnKind last;

    private long lastId;

    /// A transaction begins; what one before it did not keep has not happened.
    void begin() {
        fresh.clear();
        last = null;
    }

    /// The transaction has been committed.
    void keep() {
        known.putAll(fresh);
        fresh.clear();
    }

    /// The row of a kind, written where there is none.
    long id(Connection connection, TurnKind kind) throws SQLException {
        if (!kind.equals(last)) {
            lastId = known(connection, kind);
            last = kind;
        }
        return lastId;
    }

    private long known(Connection connection, TurnKind kind) throws SQLException {
        var id = known.get(kind);
        if (id == null) {
            id = fresh.get(kind);
        }
        if (id == null) {
            id = findOrInsert(connection, kind);
            fresh.put(kind, id);
        }
        return id;
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
    }
}
