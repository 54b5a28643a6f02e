package io.agw.server.wiring;

import io.agw.bundle.model.BundleObject;
import io.agw.bundle.model.ObjectKey;
import io.agw.reconciler.apply.CandidateCompiler;
import io.agw.server.snapshot.Compiled;
import io.agw.server.snapshot.SnapshotCompiler;
import io.agw.server.snapshot.Snapshots;
import java.util.SortedMap;

/// The server's part of an apply: compiles a candidate, and later makes it the serving snapshot.
record SnapshotPublisher(SnapshotCompiler compiler, Snapshots snapshots)
        implements CandidateCompiler {
    @Override
    public Candidate compile(long version, SortedMap<ObjectKey, BundleObject> objects) {
        return switch (compiler.compile(version, objects.values())) {
            case Compiled.Done(var snapshot) ->
                    new Candidate.Ready(() -> snapshots.publish(snapshot));
            case Compiled.Faulty(var problems) -> new Candidate.Rejected(problems);
        };
    }
}
