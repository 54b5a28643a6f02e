package io.agw.reconciler.loop;

import io.agw.bundle.canonical.Declared;
import io.agw.bundle.canonical.ObjectCodec;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.plan.Owner;
import io.agw.bundle.plan.PlanOptions.PruneCaps;
import io.agw.bundle.plan.PlanRequest.Target;
import io.agw.bundle.problem.Position;
import io.agw.reconciler.apply.Applier;
import io.agw.reconciler.apply.ApplyRequest;
import io.agw.reconciler.apply.Purpose;
import io.agw.reconciler.apply.Requester;
import io.agw.store.Revision;
import io.agw.store.RevisionLog;
import java.util.Optional;
import java.util.TreeMap;

/// Plans what a source had applied at an earlier revision. What was added since is deleted,
/// whatever the caps of pruning say: the operator has asked for that state.
final class Rollback {
    private static final PruneCaps WITHOUT_CAPS = new PruneCaps(Integer.MAX_VALUE, 100, true);

    private final Owner owner;
    private final RevisionLog revisions;
    private final Applier applier;
    private final ObjectCodec codec = new ObjectCodec();

    Rollback(Owner owner, RevisionLog revisions, Applier applier) {
        this.owner = owner;
        this.revisions = revisions;
        this.applier = applier;
    }

    /// The revision with that id, when it is one of this source.
    Optional<Revision> find(long id) {
        return revisions.find(id).filter(revision -> revision.draft().owner().equals(owner));
    }

    /// The revision before the newest.
    Optional<Revision> previous() {
        return revisions.list(owner, 2).stream().skip(1).findFirst();
    }

    /// The request to go back; empty when what the revision left is no longer recorded.
    Optional<ApplyRequest> request(Revision revision, Requester requester, Purpose purpose) {
        return revisions
                .objects(revision.id())
                .map(recorded -> {
                    var objects = new TreeMap<ObjectKey, Declared>();
                    recorded.forEach(object -> {
                        var origin = object.origin();
                        objects.put(
                                object.object().key(),
                                new Declared(
                                        codec.object(object.object()),
                                        object.object(),
                                        new Position(origin.file(), origin.line(), 0)));
                    });
                    return new ApplyRequest(
                            owner,
                            requester,
                            purpose,
                            Target.of(revision.draft().revision(), objects),
                            applier.options().withPrune(WITHOUT_CAPS));
                });
    }
}
