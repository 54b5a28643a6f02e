package io.agw.store.sqlite;

import io.agw.store.AuditDraft;
import io.agw.store.live.AuditChain;
import io.agw.store.secret.KeyFile;
import io.agw.store.secret.KeyRing;
import io.agw.store.secret.MasterKey;
import io.agw.store.secret.Vault;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The configuration database, open, and the ports over it. Owns the database.
final class ConfigFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigFile.class);

    private final Database database;
    private final MasterKey key;
    private final Backups backups;
    private final SqliteLoginTokens logins;
    private final SqliteConfig config;
    private final SqliteRevisions revisions;
    private final SqliteAudit audit;
    private final SqliteOutbox outbox;

    private ConfigFile(
            Database database,
            Backups backups,
            ConfigContent.Loaded loaded,
            InstantSource clock,
            SecureRandom random) {
        this.database = database;
        this.key = loaded.key();
        this.backups = backups;
        this.revisions = new SqliteRevisions(database);
        this.audit = new SqliteAudit(database, clock, new AuditChain(key.auditChain()));
        this.outbox = new SqliteOutbox(database, clock);
        var vault = new Vault(key, random);
        this.logins = new SqliteLoginTokens(database, vault, loaded.logins());
        this.config =
                new SqliteConfig(
                        database, clock, vault, loaded.live(), logins, revisions, audit, outbox);
    }

    /// Opens the file, and finishes a change of the master key that was begun: the first key of the
    /// ring is the one to be under.
    static ConfigFile open(
            StoreSettings settings, KeyRing ring, InstantSource clock, SecureRandom random) {
        var file = settings.configDatabase();
        var content = new ConfigContent(new KeyFile(settings.masterKey()), ring, random);
        var backups = new Backups(settings.backups(), file, clock);
        var opened = new Opening<>(file, Schema.CONFIG, content, backups, true, clock).open();
        var database = new Database(file);
        try {
            var loaded = opened.content();
            if (!loaded.key().equals(ring.first())) {
                LOG.info(
                        "{}: going from master key {} to {}",
                        file,
                        loaded.key().id(),
                        ring.first().id());
                new Rekey(database, clock, random).run(loaded.key(), ring.first());
                loaded = database.read(content::load);
            }
            var ports = new ConfigFile(database, backups, loaded, clock, random);
            opened.restoredFrom().ifPresent(backup -> ports.noteRestore(backup, opened.setAside()));
            return ports;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private void noteRestore(Path backup, Optional<Path> damaged) {
        audit.append(
                new AuditDraft(
                        "agwd",
                        "store.restored",
                        backup.getFileName().toString(),
                        "",
                        "",
                        damaged.map(path -> "{\"damaged\":\"" + path.getFileName() + "\"}")
                                .orElse("{}")));
    }

    Database database() {
        return database;
    }

    MasterKey key() {
        return key;
    }

    Backups backups() {
        return backups;
    }

    SqliteLoginTokens logins() {
        return logins;
    }

    SqliteConfig config() {
        return config;
    }

    SqliteRevisions revisions() {
        return revisions;
    }

    SqliteAudit audit() {
        return audit;
    }

    SqliteOutbox outbox() {
        return outbox;
    }

    @Override
    public void close() {
        database.close();
    }
}
