package io.agw.store.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/// Bits of plain JDBC, for what happens before and beside the pools.
final class Sql {
    private Sql() {}

    /// The one value of a pragma; empty when SQLite does not know it.
    static String pragma(Connection connection, String name) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("PRAGMA " + name)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    /// Runs a script of several statements, triggers included.
    static void script(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /// Ends a transaction that failed, and keeps why it failed the first thing to be told.
    static void rollback(Connection connection, Throwable failure) {
        try {
            script(connection, "ROLLBACK");
        } catch (SQLException e) {
            // after some failures SQLite has rolled back already
            failure.addSuppressed(e);
        }
    }

    /// Text of a resource of this package.
    static String resource(String name) {
        try (var in = Sql.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + ": no such resource beside the store");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
