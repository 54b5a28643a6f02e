package io.agw.store.live;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.Secret;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.plan.AppliedObject;
import io.agw.store.Changeset;
import io.agw.store.StoreException;
import io.agw.store.Timestamps;
import io.agw.store.secret.Sealed;
import io.agw.store.secret.Vault;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Works out what a changeset makes of the configuration, before anything is written: expectations,
/// versions, times, and secrets sealed for the row they go to. Changes nothing.
public final class Staging {
    private final Vault vault;
    private final SecretArchive archive;

    public Staging(Vault vault, SecretArchive archive) {
        this.vault = vault;
        this.archive = archive;
    }

    /// @throws IllegalArgumentException as `ConfigStore.commit` says
    public Staged stage(LiveConfig live, List<Changeset.Write> writes, Instant at) {
        var outdated = outdated(live, writes);
        if (!outdated.isEmpty()) {
            return new Staged.Outdated(outdated);
        }
        var version = writes.isEmpty() ? live.version() : live.version() + 1;
        var objects = new TreeMap<>(live.objects());
        var written = new ArrayList<LiveObject>();
        var handedOver = new ArrayList<LiveObject>();
        var removed = new ArrayList<LiveObject>();
        var now = at.truncatedTo(ChronoUnit.MILLIS);
        for (var write : writes) {
            var before = objects.get(write.key());
            switch (write) {
                case Changeset.Put put when put.touch() || before == null -> {
                    var after = written(put, before, version, now);
                    objects.put(put.key(), after);
                    written.add(after);
                }
                case Changeset.Put put -> {
                    var after = handedOver(put, before);
                    objects.put(put.key(), after);
                    handedOver.add(after);
                }
                case Changeset.Remove remove -> {
                    objects.remove(remove.key());
                    if (before != null) {
                        removed.add(before);
                    }
                }
            }
        }
        return new Staged.Ready(LiveConfig.of(version, objects), written, handedOver, removed);
    }

    private static List<ObjectKey> outdated(LiveConfig live, List<Changeset.Write> writes) {
        var seen = new HashSet<ObjectKey>();
        var outdated = new ArrayList<ObjectKey>();
        for (var write : writes) {
            if (!seen.add(write.key())) {
                throw new IllegalArgumentException(
                        write.key() + ": written twice in one changeset (expected: once)");
            }
            var current = live.objects().get(write.key());
            if (write.expected() != (current == null ? 0 : current.resourceVersion())) {
                outdated.add(write.key());
            }
        }
        return outdated;
    }

    private LiveObject written(
            Changeset.Put put, @Nullable LiveObject before, long version, Instant now) {
        var stored = new TreeMap<String, SecretValue>();
        var sealed = new TreeMap<String, Sealed>();
        put.object()
                .secrets()
                .forEach((pointer, value) -> {
                    var secret = secret(put.key(), pointer, value, before);
                    stored.put(
                            pointer,
                            new SecretValue.Stored(value.reference(), vault.digest(secret)));
                    sealed.put(
                            pointer,
                            vault.seal(secret, LiveObject.place(put.key(), version, pointer)));
                });
        var object = put.object().with(stored);
        return new LiveObject(
                new AppliedObject(object, put.owner(), put.origin(), version, put.overridden()),
                new Timestamps(before == null ? now : before.timestamps().createdAt(), now),
                sealed);
    }

    private static LiveObject handedOver(Changeset.Put put, LiveObject before) {
        var current = before.applied().current();
        if (!current.hasContentOf(put.object())) {
            throw new IllegalArgumentException(
                    put.key() + ": its content differs (expected: the same, to be left untouched)");
        }
        var noted = new TreeMap<>(current.secrets());
        noted.replaceAll(
                (pointer, value) -> withReference(value, put.object().secrets().get(pointer)));
        return new LiveObject(
                new AppliedObject(
                        current.with(noted),
                        put.owner(),
                        put.origin(),
                        before.resourceVersion(),
                        put.overridden()),
                before.timestamps(),
                before.secrets());
    }

    private static SecretValue withReference(SecretValue stored, @Nullable SecretValue declared) {
        return declared != null && stored instanceof SecretValue.Stored(_, var digest)
                ? new SecretValue.Stored(declared.reference(), digest)
                : stored;
    }

    /// @throws StoreException as `ConfigStore.reveal` says
    public CanonicalObject reveal(LiveConfig live, CanonicalObject object) {
        var before = live.objects().get(object.key());
        var revealed = new TreeMap<String, SecretValue>();
        object.secrets()
                .forEach((pointer, value) ->
                        revealed.put(pointer, revealed(object.key(), pointer, value, before)));
        return object.with(revealed);
    }

    private SecretValue revealed(
            ObjectKey key, String pointer, SecretValue value, @Nullable LiveObject before) {
        return find(key, pointer, value, before)
                .map(secret -> new SecretValue.Given(value.reference(), secret))
                .orElseThrow(() ->
                        new StoreException(
                                StoreException.Reason.OTHER,
                                key + pointer + ": no such secret is stored",
                                null));
    }

    private Secret secret(
            ObjectKey key, String pointer, SecretValue value, @Nullable LiveObject before) {
        return find(key, pointer, value, before)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                key
                                        + pointer
                                        + ": no secret to keep (expected: "
                                        + (value instanceof SecretValue.Stored
                                                ? "the value of that digest is stored)"
                                                : "a value is stored)")));
    }

    private Optional<Secret> find(
            ObjectKey key, String pointer, SecretValue value, @Nullable LiveObject before) {
        return switch (value) {
            case SecretValue.Given given -> Optional.of(given.text());
            case SecretValue.Unset _ -> current(before, pointer);
            case SecretValue.Stored stored ->
                    current(before, pointer)
                            .filter(secret -> vault.digest(secret).equals(stored.digest()))
                            .or(() -> archive.find(key, pointer, stored.digest()));
        };
    }

    private Optional<Secret> current(@Nullable LiveObject before, String pointer) {
        var sealed = before == null ? null : before.secrets().get(pointer);
        if (before == null || sealed == null) {
            return Optional.empty();
        }
        return Optional.of(
                vault.open(
                        sealed, LiveObject.place(before.key(), before.resourceVersion(), pointer)));
    }
}
