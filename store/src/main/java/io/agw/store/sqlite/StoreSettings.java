package io.agw.store.sqlite;

import java.nio.file.Path;
import java.time.Duration;

/// Where the store lies and how long it remembers. From process settings only: nothing of a request
/// or of a bundle ever gets here.
///
/// @param configDatabase file of the applied configuration; its directory also holds the lock, the
///   pid and the backups
/// @param telemetryDatabase file of usage and spans
/// @param masterKey file of the master key
/// @param generateMasterKey whether a new store may make that file; false for a key that somebody
///   else provides, whose absence is a mistake
/// @param retention how long usage and spans are kept, and how much of them
public record StoreSettings(
        Path configDatabase,
        Path telemetryDatabase,
        Path masterKey,
        boolean generateMasterKey,
        Retention retention) {
    /// The default names in a data directory, with a generated key.
    public static StoreSettings in(Path directory) {
        return new StoreSettings(
                directory.resolve("configstore.db"),
                directory.resolve("telemetry.db"),
                directory.resolve("master.key"),
                true,
                Retention.defaults());
    }

    /// The default names beside a configuration database of another name.
    public static StoreSettings around(Path configDatabase) {
        var beside = in(PrivateFiles.parent(configDatabase));
        return new StoreSettings(
                configDatabase,
                beside.telemetryDatabase(),
                beside.masterKey(),
                true,
                beside.retention());
    }

    /// These settings with a key file that somebody else provides.
    public StoreSettings withMasterKey(Path provided) {
        return new StoreSettings(configDatabase, telemetryDatabase, provided, false, retention);
    }

    /// These settings with another retention.
    public StoreSettings withRetention(Retention other) {
        return new StoreSettings(
                configDatabase, telemetryDatabase, masterKey, generateMasterKey, other);
    }

    Path directory() {
        return PrivateFiles.parent(configDatabase);
    }

    /// What budgets were charged, beside the configuration: it is as small, and as dear.
    Path ledgerDatabase() {
        return directory().resolve("ledger.db");
    }

    Path backups() {
        return directory().resolve("backups");
    }

    /// How much usage and how many spans are kept.
    ///
    /// @param age rows older than this go
    /// @param bytes the oldest rows beyond this go
    public record Retention(Duration age, long bytes) {
        public static Retention defaults() {
            return new Retention(Duration.ofDays(30), 2L << 30);
        }
    }
}
