package io.agw.store.sqlite;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.plan.AppliedObject;
import io.agw.bundle.plan.Origin;
import io.agw.bundle.plan.Owner;
import io.agw.store.Timestamps;
import io.agw.store.live.LiveObject;
import io.agw.store.secret.Sealed;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Objects and secrets between rows and values, checksums included. Stateless.
final class ObjectRow {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ObjectRow() {}

    /// Checksum of a content row.
    static byte[] contentSum(ObjectKey key, long resourceVersion, String tree) {
        return new Fingerprint()
                .add(key.kind().word())
                .add(key.id())
                .add(resourceVersion)
                .add(tree)
                .value();
    }

    /// The references of an object's secrets as a JSON object, those that have one.
    static String references(LiveObject object) {
        var references = JSON.createObjectNode();
        object.applied()
                .current()
                .secrets()
                .forEach((pointer, secret) -> {
                    if (secret.reference() != null) {
                        references.put(pointer, secret.reference());
                    }
                });
        return references.toString();
    }

    /// Checksum of an object row.
    static byte[] objectSum(LiveObject object) {
        var applied = object.applied();
        var sum =
                new Fingerprint()
                        .add(object.key().kind().word())
                        .add(object.key().id())
                        .add(object.resourceVersion())
                        .add(applied.owner().name())
                        .add(applied.origin().file())
                        .add(applied.origin().line())
                        .add(applied.origin().revision())
                        .add(references(object))
                        .add(object.timestamps().createdAt().toEpochMilli())
                        .add(object.timestamps().updatedAt().toEpochMilli());
        var overridden = applied.overridden();
        if (overridden != null) {
            sum.add(overridden.actor()).add(overridden.at()).add(overridden.reason());
        }
        return sum.value();
    }

    /// The object that a row of `object` joined with `content` holds.
    ///
    /// @throws DamagedException when its checksums say otherwise
    static LiveObject object(ResultSet row, Map<String, SecretRow> secrets) throws SQLException {
        var current = content(row, secrets);
        var applied =
                new AppliedObject(
                        current,
                        new Owner(row.getString("owner")),
                        origin(row),
                        row.getLong("resource_version"),
                        overridden(row));
        var sealed = new TreeMap<String, Sealed>();
        secrets.forEach((pointer, secret) -> sealed.put(pointer, secret.sealed()));
        var object =
                new LiveObject(
                        applied,
                        new Timestamps(
                                Instant.ofEpochMilli(row.getLong("created_ms")),
                                Instant.ofEpochMilli(row.getLong("updated_ms"))),
                        sealed);
        if (!MessageDigest.isEqual(objectSum(object), row.getBytes("object_sum"))) {
            throw new DamagedException(object.key() + ": its row is not as it was written");
        }
        return object;
    }

    /// The canonical object that a row of `content` holds, secrets by their digests.
    ///
    /// @throws DamagedException when its checksum says otherwise
    static CanonicalObject content(ResultSet row, Map<String, SecretRow> secrets)
            throws SQLException {
        var key = key(row);
        var tree = row.getString("tree");
        var sum = contentSum(key, row.getLong("resource_version"), tree);
        if (!MessageDigest.isEqual(sum, row.getBytes("content_sum"))) {
            throw new DamagedException(key + ": its content is not as it was written");
        }
        try {
            var references = JSON.readTree(row.getString("refs"));
            var stored = new TreeMap<String, SecretValue>();
            secrets.forEach((pointer, secret) ->
                    stored.put(
                            pointer,
                            new SecretValue.Stored(
                                    references.path(pointer).stringValue(null), secret.digest())));
            return new CanonicalObject(key, (ObjectNode) JSON.readTree(tree), stored);
        } catch (JacksonException e) {
            throw new DamagedException(key + ": its content is no JSON: " + e.getOriginalMessage());
        }
    }

    static ObjectKey key(ResultSet row) throws SQLException {
        var word = row.getString("kind");
        var kind =
                Kind.ofWord(word)
                        .orElseThrow(() -> new DamagedException(word + ": no kind of this name"));
        return new ObjectKey(kind, row.getString("id"));
    }

    static Origin origin(ResultSet row) throws SQLException {
        return new Origin(row.getString("file"), row.getInt("line"), row.getString("revision"));
    }

    private static AppliedObject.@Nullable Overridden overridden(ResultSet row)
            throws SQLException {
        var actor = row.getString("overridden_by");
        return actor == null
                ? null
                : new AppliedObject.Overridden(
                        actor, row.getString("overridden_at"), row.getString("overridden_reason"));
    }

    /// A row of `secret`.
    record SecretRow(
            ObjectKey key, long resourceVersion, String pointer, String digest, Sealed sealed) {
        static SecretRow of(ResultSet row) throws SQLException {
            return new SecretRow(
                    ObjectRow.key(row),
                    row.getLong("resource_version"),
                    row.getString("pointer"),
                    row.getString("digest"),
                    new Sealed(
                            row.getString("key_id"),
                            row.getBytes("nonce"),
                            row.getBytes("ciphertext")));
        }
    }
}
