package io.agw.store.sqlite;

import io.agw.store.StoreException;
import io.agw.store.StoreException.Reason;
import java.lang.module.ModuleDescriptor.Version;
import java.sql.DriverManager;
import java.sql.SQLException;

/// The SQLite that the driver brings along. Versions below the floor can lose commits of a
/// write-ahead log (before 3.51.3) or corrupt memory in full-text search (before 3.53.2).
final class SqliteVersion {
    private static final Version FLOOR = Version.parse("3.53.2");

    private SqliteVersion() {}

    static void requireFloor() {
        try (var connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT sqlite_version()")) {
            require(row.next() ? row.getString(1) : "0");
        } catch (SQLException e) {
            throw new StoreException(Reason.OTHER, "SQLite does not start: " + e.getMessage(), e);
        }
    }

    static void require(String version) {
        if (Version.parse(version).compareTo(FLOOR) < 0) {
            throw new StoreException(
                    Reason.OTHER,
                    "SQLite: "
                            + version
                            + " (expected: "
                            + FLOOR
                            + " or newer; older ones can lose data)",
                    null);
        }
    }
}
