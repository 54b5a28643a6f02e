package io.agw.store.sqlite;

/// The rows of a database do not say what was written, although SQLite reads them without
/// complaint.
final class DamagedException extends RuntimeException {
    DamagedException(String message) {
        super(message);
    }
}
