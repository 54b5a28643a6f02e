package io.agw.store.sqlite;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.agw.store.StoreException;
import io.agw.store.StoreException.Reason;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One open file: a writer thread with its connection, and a few reader threads with theirs.
///
/// Callers block until their work is done and may be virtual threads; the native calls happen on
/// the platform threads here, where they pin nobody. An interrupt does not end the wait, because
/// the caller must learn whether its write happened; it stays set. Owns its threads and
/// connections.
final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int READERS = 2;

    /// SQLite itself waits 5 seconds for a lock; a write waits twice before it gives up.
    private static final int ATTEMPTS = 2;

    private final Path file;
    private final HikariDataSource writePool;
    private final HikariDataSource readPool;
    private final Jdbi writing;
    private final Jdbi reading;
    private final ExecutorService writer;
    private final ExecutorService readers;

    Database(Path file) {
        this.file = file;
        var name = file.getFileName().toString();
        this.writePool = pool(name + "-write", file, SqliteSource.Access.WRITE, 1);
        this.readPool = pool(name + "-read", file, SqliteSource.Access.READ, READERS);
        this.writing = jdbi(writePool);
        this.reading = jdbi(readPool);
        this.writer = Executors.newSingleThreadExecutor(threads(name + "-writer"));
        this.readers = Executors.newFixedThreadPool(READERS, threads(name + "-reader-"));
    }

    private static HikariDataSource pool(
            String name, Path file, SqliteSource.Access access, int size) {
        var config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(new SqliteSource(file, access));
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setMaxLifetime(0);
        config.setIdleTimeout(0);
        config.setConnectionTimeout(10_000);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    private static Jdbi jdbi(HikariDataSource pool) {
        var jdbi = Jdbi.create(pool);
        // a statement's values stay out of messages, and so out of logs
        jdbi.getConfig(StatementExceptions.class)
                .setMessageRendering(StatementExceptions.MessageRendering.NONE);
        return jdbi;
    }

    private static ThreadFactory threads(String name) {
        var named = Thread.ofPlatform().daemon();
        return name.endsWith("-") ? named.name(name, 0).factory() : named.name(name).factory();
    }

    Path file() {
        return file;
    }

    /// Reads, on a reader thread, the last committed state.
    ///
    /// @throws StoreException when the database fails
    <T> T read(Function<Handle, T> work) {
        return await(readers, () -> guarded(() -> reading.withHandle(work::apply)));
    }

    /// Writes in one immediate transaction: all of the work or, when anything in it fails, nothing.
    ///
    /// @throws StoreException when the database fails
    <T> T write(Function<Handle, T> work) {
        return write(work, _ -> {});
    }

    /// Writes, and hands the result over once it is durable and before the next write begins. The
    /// work may be run again when the database was locked.
    <T> T write(Function<Handle, T> work, Consumer<T> committed) {
        return await(
                writer,
                () -> {
                    T result = attempt(work);
                    committed.accept(result);
                    return result;
                });
    }

    /// Runs what needs the writer's connection but no transaction.
    <T> T maintain(Function<Handle, T> work) {
        return await(writer, () -> guarded(() -> writing.withHandle(work::apply)));
    }

    private <T> T attempt(Function<Handle, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return guarded(() -> writing.withHandle(handle -> transaction(handle, work)));
            } catch (StoreException e) {
                if (e.reason() != Reason.BUSY || attempt == ATTEMPTS) {
                    throw e;
                }
                LOG.warn("{}: locked by another program, trying again", file);
            }
        }
    }

    /// The driver's own `commit` begins the next transaction at once; when that fails it reports a
    /// failure although the first is durable. So a transaction here is three plain statements.
    private static <T> T transaction(Handle handle, Function<Handle, T> work) throws SQLException {
        var connection = handle.getConnection();
        Sql.script(connection, "BEGIN IMMEDIATE");
        try {
            T result = work.apply(handle);
            Sql.script(connection, "COMMIT");
            return result;
        } catch (RuntimeException | Error | SQLException e) {
            Sql.rollback(connection, e);
            throw e;
        }
    }

    private <T> T guarded(Callable<T> work) {
        try {
            return work.call();
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            throw e;
        } catch (RuntimeException e) {
            throw SqlFailures.of(file, e);
        } catch (Exception e) {
            throw SqlFailures.of(file, new IllegalStateException(e));
        }
    }

    private <T> T await(ExecutorService executor, Callable<T> work) {
        Future<T> future;
        try {
            future = executor.submit(work);
        } catch (RejectedExecutionException e) {
            throw new StoreException(Reason.OTHER, file + ": the store is closed", e);
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw unwrapped(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        return switch (e.getCause()) {
            case Error error -> throw error;
            case RuntimeException failure -> failure;
            case null, default -> new IllegalStateException(e);
        };
    }

    /// Waits for what was handed in, moves the log into the file, and lets go of it.
    @Override
    public void close() {
        writer.close();
        readers.close();
        readPool.close();
        try (var connection = writePool.getConnection()) {
            Sql.script(connection, "PRAGMA optimize");
            Sql.pragma(connection, "wal_checkpoint(TRUNCATE)");
        } catch (SQLException e) {
            // the log stays beside the file and is read at the next start
            LOG.warn("{}: the log could not be moved into the file: {}", file, e.getMessage());
        }
        writePool.close();
    }
}
