package io.agw.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// The tables of one file and how they came to be: migrations in order, forward only. The file's
/// `user_version` is how many of them it has seen.
///
/// @param name of the file in messages
/// @param applicationId by which a file is known to be ours
/// @param pageSize of new files, in bytes
/// @param migrations resources of this package; one that was released is never edited
record Schema(String name, int applicationId, int pageSize, List<String> migrations) {
    private static final int USUAL = 4_096;

    /// Whatever is only ever added to: SQLite writes a page, and a word about it, each by itself.
    private static final int LARGE = 16_384;

    static final Schema CONFIG =
            new Schema(
                    "configuration",
                    0x61677763,
                    USUAL,
                    List.of("config-0001.sql", "config-0002.sql"));
    static final Schema TELEMETRY =
            new Schema(
                    "telemetry",
                    0x61677774,
                    LARGE,
                    List.of(
                            "telemetry-0001.sql",
                            "telemetry-0002.sql",
                            "telemetry-0003.sql",
                            "telemetry-0004.sql",
                            "telemetry-0005.sql",
                            "telemetry-0006.sql",
                            "telemetry-0007.sql",
                            "telemetry-0008.sql",
                            "telemetry-0009.sql",
                            "telemetry-0010.sql",
                            "telemetry-0011.sql",
                            "telemetry-0012.sql",
                            "telemetry-0013.sql",
                            "telemetry-0014.sql"));

    static final Schema LEDGER =
            new Schema(
                    "ledger",
                    0x6167776c,
                    USUAL,
                    List.of(
                            "ledger-0001.sql",
                            "ledger-0002.sql",
                            "ledger-0003.sql",
                            "ledger-0004.sql",
                            "ledger-0005.sql"));

    Schema {
        migrations = List.copyOf(migrations);
    }

    int version() {
        return migrations.size();
    }

    /// Brings a file from the version it has to the newest, each step in a transaction of its own.
    /// The connection is in auto-commit mode.
    void migrate(Connection connection) throws SQLException {
        int from = Integer.parseInt(Sql.pragma(connection, "user_version"));
        for (int next = from; next < version(); next++) {
            Sql.script(connection, "BEGIN IMMEDIATE");
            try {
                Sql.script(connection, Sql.resource(migrations.get(next)));
                Sql.script(connection, "PRAGMA application_id=" + applicationId);
                Sql.script(connection, "PRAGMA user_version=" + (next + 1));
                Sql.script(connection, "COMMIT");
            } catch (SQLException e) {
                Sql.rollback(connection, e);
                throw e;
            }
        }
    }
}
