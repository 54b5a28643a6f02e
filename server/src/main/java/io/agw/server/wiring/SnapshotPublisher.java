package io.agw.server.wiring;

import io.agw.bundle.model.BundleObject;
import io.agw.bundle.model.ObjectKey;
import io.agw.reconciler.apply.CandidateCompiler;
import io.agw.server.cache.Caches;
import io.agw.server.snapshot.Compiled;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.snapshot.SnapshotCompiler;
import io.agw.server.snapshot.Snapshots;
import java.util.SortedMap;

/// The server's part of an apply: compiles a candidate, and later makes it the serving snapshot.
///
/// @param caches told which of them serve
record SnapshotPublisher(SnapshotCompiler compiler, Snapshots snapshots, Caches caches)
        implements CandidateCompiler {
    @Override
    public Candidate compile(long version, SortedMap<ObjectKey, BundleObject> objects) {
        return switch (compiler.compile(version, objects.values())) {
            case Compiled.Done(var snapshot) -> new Candidate.Ready(() -> publish(snapshot));
            case Compiled.Faulty(var problems) -> new Candidate.Rejected(problems);
        };
    }

    private void publish(Snapshot snapshot) {
        synchronized (caches) {
            snapshots.publish(snapshot);
            snapshots.current().ifPresent(current -> caches.use(current.caches()));
        }
    }
}
