package io.agw.store.sqlite;

import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.plan.Owner;
import io.agw.store.Revision;
import io.agw.store.RevisionDraft;
import io.agw.store.RevisionLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The log of applies. What an owner held at a revision is kept as the time over which it held each
/// version of each object, so that a revision costs as many rows as it changed.
final class SqliteRevisions implements RevisionLog {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, Integer>> COUNTS = new TypeReference<>() {};

    private final Database database;

    SqliteRevisions(Database database) {
        this.database = database;
    }

    /// Logs an apply whose objects have been written. Returns its id.
    long add(Handle handle, RevisionDraft draft, long storeVersion, Instant at) {
        long id =
                handle.createQuery(
                                """
                                INSERT INTO revision (committed_ms, store_version, owner, actor,
                                    cause, source_revision, digest, plan, counts, took_ms)
                                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING revision_id
                                """)
                        .bind(0, at.toEpochMilli())
                        .bind(1, storeVersion)
                        .bind(2, draft.owner().name())
                        .bind(3, draft.actor())
                        .bind(4, draft.trigger())
                        .bind(5, draft.revision())
                        .bind(6, draft.digest())
                        .bind(7, Packed.pack(draft.planJson()))
                        .bind(8, JSON.writeValueAsString(new TreeMap<>(draft.counts())))
                        .bind(9, draft.took().toMillis())
                        .mapTo(Long.class)
                        .one();
        takeInventory(handle, draft.owner(), id);
        return id;
    }

    /// Ends what the owner no longer holds as recorded and begins what it holds anew. An object
    /// that an admin has forced keeps its record: that is what the owner applied.
    private static void takeInventory(Handle handle, Owner owner, long revision) {
        handle.createUpdate(
                        """
                        UPDATE inventory SET until = :revision
                        WHERE owner = :owner AND until IS NULL AND NOT EXISTS (
                            SELECT 1 FROM object
                            WHERE object.kind = inventory.kind AND object.id = inventory.id
                            AND object.owner = inventory.owner
                            AND (object.overridden_by IS NOT NULL
                                OR (object.resource_version = inventory.resource_version
                                    AND object.file = inventory.file
                                    AND object.line = inventory.line
                                    AND object.revision = inventory.revision
                                    AND object.refs = inventory.refs)))
                        """)
                .bind("revision", revision)
                .bind("owner", owner.name())
                .execute();
        handle.createUpdate(
                        """
                        INSERT INTO inventory
                        SELECT owner, kind, id, :revision, NULL, resource_version, file, line,
                            revision, refs
                        FROM object
                        WHERE owner = :owner AND overridden_by IS NULL AND NOT EXISTS (
                            SELECT 1 FROM inventory
                            WHERE inventory.owner = object.owner
                            AND inventory.kind = object.kind AND inventory.id = object.id
                            AND inventory.until IS NULL)
                        """)
                .bind("revision", revision)
                .bind("owner", owner.name())
                .execute();
    }

    /// Forgets all but the newest revisions of an owner. Returns the objects of which a record
    /// went.
    List<ObjectKey> prune(Handle handle, Owner owner) {
        int gone =
                handle.createUpdate(
                                """
                                DELETE FROM revision WHERE owner = :owner AND revision_id <= (
                                    SELECT revision_id FROM revision WHERE owner = :owner
                                    ORDER BY revision_id DESC LIMIT 1 OFFSET :kept)
                                """)
                        .bind("owner", owner.name())
                        .bind("kept", KEPT)
                        .execute();
        if (gone == 0) {
            return List.of();
        }
        return handle.createQuery(
                        """
                        DELETE FROM inventory WHERE owner = :owner AND until <= (
                            SELECT min(revision_id) FROM revision WHERE owner = :owner)
                        RETURNING kind, id
                        """)
                .bind("owner", owner.name())
                .map((row, _) -> ObjectRow.key(row))
                .list();
    }

    @Override
    public List<Revision> list(Owner owner, int limit) {
        return database.read(handle ->
                handle.createQuery(
                                """
                                SELECT * FROM revision WHERE owner = ?
                                ORDER BY revision_id DESC LIMIT ?
                                """)
                        .bind(0, owner.name())
                        .bind(1, limit)
                        .map((row, _) -> revision(row))
                        .list());
    }

    @Override
    public Optional<Revision> find(long id) {
        return database.read(handle -> find(handle, id));
    }

    private static Optional<Revision> find(Handle handle, long id) {
        return handle.createQuery("SELECT * FROM revision WHERE revision_id = ?")
                .bind(0, id)
                .map((row, _) -> revision(row))
                .findOne();
    }

    private static Revision revision(ResultSet row) throws SQLException {
        return new Revision(
                row.getLong("revision_id"),
                Instant.ofEpochMilli(row.getLong("committed_ms")),
                row.getLong("store_version"),
                new RevisionDraft(
                        new Owner(row.getString("owner")),
                        row.getString("actor"),
                        row.getString("cause"),
                        row.getString("source_revision"),
                        row.getString("digest"),
                        Packed.unpack(row.getBytes("plan")),
                        JSON.readValue(row.getString("counts"), COUNTS),
                        Duration.ofMillis(row.getLong("took_ms"))));
    }

    @Override
    public Optional<List<RecordedObject>> objects(long id) {
        return database.read(handle ->
                handle.inTransaction(_ -> find(handle, id).map(found -> objects(handle, found))));
    }

    private static List<RecordedObject> objects(Handle handle, Revision revision) {
        var secrets = new TreeMap<ObjectKey, Map<String, ObjectRow.SecretRow>>();
        handle.createQuery(
                        """
                        SELECT secret.* FROM inventory
                        JOIN secret USING (kind, id, resource_version)
                        WHERE owner = :owner AND since <= :id AND (until IS NULL OR until > :id)
                        """)
                .bind("owner", revision.draft().owner().name())
                .bind("id", revision.id())
                .map((row, _) -> ObjectRow.SecretRow.of(row))
                .forEach(secret ->
                        secrets.computeIfAbsent(secret.key(), _ -> new TreeMap<>())
                                .put(secret.pointer(), secret));
        var objects = new TreeMap<ObjectKey, RecordedObject>();
        handle.createQuery(
                        """
                        SELECT inventory.*, content.tree, content.sum AS content_sum
                        FROM inventory JOIN content USING (kind, id, resource_version)
                        WHERE owner = :owner AND since <= :id AND (until IS NULL OR until > :id)
                        """)
                .bind("owner", revision.draft().owner().name())
                .bind("id", revision.id())
                .map((row, _) ->
                        new RecordedObject(
                                ObjectRow.content(
                                        row, secrets.getOrDefault(ObjectRow.key(row), Map.of())),
                                ObjectRow.origin(row)))
                .forEach(object -> objects.put(object.object().key(), object));
        return List.copyOf(objects.values());
    }
}
