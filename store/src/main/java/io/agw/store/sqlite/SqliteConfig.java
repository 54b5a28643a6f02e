package io.agw.store.sqlite;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.Secret;
import io.agw.store.Changeset;
import io.agw.store.Commit;
import io.agw.store.ConfigState;
import io.agw.store.ConfigStore;
import io.agw.store.Timestamps;
import io.agw.store.live.LiveConfig;
import io.agw.store.live.LiveObject;
import io.agw.store.live.Staged;
import io.agw.store.live.Staging;
import io.agw.store.secret.Vault;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/// Applied configuration: rows for durability, one immutable value in memory for reading.
///
/// The value is replaced on the writer thread, after the commit and before the next write, so it
/// never shows what is not durable and versions are seen in order.
final class SqliteConfig implements ConfigStore {
    private final Database database;
    private final InstantSource clock;
    private final Vault vault;
    private final ConfigRows rows;
    private final SqliteLoginTokens logins;
    private final SqliteRevisions revisions;
    private final SqliteAudit audit;
    private final SqliteOutbox outbox;
    private volatile LiveConfig live;

    SqliteConfig(
            Database database,
            InstantSource clock,
            Vault vault,
            LiveConfig live,
            SqliteLoginTokens logins,
            SqliteRevisions revisions,
            SqliteAudit audit,
            SqliteOutbox outbox) {
        this.database = database;
        this.clock = clock;
        this.vault = vault;
        this.rows = new ConfigRows(vault);
        this.live = live;
        this.logins = logins;
        this.revisions = revisions;
        this.audit = audit;
        this.outbox = outbox;
    }

    @Override
    public ConfigState state() {
        return live.state();
    }

    @Override
    public Commit commit(Changeset changes) {
        return database.write(handle -> commit(handle, changes), this::committed).commit();
    }

    private void committed(Written written) {
        live = written.live();
        logins.forget(written.removed());
    }

    private Written commit(Handle handle, Changeset changes) {
        var now = clock.instant();
        var before = live;
        var staging =
                new Staging(
                        vault, (key, pointer, digest) -> rows.secret(handle, key, pointer, digest));
        return switch (staging.stage(before, changes.writes(), now)) {
            case Staged.Outdated outdated ->
                    new Written(new Commit.Stale(outdated.keys()), before, List.of());
            case Staged.Ready ready -> {
                long revision = write(handle, changes, ready, now);
                yield new Written(
                        new Commit.Done(ready.live().state(), revision),
                        ready.live(),
                        removed(ready));
            }
        };
    }

    private long write(Handle handle, Changeset changes, Staged.Ready ready, Instant now) {
        if (!changes.writes().isEmpty()) {
            rows.write(handle, ready);
            SqliteLoginTokens.drop(handle, removed(ready));
        }
        long id = 0;
        var dropped = List.<ObjectKey>of();
        if (changes.revision() != null) {
            id = revisions.add(handle, changes.revision(), ready.live().version(), now);
            dropped = revisions.prune(handle, changes.revision().owner());
        }
        rows.sweep(
                handle,
                Stream.concat(changes.writes().stream().map(Changeset.Write::key), dropped.stream())
                        .distinct()
                        .toList());
        audit.append(handle, changes.audit(), now);
        outbox.append(handle, changes.events(), now);
        return id;
    }

    private static List<ObjectKey> removed(Staged.Ready ready) {
        return ready.removed().stream().map(LiveObject::key).toList();
    }

    @Override
    public CanonicalObject reveal(CanonicalObject object) {
        return new Staging(
                        vault,
                        (key, pointer, digest) ->
                                database.read(handle -> rows.secret(handle, key, pointer, digest)))
                .reveal(live, object);
    }

    @Override
    public String digest(Secret secret) {
        return vault.digest(secret);
    }

    @Override
    public Optional<Timestamps> timestamps(ObjectKey key) {
        return Optional.ofNullable(live.objects().get(key)).map(LiveObject::timestamps);
    }

    private record Written(Commit commit, LiveConfig live, List<ObjectKey> removed) {}
}
