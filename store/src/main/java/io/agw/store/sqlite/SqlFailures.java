package io.agw.store.sqlite;

import io.agw.store.StoreException;
import io.agw.store.StoreException.Reason;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteException;

/// What SQLite's result codes mean to a caller. Codes, never texts, decide.
final class SqlFailures {
    private static final int PRIMARY = 0xff;
    private static final int PERM = 3;
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int READONLY = 8;
    private static final int IOERR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANTOPEN = 14;
    private static final int NOTADB = 26;

    private SqlFailures() {}

    /// The failure as the ports tell it. The message names the file and SQLite's code and holds
    /// neither statement nor values.
    static StoreException of(Path file, RuntimeException failure) {
        if (failure instanceof StoreException already) {
            return already;
        }
        var found = sqlite(failure);
        var reason = found.map(SqlFailures::reason).orElse(Reason.OTHER);
        var what =
                found.map(e -> e.getResultCode().name())
                        .orElseGet(() -> failure.getClass().getSimpleName());
        return new StoreException(reason, file + ": " + text(reason) + " (" + what + ")", failure);
    }

    static StoreException of(Path file, SQLException failure) {
        return of(file, new IllegalStateException(failure));
    }

    private static Optional<SQLiteException> sqlite(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException e) {
                return Optional.of(e);
            }
        }
        return Optional.empty();
    }

    private static Reason reason(SQLiteException e) {
        return switch (e.getResultCode().code & PRIMARY) {
            case BUSY, LOCKED -> Reason.BUSY;
            case FULL -> Reason.DISK_FULL;
            case READONLY, PERM -> Reason.READ_ONLY;
            case IOERR, CANTOPEN -> Reason.IO;
            case CORRUPT, NOTADB -> Reason.CORRUPT;
            default -> Reason.OTHER;
        };
    }

    private static String text(Reason reason) {
        return switch (reason) {
            case BUSY -> "another program holds the database locked";
            case DISK_FULL -> "the disk is full";
            case READ_ONLY -> "the database cannot be written";
            case IO -> "the disk does not read or write";
            case CORRUPT -> "the database is damaged";
            case NEWER_SCHEMA -> "the database belongs to a newer version";
            case WRONG_MASTER_KEY -> "the master key is not the one of this store";
            case OTHER -> "the database refuses";
        };
    }
}
