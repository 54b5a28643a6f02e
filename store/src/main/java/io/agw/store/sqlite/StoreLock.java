package io.agw.store.sqlite;

import io.agw.store.StoreException;
import io.agw.store.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;

/// Keeps a second process out of a data directory. The kernel drops the lock when its holder dies,
/// however it dies.
///
/// The lock is an exclusive transaction on an empty database, not a `FileLock`: a POSIX lock of the
/// JDK is lost as soon as anything in the process closes the same file, and SQLite knows how to
/// avoid that. The pid lies in a file of its own and is only there to be named.
final class StoreLock implements AutoCloseable {
    private final Connection holder;
    private final Path pidFile;

    private StoreLock(Connection holder, Path pidFile) {
        this.holder = holder;
        this.pidFile = pidFile;
    }

    static StoreLock take(Path directory) {
        var file = directory.resolve("store.lock");
        var pidFile = directory.resolve("store.pid");
        var config = new SQLiteConfig();
        config.setBusyTimeout(0);
        try {
            PrivateFiles.createPrivate(file);
            var holder = config.createConnection("jdbc:sqlite:" + file);
            try {
                Sql.script(holder, "BEGIN EXCLUSIVE");
                PrivateFiles.writePrivate(pidFile, ProcessHandle.current().pid() + "\n");
            } catch (SQLException | IOException e) {
                holder.close();
                throw e;
            }
            return new StoreLock(holder, pidFile);
        } catch (SQLException e) {
            var failure = SqlFailures.of(file, e);
            throw failure.reason() == Reason.BUSY ? refusal(file, pidFile, e) : failure;
        } catch (IOException e) {
            throw new StoreException(Reason.IO, file + ": cannot be locked: " + e, e);
        }
    }

    private static StoreException refusal(Path file, Path pidFile, SQLException cause) {
        String holder;
        try {
            holder = "process " + Files.readString(pidFile).strip();
        } catch (IOException _) {
            // the lock says all that matters; the pid is a courtesy
            holder = "another process";
        }
        return new StoreException(
                Reason.BUSY,
                file
                        + ": "
                        + holder
                        + " has this store open (expected: one process for each data directory)",
                cause);
    }

    @Override
    public void close() {
        try (holder) {
            Files.deleteIfExists(pidFile);
        } catch (SQLException | IOException _) {
            // the lock goes with the process at the latest, and a stale pid misleads nobody
            return;
        }
    }
}
