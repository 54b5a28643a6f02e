package io.agw.store.sqlite;

import io.agw.store.AccessRecords;
import io.agw.store.AuditLog;
import io.agw.store.BudgetRecords;
import io.agw.store.ConfigStore;
import io.agw.store.Ledger;
import io.agw.store.LoginTokens;
import io.agw.store.Outbox;
import io.agw.store.PauseRecords;
import io.agw.store.RevisionLog;
import io.agw.store.SourceRecords;
import io.agw.store.Store;
import io.agw.store.StoreException;
import io.agw.store.StoreException.Reason;
import io.agw.store.TelemetryStore;
import io.agw.store.secret.KeyFile;
import io.agw.store.secret.KeyRing;
import io.agw.store.secret.KeyedHash;
import io.agw.store.secret.MasterKey;
import io.agw.store.secret.VirtualKeyIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A {@link Store} on three SQLite files. One process holds it at a time; it backs itself up every
/// hour and removes old usage and spans.
public final class SqliteStore implements Store {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SETTLED = Duration.ofMinutes(1);

    /// A month, and some hours for time zones.
    private static final Duration LONGEST_WINDOW = Duration.ofDays(33);

    private final StoreSettings settings;
    private final InstantSource clock;
    private final StoreLock lock;
    private final ConfigFile config;
    private final Database telemetryDatabase;
    private final SqliteTelemetry telemetry;
    private final Database ledgerDatabase;
    private final SqliteLedger ledger;
    private final Housekeeping housekeeping = new Housekeeping();
    private final AtomicBoolean closed = new AtomicBoolean();

    private SqliteStore(
            StoreSettings settings,
            InstantSource clock,
            StoreLock lock,
            ConfigFile config,
            Database telemetryDatabase,
            Database ledgerDatabase) {
        this.settings = settings;
        this.clock = clock;
        this.lock = lock;
        this.config = config;
        this.telemetryDatabase = telemetryDatabase;
        this.telemetry = new SqliteTelemetry(telemetryDatabase);
        this.ledgerDatabase = ledgerDatabase;
        this.ledger = new SqliteLedger(ledgerDatabase);
    }

    /// Opens the store, making what is not there yet.
    ///
    /// @throws StoreException when it must not be used: held by another process, under another
    ///   master key, written by a newer version, damaged beyond its backups, on a network disk; the
    ///   message says what to do
    public static SqliteStore open(StoreSettings settings, InstantSource clock) {
        PrivateFiles.requirePlain(settings.configDatabase());
        PrivateFiles.requirePlain(settings.telemetryDatabase());
        PrivateFiles.requirePlain(settings.ledgerDatabase());
        prepare(settings);
        var lock = StoreLock.take(settings.directory());
        try {
            SqliteVersion.requireFloor();
            var random = new SecureRandom();
            var config = ConfigFile.open(settings, masterKeys(settings, random), clock, random);
            try {
                var ledger = ledger(settings, clock);
                var store =
                        new SqliteStore(
                                settings, clock, lock, config, telemetry(settings, clock), ledger);
                store.keepHouse();
                return store;
            } catch (RuntimeException e) {
                config.close();
                throw e;
            }
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// Puts the store under a new master key, which takes the place of the old one in the key file.
    /// No gateway may be running on it.
    ///
    /// The file holds both keys while the change goes on, so that whenever it is cut short the next
    /// start finishes it.
    ///
    /// @throws StoreException when it cannot be done; the store is then under the old key
    public static void rekey(StoreSettings settings, InstantSource clock) {
        var file = new KeyFile(settings.masterKey());
        try (var store = open(settings, clock)) {
            var old = store.config.key();
            var fresh = MasterKey.generate(new SecureRandom());
            writeKeys(file, new KeyRing(List.of(fresh, old)));
            new Rekey(store.config.database(), clock, new SecureRandom()).run(old, fresh);
            writeKeys(file, new KeyRing(List.of(fresh)));
            LOG.info("{}: now under master key {}", settings.configDatabase(), fresh.id());
        }
    }

    private static void writeKeys(KeyFile file, KeyRing ring) {
        try {
            file.write(ring);
        } catch (IOException e) {
            throw new StoreException(
                    Reason.READ_ONLY,
                    file.path()
                            + ": cannot be written (expected: to be, or that whoever provides it"
                            + " puts a new key on its first line and keeps the old one below; the"
                            + " next start then takes the store to the new one)",
                    e);
        }
    }

    private static void prepare(StoreSettings settings) {
        var directory = settings.directory();
        try {
            var own =
                    List.of(
                            name(settings.configDatabase()),
                            name(settings.telemetryDatabase()),
                            name(settings.ledgerDatabase()),
                            name(settings.masterKey()),
                            "store.",
                            "backups",
                            "before-migration-",
                            "admin-",
                            "git");
            PrivateFiles.directory(directory, own);
            PrivateFiles.requireLocal(directory);
            var telemetry = PrivateFiles.parent(settings.telemetryDatabase());
            if (!telemetry.equals(directory)) {
                PrivateFiles.directory(telemetry, own);
                PrivateFiles.requireLocal(telemetry);
            }
        } catch (IOException e) {
            throw new StoreException(
                    Reason.IO, directory + ": cannot be used as data directory: " + e, e);
        }
    }

    private static KeyRing masterKeys(StoreSettings settings, SecureRandom random) {
        var file = new KeyFile(settings.masterKey());
        try {
            if (file.exists()) {
                if (settings.generateMasterKey()) {
                    PrivateFiles.narrow(file.path());
                }
                return file.read();
            }
            if (Files.exists(settings.configDatabase())) {
                throw new StoreException(
                        Reason.WRONG_MASTER_KEY,
                        file.path()
                                + ": missing (expected: the master key with which "
                                + settings.configDatabase()
                                + " was written). Put it back: without it the secrets in the store"
                                + " cannot be read by anyone",
                        null);
            }
            if (!settings.generateMasterKey()) {
                throw new StoreException(
                        Reason.WRONG_MASTER_KEY,
                        file.path()
                                + ": missing (expected: 32 bytes in base64 or hexadecimal, as the"
                                + " settings name this file)",
                        null);
            }
            var ring = new KeyRing(List.of(MasterKey.generate(random)));
            file.write(ring);
            LOG.info("{}: made a new master key; keep a copy in a safe place", file.path());
            return ring;
        } catch (IOException e) {
            throw new StoreException(Reason.WRONG_MASTER_KEY, String.valueOf(e.getMessage()), e);
        }
    }

    private static Database telemetry(StoreSettings settings, InstantSource clock) {
        var file = settings.telemetryDatabase();
        var backups = new Backups(settings.backups(), file, clock);
        new Opening<>(file, Schema.TELEMETRY, new NoContent(), backups, false, clock).open();
        return new Database(file);
    }

    private static Database ledger(StoreSettings settings, InstantSource clock) {
        var file = settings.ledgerDatabase();
        var backups = new Backups(settings.backups(), file, clock);
        new Opening<>(file, Schema.LEDGER, new NoContent(), backups, true, clock).open();
        return new Database(file);
    }

    private void keepHouse() {
        var age =
                config.backups()
                        .newestAt()
                        .map(at -> Duration.between(at, clock.instant()))
                        .orElse(HOUR);
        var untilDue = HOUR.minus(age);
        housekeeping.every(
                HOUR,
                untilDue.compareTo(SETTLED) > 0 ? untilDue : SETTLED,
                "backup of " + settings.configDatabase(),
                this::backup);
        housekeeping.every(
                HOUR, SETTLED, "backup of " + settings.ledgerDatabase(), this::backupLedger);
        housekeeping.every(HOUR, SETTLED, "removal of old usage and spans", this::trim);
    }

    /// Makes a backup of the configuration now, and returns it.
    public Path backup() {
        return config.database()
                .read(handle -> {
                    var made = config.backups().make(handle.getConnection());
                    LOG.debug("backup {}", made);
                    return made;
                });
    }

    private void backupLedger() {
        var backups = new Backups(settings.backups(), settings.ledgerDatabase(), clock);
        ledgerDatabase.read(handle -> backups.make(handle.getConnection()));
    }

    private void trim() {
        trimLedger();
        var retention = settings.retention();
        int removed = telemetry.trim(clock.instant().minus(retention.age()), retention.bytes());
        if (removed > 0) {
            LOG.info("{} rows of old usage and spans removed", removed);
        }
    }

    /// A clock that jumps far ahead and comes back makes nothing forgotten: what goes is older than
    /// any window and has many days of use behind it.
    void trimLedger() {
        var old = clock.instant().minus(LONGEST_WINDOW);
        ledger.lastDays(Ledger.DAYS_OF_USE)
                .map(days -> days.isBefore(old) ? days : old)
                .ifPresent(ledger::trim);
    }

    @Override
    public ConfigStore config() {
        return config.config();
    }

    @Override
    public RevisionLog revisions() {
        return config.revisions();
    }

    @Override
    public AuditLog audit() {
        return config.audit();
    }

    @Override
    public Outbox outbox() {
        return config.outbox();
    }

    @Override
    public SourceRecords sources() {
        return new SqliteSources(config.database(), config.outbox(), config.audit());
    }

    @Override
    public LoginTokens loginTokens() {
        return config.logins();
    }

    @Override
    public TelemetryStore telemetry() {
        return telemetry;
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public PauseRecords pauses() {
        return new SqlitePauses(ledgerDatabase);
    }

    @Override
    public AccessRecords access() {
        return new SqliteAccess(ledgerDatabase);
    }

    @Override
    public BudgetRecords budgets() {
        return new SqliteBudgets(ledgerDatabase);
    }

    @Override
    public VirtualKeyIndex virtualKeys() {
        return config.key().virtualKeys();
    }

    @Override
    public KeyedHash sessions() {
        return config.key().sessions();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            housekeeping.close();
            telemetryDatabase.close();
            ledgerDatabase.close();
            config.close();
            lock.close();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
