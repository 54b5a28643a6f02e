package io.agw.store.sqlite;

import io.agw.store.StoreException;
import io.agw.store.StoreException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings one file to the state in which it may be used: created in one step, known to be ours, not
/// newer than this program, whole, and migrated. A damaged file is set aside, never deleted.
///
/// @param <T> what is held in memory once the file is open
final class Opening<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int HEADER = 100;
    private static final int APPLICATION_ID_OFFSET = 68;

    /// A file beyond this that was closed in good order is not read from end to end at each start.
    private static final long CHECKED_ALWAYS = 256L << 20;

    private final Path file;
    private final Schema schema;
    private final Content<T> content;
    private final Backups backups;
    private final boolean restorable;
    private final InstantSource clock;

    /// @param restorable whether a damaged file is restored from its backups; when not, an empty
    ///   one takes its place
    Opening(
            Path file,
            Schema schema,
            Content<T> content,
            Backups backups,
            boolean restorable,
            InstantSource clock) {
        this.file = file;
        this.schema = schema;
        this.content = content;
        this.backups = backups;
        this.restorable = restorable;
        this.clock = clock;
    }

    /// @param content what is held in memory
    /// @param setAside where the damaged file went, when it was damaged
    /// @param restoredFrom the backup that took its place
    record Opened<T>(T content, Optional<Path> setAside, Optional<Path> restoredFrom) {}

    /// @throws StoreException when the file cannot be used; says what to do
    Opened<T> open() {
        try {
            if (Files.notExists(file)) {
                createOrFinishRestore();
            }
            PrivateFiles.narrow(file);
            try {
                return new Opened<>(examine(file), Optional.empty(), Optional.empty());
            } catch (DamagedException e) {
                LOG.error("{}: damaged: {}", file, e.getMessage());
                return restorable ? restore(e) : startAnew();
            }
        } catch (IOException e) {
            throw new StoreException(Reason.IO, file + ": cannot be opened: " + e, e);
        }
    }

    private void createOrFinishRestore() throws IOException {
        setLogAside(timestamp());
        var restored = sibling(".restored");
        if (Files.exists(restored)) {
            move(restored, file);
            return;
        }
        if (!backups.newestFirst().isEmpty()) {
            LOG.warn(
                    "{}: missing, starting with an empty one; backups are in {}",
                    file,
                    backups.directory());
        }
        create();
    }

    /// Under another name until it is complete: a file that is there was once whole.
    private void create() throws IOException {
        var fresh = sibling(".new");
        Files.deleteIfExists(fresh);
        Files.deleteIfExists(sibling(".new-journal"));
        PrivateFiles.createPrivate(fresh);
        try (var connection =
                DriverManager.getConnection("jdbc:sqlite:" + fresh.toAbsolutePath().normalize())) {
            Sql.script(connection, "PRAGMA page_size=" + schema.pageSize());
            Sql.script(connection, "PRAGMA auto_vacuum=INCREMENTAL");
            schema.migrate(connection);
            try (var handle = Jdbi.open(connection)) {
                content.create(handle);
            }
        } catch (SQLException e) {
            throw SqlFailures.of(fresh, e);
        }
        move(fresh, file);
    }

    /// Checks, migrates and loads a file.
    private T examine(Path candidate) throws IOException {
        requireOurs(candidate);
        boolean check = mustBeChecked(candidate);
        try (var connection =
                new SqliteSource(candidate, SqliteSource.Access.WRITE).getConnection()) {
            if (check) {
                var verdict = Sql.pragma(connection, "quick_check(1)");
                if (!verdict.equals("ok")) {
                    throw new DamagedException(verdict);
                }
            }
            migrate(candidate, connection);
            var unmet = SqliteSource.unmet(connection);
            if (!unmet.isEmpty()) {
                throw new StoreException(
                        Reason.OTHER, candidate + ": SQLite does not keep to " + unmet, null);
            }
            try (var handle = Jdbi.open(connection)) {
                return content.load(handle);
            }
        } catch (SQLException e) {
            throw damagedOr(SqlFailures.of(candidate, e));
        } catch (StoreException | DamagedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw damagedOr(SqlFailures.of(candidate, e));
        }
    }

    private void requireOurs(Path candidate) throws IOException {
        var header = ByteBuffer.allocate(HEADER);
        try (var channel = Files.newByteChannel(candidate)) {
            while (header.hasRemaining() && channel.read(header) >= 0) {
                // a short read goes on
            }
        }
        if (header.hasRemaining()
                || !header.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            throw new DamagedException("no SQLite database");
        }
        int id = header.getInt(APPLICATION_ID_OFFSET);
        if (id != schema.applicationId()) {
            throw new StoreException(
                    Reason.OTHER,
                    candidate
                            + ": a SQLite database of application id "
                            + id
                            + " (expected: the gateway's own, "
                            + schema.applicationId()
                            + "); nothing was changed",
                    null);
        }
    }

    private static boolean mustBeChecked(Path candidate) throws IOException {
        return Files.size(candidate) <= CHECKED_ALWAYS
                || Files.exists(candidate.resolveSibling(candidate.getFileName() + "-wal"));
    }

    private void migrate(Path candidate, Connection connection) throws SQLException {
        int found = Integer.parseInt(Sql.pragma(connection, "user_version"));
        if (found > schema.version()) {
            throw new StoreException(
                    Reason.NEWER_SCHEMA,
                    candidate
                            + ": schema "
                            + found
                            + " (expected: at most "
                            + schema.version()
                            + "). A newer version of the gateway has written it: use that one, or"
                            + " a copy from "
                            + backups.directory(),
                    null);
        }
        if (found < 1) {
            throw new DamagedException("schema " + found);
        }
        if (found < schema.version()) {
            var copy = backups.beforeMigration(connection, found);
            LOG.info("{}: schema {} becomes {}; copied to {}", file, found, schema.version(), copy);
            schema.migrate(connection);
        }
    }

    /// What SQLite cannot read is damaged; what it may not or cannot just now is not. A table that
    /// is missing at the right schema version is damage too.
    private static RuntimeException damagedOr(StoreException failure) {
        return switch (failure.reason()) {
            case CORRUPT, OTHER -> new DamagedException(String.valueOf(failure.getMessage()));
            case BUSY, DISK_FULL, READ_ONLY, IO, NEWER_SCHEMA, WRONG_MASTER_KEY -> failure;
        };
    }

    private Opened<T> restore(DamagedException damage) throws IOException {
        for (var backup : backups.newestFirst()) {
            var restored = sibling(".restored");
            Files.copy(backup, restored, StandardCopyOption.REPLACE_EXISTING);
            PrivateFiles.narrow(restored);
            try {
                examine(restored);
            } catch (DamagedException | StoreException e) {
                LOG.error("{}: cannot be restored: {}", backup, e.getMessage());
                Files.deleteIfExists(restored);
                continue;
            }
            var aside = setAside();
            move(restored, file);
            LOG.error(
                    "{}: RESTORED from {}; later changes are lost unless a source applies them"
                            + " again. The damaged file is {}",
                    file,
                    backup,
                    aside);
            return new Opened<>(examine(file), Optional.of(aside), Optional.of(backup));
        }
        throw new StoreException(
                Reason.CORRUPT,
                file
                        + ": damaged ("
                        + damage.getMessage()
                        + "), and no usable backup in "
                        + backups.directory()
                        + ". Nothing was changed. Put a good copy in its place, or move it away to"
                        + " start empty: sources then apply their objects again",
                damage);
    }

    private Opened<T> startAnew() throws IOException {
        var aside = setAside();
        create();
        LOG.error("{}: begun ANEW; the damaged file is {}", file, aside);
        return new Opened<>(examine(file), Optional.of(aside), Optional.empty());
    }

    /// The log first: beside another database it would be read as that one's.
    private Path setAside() throws IOException {
        var timestamp = timestamp();
        setLogAside(timestamp);
        var aside = sibling(".damaged-" + timestamp);
        move(file, aside);
        return aside;
    }

    private void setLogAside(String timestamp) throws IOException {
        for (var suffix : new String[] {"-wal", "-shm"}) {
            var log = sibling(suffix);
            if (Files.exists(log)) {
                move(log, sibling(".damaged-" + timestamp + suffix));
            }
        }
    }

    private String timestamp() {
        return Backups.timestamp(clock.instant());
    }

    private Path sibling(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        PrivateFiles.sync(PrivateFiles.parent(to));
    }
}
