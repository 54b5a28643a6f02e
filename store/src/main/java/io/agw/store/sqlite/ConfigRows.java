package io.agw.store.sqlite;

import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.Secret;
import io.agw.bundle.model.SecretValue;
import io.agw.store.live.LiveConfig;
import io.agw.store.live.LiveObject;
import io.agw.store.live.Staged;
import io.agw.store.secret.UnreadableSecretException;
import io.agw.store.secret.Vault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/// The rows of applied configuration: `content`, `secret`, `object`. Runs in the caller's
/// transaction. Stateless.
final class ConfigRows {
    private final Vault vault;

    ConfigRows(Vault vault) {
        this.vault = vault;
    }

    /// Everything live, with every checksum compared and every secret opened once, so that damage
    /// is found at the start and not in the middle of a request.
    ///
    /// @throws DamagedException when anything is not as it was written
    LiveConfig load(Handle handle) {
        var secrets = new TreeMap<ObjectKey, Map<String, ObjectRow.SecretRow>>();
        handle.createQuery(
                        """
                        SELECT secret.* FROM object
                        JOIN secret USING (kind, id, resource_version)
                        """)
                .map((row, _) -> ObjectRow.SecretRow.of(row))
                .forEach(secret -> {
                    verify(secret);
                    secrets.computeIfAbsent(secret.key(), _ -> new TreeMap<>())
                            .put(secret.pointer(), secret);
                });
        var objects = new TreeMap<ObjectKey, LiveObject>();
        handle.createQuery(
                        """
                        SELECT object.*, content.tree, object.sum AS object_sum,
                               content.sum AS content_sum
                        FROM object JOIN content USING (kind, id, resource_version)
                        """)
                .map((row, _) ->
                        ObjectRow.object(row, secrets.getOrDefault(ObjectRow.key(row), Map.of())))
                .forEach(object -> objects.put(object.key(), object));
        return checked(handle, objects);
    }

    private static LiveConfig checked(Handle handle, Map<ObjectKey, LiveObject> objects) {
        return handle.createQuery("SELECT version, objects FROM store")
                .map((row, _) -> {
                    if (row.getInt("objects") != objects.size()) {
                        throw new DamagedException(
                                "objects: "
                                        + objects.size()
                                        + " (expected: "
                                        + row.getInt("objects")
                                        + ")");
                    }
                    return LiveConfig.of(row.getLong("version"), objects);
                })
                .findOne()
                .orElseThrow(() -> new DamagedException("store: its one row is missing"));
    }

    private void verify(ObjectRow.SecretRow row) {
        if (!vault.digest(open(row)).equals(row.digest())) {
            throw new DamagedException(
                    row.key() + row.pointer() + ": the digest is not that of the secret");
        }
    }

    private Secret open(ObjectRow.SecretRow row) {
        var place = LiveObject.place(row.key(), row.resourceVersion(), row.pointer());
        try {
            return vault.open(row.sealed(), place);
        } catch (UnreadableSecretException e) {
            throw new DamagedException(String.valueOf(e.getMessage()));
        }
    }

    /// Writes what was staged.
    void write(Handle handle, Staged.Ready ready) {
        writeContent(handle, ready.written());
        writeSecrets(handle, ready.written());
        var live = new ArrayList<>(ready.written());
        live.addAll(ready.handedOver());
        writeObjects(handle, live);
        removeObjects(handle, ready.removed());
        handle.createUpdate("UPDATE store SET version = ?, objects = ?")
                .bind(0, ready.live().version())
                .bind(1, ready.live().objects().size())
                .execute();
    }

    private static void writeContent(Handle handle, List<LiveObject> objects) {
        if (objects.isEmpty()) {
            return;
        }
        var batch = handle.prepareBatch("INSERT INTO content VALUES (?, ?, ?, ?, ?)");
        for (var object : objects) {
            var tree = object.applied().current().text();
            batch.bind(0, object.key().kind().word())
                    .bind(1, object.key().id())
                    .bind(2, object.resourceVersion())
                    .bind(3, tree)
                    .bind(4, ObjectRow.contentSum(object.key(), object.resourceVersion(), tree))
                    .add();
        }
        batch.execute();
    }

    private static void writeSecrets(Handle handle, List<LiveObject> objects) {
        var batch = handle.prepareBatch("INSERT INTO secret VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        for (var object : objects) {
            object.secrets()
                    .forEach((pointer, sealed) -> {
                        batch.bind(0, object.key().kind().word())
                                .bind(1, object.key().id())
                                .bind(2, object.resourceVersion())
                                .bind(3, pointer)
                                .bind(4, digest(object, pointer))
                                .bind(5, sealed.keyId())
                                .bind(6, sealed.nonce())
                                .bind(7, sealed.ciphertext())
                                .add();
                    });
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    private static String digest(LiveObject object, String pointer) {
        return switch (object.applied().current().secrets().get(pointer)) {
            case SecretValue.Stored stored -> stored.digest();
            case SecretValue.Given _ -> throw notStored(object, pointer);
            case SecretValue.Unset _ -> throw notStored(object, pointer);
            case null -> throw notStored(object, pointer);
        };
    }

    private static IllegalStateException notStored(LiveObject object, String pointer) {
        return new IllegalStateException(object.key() + pointer + ": staged without its digest");
    }

    private static void writeObjects(Handle handle, List<LiveObject> objects) {
        if (objects.isEmpty()) {
            return;
        }
        var batch =
                handle.prepareBatch(
                        "INSERT OR REPLACE INTO object VALUES"
                                + " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        for (var object : objects) {
            var applied = object.applied();
            var overridden = applied.overridden();
            batch.bind(0, object.key().kind().word())
                    .bind(1, object.key().id())
                    .bind(2, object.resourceVersion())
                    .bind(3, applied.owner().name())
                    .bind(4, applied.origin().file())
                    .bind(5, applied.origin().line())
                    .bind(6, applied.origin().revision())
                    .bind(7, ObjectRow.references(object))
                    .bind(8, object.timestamps().createdAt().toEpochMilli())
                    .bind(9, object.timestamps().updatedAt().toEpochMilli())
                    .bind(10, overridden == null ? null : overridden.actor())
                    .bind(11, overridden == null ? null : overridden.at())
                    .bind(12, overridden == null ? null : overridden.reason())
                    .bind(13, ObjectRow.objectSum(object))
                    .add();
        }
        batch.execute();
    }

    private static void removeObjects(Handle handle, List<LiveObject> objects) {
        if (objects.isEmpty()) {
            return;
        }
        var batch = handle.prepareBatch("DELETE FROM object WHERE kind = ? AND id = ?");
        for (var object : objects) {
            batch.add(object.key().kind().word(), object.key().id());
        }
        batch.execute();
    }

    /// Drops versions of these objects that are neither live nor recorded by a revision, and their
    /// secrets with them.
    void sweep(Handle handle, List<ObjectKey> keys) {
        var batch =
                handle.prepareBatch(
                        """
                        DELETE FROM content WHERE kind = ? AND id = ? AND NOT EXISTS (
                            SELECT 1 FROM object WHERE object.kind = content.kind
                            AND object.id = content.id
                            AND object.resource_version = content.resource_version)
                        AND NOT EXISTS (
                            SELECT 1 FROM inventory WHERE inventory.kind = content.kind
                            AND inventory.id = content.id
                            AND inventory.resource_version = content.resource_version)
                        """);
        keys.forEach(key -> batch.add(key.kind().word(), key.id()));
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    /// A secret by its digest, from any version that is still kept.
    Optional<Secret> secret(Handle handle, ObjectKey key, String pointer, String digest) {
        return handle.createQuery(
                        """
                        SELECT * FROM secret WHERE kind = ? AND id = ? AND pointer = ?
                        AND digest = ? ORDER BY resource_version DESC LIMIT 1
                        """)
                .bind(0, key.kind().word())
                .bind(1, key.id())
                .bind(2, pointer)
                .bind(3, digest)
                .map((row, _) -> open(ObjectRow.SecretRow.of(row)))
                .findOne();
    }
}
