package io.agw.store.memory;

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
import io.agw.store.secret.MasterKey;
import io.agw.store.secret.Vault;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;

/// Writers take turns at this object's lock; readers see the last commit.
final class MemoryConfig implements ConfigStore {
    private final InstantSource clock;
    private final Vault vault;
    private final MemoryAudit audit;
    private final MemoryOutbox outbox;
    private final MemoryRevisions revisions = new MemoryRevisions();
    private final MemoryLoginTokens logins = new MemoryLoginTokens(this);
    private final Staging staging;
    private volatile LiveConfig live = LiveConfig.empty();

    MemoryConfig(
            InstantSource clock,
            MasterKey master,
            SecureRandom random,
            MemoryAudit audit,
            MemoryOutbox outbox) {
        this.clock = clock;
        this.vault = new Vault(master, random);
        this.audit = audit;
        this.outbox = outbox;
        this.staging = new Staging(vault, this::archived);
    }

    MemoryLoginTokens logins() {
        return logins;
    }

    MemoryRevisions revisions() {
        return revisions;
    }

    @Override
    public ConfigState state() {
        return live.state();
    }

    @Override
    public synchronized Commit commit(Changeset changes) {
        var now = clock.instant();
        return switch (staging.stage(live, changes.writes(), now)) {
            case Staged.Outdated outdated -> new Commit.Stale(outdated.keys());
            case Staged.Ready ready -> {
                live = ready.live();
                ready.removed().forEach(object -> logins.forget(object.key()));
                long revision =
                        changes.revision() == null
                                ? 0
                                : revisions.add(changes.revision(), live, now);
                changes.audit().forEach(audit::append);
                changes.events().forEach(outbox::append);
                yield new Commit.Done(live.state(), revision);
            }
        };
    }

    @Override
    public CanonicalObject reveal(CanonicalObject object) {
        return staging.reveal(live, object);
    }

    @Override
    public String digest(Secret secret) {
        return vault.digest(secret);
    }

    @Override
    public Optional<Timestamps> timestamps(ObjectKey key) {
        return Optional.ofNullable(live.objects().get(key)).map(LiveObject::timestamps);
    }

    private Optional<Secret> archived(ObjectKey key, String pointer, String digest) {
        return versions(key)
                .filter(version -> version.secrets().containsKey(pointer))
                .map(version -> open(version, pointer))
                .filter(secret -> vault.digest(secret).equals(digest))
                .findFirst();
    }

    private Stream<LiveObject> versions(ObjectKey key) {
        return Stream.concat(
                Stream.ofNullable(live.objects().get(key)), revisions.versions(key).stream());
    }

    private Secret open(LiveObject version, String pointer) {
        var sealed = version.secrets().get(pointer);
        if (sealed == null) {
            throw new IllegalArgumentException(version.key() + pointer + ": no such secret");
        }
        return vault.open(
                sealed, LiveObject.place(version.key(), version.resourceVersion(), pointer));
    }
}
