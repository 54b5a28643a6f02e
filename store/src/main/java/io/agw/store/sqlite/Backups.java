package io.agw.store.sqlite;

import io.agw.store.StoreException;
import io.agw.store.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.DB;

/// Copies of one database in the backup directory, each opened and checked before it counts. Keeps
/// the newest 24 and the newest of each of the last 7 days that have one.
final class Backups {
    private static final int NEWEST = 24;
    private static final int DAYS = 7;
    private static final int DAY_LENGTH = 8;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private final Path directory;
    private final String stem;
    private final InstantSource clock;

    Backups(Path directory, Path database, InstantSource clock) {
        this.directory = directory;
        this.stem = database.getFileName().toString().replaceFirst("\\.db$", "") + "-";
        this.clock = clock;
    }

    static String timestamp(Instant at) {
        return TIME.format(at);
    }

    Path directory() {
        return directory;
    }

    /// Copies the database as it is at this moment, while others read and write it.
    Path make(Connection source) {
        var backup = copy(source, stem + timestamp(clock.instant()) + ".db");
        prune();
        return backup;
    }

    /// Copies the database before its tables are changed. Never removed by the gateway.
    Path beforeMigration(Connection source, int schema) {
        return copy(
                source,
                "before-migration-" + stem + schema + "-" + timestamp(clock.instant()) + ".db");
    }

    private Path copy(Connection source, String name) {
        var target = directory.resolve(name);
        var part = directory.resolve(name + ".part");
        try {
            PrivateFiles.directory(directory, Set.of(""));
            Files.deleteIfExists(part);
            PrivateFiles.createPrivate(part);
            try {
                copy(source, part);
                verify(part);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
            return target;
        } catch (SQLException e) {
            throw SqlFailures.of(part, e);
        } catch (IOException e) {
            throw new StoreException(Reason.IO, target + ": cannot be written: " + e, e);
        }
    }

    private static void copy(Connection source, Path target) throws SQLException {
        DB database = source.unwrap(SQLiteConnection.class).getDatabase();
        int code = database.backup("main", target.toAbsolutePath().toString(), null, 100, 50, -1);
        if (code != 0) {
            throw DB.newSQLException(code, "backup");
        }
    }

    private static void verify(Path file) throws SQLException {
        try (var connection = new SqliteSource(file, SqliteSource.Access.WRITE).getConnection()) {
            var verdict = Sql.pragma(connection, "quick_check(1)");
            if (!verdict.equals("ok")) {
                throw new StoreException(
                        Reason.CORRUPT, file + ": the copy is not whole: " + verdict, null);
            }
        }
    }

    /// Regular backups, the newest first.
    List<Path> newestFirst() {
        if (Files.notExists(directory)) {
            return List.of();
        }
        try (var files = Files.list(directory)) {
            return files.filter(file -> name(file).matches("\\Q" + stem + "\\E\\d{8}T\\d{9}Z\\.db"))
                    .sorted(Comparator.comparing(Backups::name).reversed())
                    .toList();
        } catch (IOException e) {
            throw new StoreException(Reason.IO, directory + ": cannot be listed: " + e, e);
        }
    }

    /// When the newest backup was made.
    Optional<Instant> newestAt() {
        return newestFirst().stream()
                .findFirst()
                .map(file -> name(file).substring(stem.length()).replace(".db", ""))
                .map(time -> TIME.parse(time, Instant::from));
    }

    private void prune() {
        var backups = newestFirst();
        var days = new HashSet<String>();
        for (int i = 0; i < backups.size(); i++) {
            var day = name(backups.get(i)).substring(stem.length(), stem.length() + DAY_LENGTH);
            boolean newestOfItsDay = days.add(day) && days.size() <= DAYS;
            if (i >= NEWEST && !newestOfItsDay) {
                try {
                    Files.deleteIfExists(backups.get(i));
                } catch (IOException e) {
                    throw new StoreException(
                            Reason.IO, backups.get(i) + ": cannot be removed: " + e, e);
                }
            }
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
