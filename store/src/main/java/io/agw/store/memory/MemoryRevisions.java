package io.agw.store.memory;

import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.plan.Owner;
import io.agw.store.Revision;
import io.agw.store.RevisionDraft;
import io.agw.store.RevisionLog;
import io.agw.store.live.LiveConfig;
import io.agw.store.live.LiveObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Guarded by itself.
final class MemoryRevisions implements RevisionLog {
    private final TreeMap<Long, Logged> log = new TreeMap<>();
    private final Map<Owner, SortedMap<ObjectKey, LiveObject>> newest = new HashMap<>();
    private long lastId;

    synchronized long add(RevisionDraft draft, LiveConfig live, Instant at) {
        lastId++;
        var before = newest.getOrDefault(draft.owner(), new TreeMap<>());
        var held = new TreeMap<ObjectKey, LiveObject>();
        for (var object : live.objects().values()) {
            if (object.applied().owner().equals(draft.owner())) {
                var recorded =
                        object.applied().overridden() == null ? object : before.get(object.key());
                if (recorded != null) {
                    held.put(object.key(), recorded);
                }
            }
        }
        newest.put(draft.owner(), held);
        var revision =
                new Revision(lastId, at.truncatedTo(ChronoUnit.MILLIS), live.version(), draft);
        log.put(lastId, new Logged(revision, held));
        prune(draft.owner());
        return lastId;
    }

    private void prune(Owner owner) {
        var excess =
                log.descendingMap().values().stream()
                        .filter(logged -> logged.revision().draft().owner().equals(owner))
                        .skip(KEPT)
                        .map(logged -> logged.revision().id())
                        .toList();
        excess.forEach(log::remove);
    }

    /// Every version of an object that a kept revision holds.
    synchronized List<LiveObject> versions(ObjectKey key) {
        var versions = new ArrayList<LiveObject>();
        for (var logged : log.descendingMap().values()) {
            var object = logged.held().get(key);
            if (object != null) {
                versions.add(object);
            }
        }
        return versions;
    }

    @Override
    public synchronized List<Revision> list(Owner owner, int limit) {
        return log.descendingMap().values().stream()
                .map(Logged::revision)
                .filter(revision -> revision.draft().owner().equals(owner))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Optional<Revision> find(long id) {
        return Optional.ofNullable(log.get(id)).map(Logged::revision);
    }

    @Override
    public synchronized Optional<List<RecordedObject>> objects(long id) {
        return Optional.ofNullable(log.get(id))
                .map(logged ->
                        logged.held().values().stream()
                                .map(held ->
                                        new RecordedObject(
                                                held.applied().current(), held.applied().origin()))
                                .toList());
    }

    private record Logged(Revision revision, SortedMap<ObjectKey, LiveObject> held) {}
}
