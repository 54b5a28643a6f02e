package io.agw.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A look at a database file, and a hand in it, past the store.
public final class Raw {
    private Raw() {}

    public static void run(Path file, String... statements) {
        try (var connection = open(file)) {
            for (var statement : statements) {
                Sql.script(connection, statement);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /// First column of the first row, as text.
    public static String ask(Path file, String query) {
        try (var connection = open(file);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /// Every row of every table that the store has, in one text.
    public static String dump(Path file) {
        return dumpWithout(file, Set.of());
    }

    /// The same without some tables.
    public static String dumpWithout(Path file, Set<String> tables) {
        var dump = new StringBuilder();
        try (var connection = open(file)) {
            for (var table :
                    column(
                            connection,
                            "SELECT name FROM sqlite_schema WHERE type = 'table'"
                                    + " AND name NOT IN ('fault', 'sqlite_sequence')"
                                    + " ORDER BY name")) {
                if (tables.contains(table)) {
                    continue;
                }
                dump.append(table).append('\n');
                try (var statement = connection.createStatement();
                        var rows = statement.executeQuery("SELECT * FROM " + table)) {
                    int columns = rows.getMetaData().getColumnCount();
                    while (rows.next()) {
                        for (int i = 1; i <= columns; i++) {
                            var value = rows.getBytes(i);
                            dump.append(
                                            value == null
                                                    ? "null"
                                                    : java.util.HexFormat.of().formatHex(value))
                                    .append(' ');
                        }
                        dump.append('\n');
                    }
                }
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return dump.toString();
    }

    static List<String> column(Connection connection, String query) throws SQLException {
        var values = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private static Connection open(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }
}
