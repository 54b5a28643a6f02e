package io.agw.reconciler.loop;

import io.agw.bundle.canonical.Declared;
import io.agw.bundle.canonical.ObjectCodec;
import io.agw.bundle.document.Node.Scalar;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.Secret;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.plan.PlanOptions.PruneCaps;
import io.agw.bundle.plan.PlanRequest.Target;
import io.agw.bundle.problem.Position;
import io.agw.bundle.reference.References;
import io.agw.reconciler.apply.Applier;
import io.agw.reconciler.apply.ApplyRequest;
import io.agw.reconciler.apply.Purpose;
import io.agw.reconciler.apply.Requester;
import io.agw.reconciler.status.Control;
import io.agw.store.Revision;
import io.agw.store.RevisionLog;
import io.agw.store.RevisionLog.RecordedObject;
import java.util.HashSet;
import java.util.Optional;
import java.util.TreeMap;

/// Plans what a source had applied at an earlier revision, with today's secrets. What was added
/// since is deleted, whatever the caps of pruning say: the operator has asked for that state.
final class Rollback {
    private static final PruneCaps WITHOUT_CAPS = new PruneCaps(Integer.MAX_VALUE, 100, true);
    private static final int MOST_LOOKED_AT = 100;

    private final ConfiguredSource configured;
    private final RevisionLog revisions;
    private final Applier applier;
    private final References references;
    private final ObjectCodec codec = new ObjectCodec();

    Rollback(ConfiguredSource configured, Services services) {
        this.configured = configured;
        this.revisions = services.store().revisions();
        this.applier = services.applier();
        this.references = new References(configured.variables());
    }

    /// The revision with that id, when it is one of this source.
    Optional<Revision> find(long id) {
        return revisions
                .find(id)
                .filter(revision -> revision.draft().owner().equals(configured.owner()));
    }

    /// The newest revision that left something else than what is applied, and than what was itself
    /// rolled back. A new secret, a change by force that was reverted, and a rollback are revisions
    /// that leave the same bundle.
    Optional<Revision> previous(Control control) {
        var logged = revisions.list(configured.owner(), MOST_LOOKED_AT);
        var passed = new HashSet<String>();
        for (var revision : logged) {
            var draft = revision.draft();
            if (passed.isEmpty() || control.holdOn(draft.revision(), null).isPresent()) {
                passed.add(draft.digest());
            }
        }
        return logged.stream()
                .filter(revision -> !passed.contains(revision.draft().digest()))
                .findFirst();
    }

    /// The request to go back; empty when what the revision left is no longer recorded.
    Optional<ApplyRequest> request(Revision revision, Requester requester, Purpose purpose) {
        return revisions
                .objects(revision.id())
                .map(recorded -> {
                    var objects = new TreeMap<ObjectKey, Declared>();
                    recorded.forEach(
                            object -> objects.put(object.object().key(), declared(object)));
                    return new ApplyRequest(
                            configured.owner(),
                            requester,
                            purpose,
                            Target.of(revision.draft().revision(), objects),
                            applier.options()
                                    .withPrune(WITHOUT_CAPS)
                                    .withIgnoredDrift(configured.policy().drift().ignored()));
                });
    }

    private Declared declared(RecordedObject recorded) {
        var origin = recorded.origin();
        var at = new Position(origin.file(), origin.line(), 0);
        var object = recorded.object().mapSecrets(secret -> today(secret, at));
        return new Declared(codec.object(object), object, at);
    }

    /// A revision recalls which variable gives a secret; what that variable gave then may have been
    /// revoked since. Where it gives nothing now, what is stored has to do.
    private SecretValue today(SecretValue recorded, Position at) {
        var reference = recorded.reference();
        if (reference != null
                && references.resolve(Scalar.quoted(reference, at)) instanceof Scalar resolved
                && !resolved.text().isEmpty()) {
            return new SecretValue.Given(reference, new Secret(resolved.text()));
        }
        return recorded;
    }
}
