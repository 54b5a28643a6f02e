package io.agw.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// Connections to one file, each with the pragmas that the store relies on.
///
/// The address is built here from a path: an address that came from outside could name a remote
/// file or a pragma.
final class SqliteSource extends SQLiteDataSource {
    /// What `verify` expects; SQLite ignores a pragma that it does not know, so each is read back.
    private static final Map<String, String> PRAGMAS = pragmas();

    private final Access access;

    SqliteSource(Path file, Access access) {
        super(config());
        this.access = access;
        setUrl("jdbc:sqlite:" + file.toAbsolutePath().normalize());
    }

    private static Map<String, String> pragmas() {
        var pragmas = new LinkedHashMap<String, String>();
        pragmas.put("busy_timeout", "5000");
        pragmas.put("journal_mode", "wal");
        pragmas.put("synchronous", "2");
        pragmas.put("foreign_keys", "1");
        pragmas.put("trusted_schema", "0");
        pragmas.put("cell_size_check", "1");
        pragmas.put("temp_store", "2");
        pragmas.put("mmap_size", "0");
        pragmas.put("journal_size_limit", Long.toString(64L << 20));
        pragmas.put("wal_autocheckpoint", "1000");
        return pragmas;
    }

    private static SQLiteConfig config() {
        var config = new SQLiteConfig();
        config.enableLoadExtension(false);
        config.setPragma(SQLiteConfig.Pragma.LIMIT_ATTACHED, "0");
        config.setGetGeneratedKeys(false);
        return config;
    }

    @Override
    public Connection getConnection() throws SQLException {
        var connection = super.getConnection();
        try (var statement = connection.createStatement()) {
            for (var pragma : PRAGMAS.entrySet()) {
                statement.execute("PRAGMA " + pragma.getKey() + "=" + pragma.getValue());
            }
            if (access == Access.READ) {
                statement.execute("PRAGMA query_only=1");
            }
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    /// Pragmas that are not in force on a connection, as `name: value (expected: value)`.
    static List<String> unmet(Connection connection) throws SQLException {
        var unmet = new ArrayList<String>();
        for (var pragma : PRAGMAS.entrySet()) {
            var value = Sql.pragma(connection, pragma.getKey()).toLowerCase(Locale.ROOT);
            if (!value.equals(pragma.getValue())) {
                unmet.add(
                        pragma.getKey() + ": " + value + " (expected: " + pragma.getValue() + ")");
            }
        }
        return unmet;
    }

    /// What a connection may do.
    enum Access {
        READ,
        WRITE
    }
}
