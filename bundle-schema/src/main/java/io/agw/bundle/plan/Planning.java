package io.agw.bundle.plan;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.canonical.Declared;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.plan.PlanRequest.Scope;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.shape.KeptMembers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The making of one plan.
final class Planning {
    private final PlanRequest request;
    private final KeptMembers kept;
    private final IgnoredDrift ignored;
    private final List<Change> changes = new ArrayList<>();
    private final List<Change> deletes = new ArrayList<>();
    private final Problems problems = new Problems();

    Planning(PlanRequest request, KeptMembers kept) {
        this.request = request;
        this.kept = kept;
        this.ignored = new IgnoredDrift(request.options().ignoredDrift());
    }

    /// Declared objects by key, with the undeclared ones that stay among them; then deletes, last
    /// key first.
    Plan plan() {
        var target = request.target();
        target.objects().forEach((key, desired) -> declared(desired, applied(key)));
        target.removals().stream()
                .filter(key -> !target.objects().containsKey(key))
                .sorted()
                .forEach(key -> removed(applied(key)));
        int pruned = target.scope() == Scope.WHOLE ? undeclared() : 0;
        changes.sort((a, b) -> a.key().compareTo(b.key()));
        deletes.sort((a, b) -> b.key().compareTo(a.key()));
        changes.addAll(deletes);
        return new Plan(header(), changes, Guards.of(request, changes, pruned), problems.sorted());
    }

    private @Nullable AppliedObject applied(ObjectKey key) {
        return request.base().objects().get(key);
    }

    private Plan.Header header() {
        var base = request.base();
        return new Plan.Header(
                Fingerprint.ofPlan(request.owner(), changes, request.digests()),
                request.owner(),
                base.storeVersion(),
                base.revision(),
                request.target().revision(),
                Fingerprint.ofBundle(request.target().objects().values()));
    }

    private void declared(Declared desired, @Nullable AppliedObject applied) {
        if (applied == null) {
            create(desired);
        } else if (applied.owner().equals(request.owner())) {
            own(desired, applied);
        } else if (mayAdopt(applied)) {
            adopt(desired, applied);
        } else if (request.owner().equals(Owner.ADMIN)) {
            foreign(desired, applied);
        } else {
            conflict(desired, applied);
        }
    }

    private boolean mayAdopt(AppliedObject applied) {
        return request.options().adopt() && isAdoptable(applied);
    }

    /// Not even force changes what the static configuration declares.
    private boolean mayForce(AppliedObject applied) {
        var options = request.options();
        boolean isStatic = applied.owner().equals(Owner.STATIC);
        return options.force() && !(isStatic && options.sources().contains(Owner.STATIC));
    }

    private boolean isAdoptable(AppliedObject applied) {
        return applied.owner().equals(Owner.ADMIN)
                || !request.options().sources().contains(applied.owner());
    }

    private void create(Declared desired) {
        reportUnknown(desired, SecretPlan.of(desired.canonical()));
        changes.add(new Change.Create(desired, desired.canonical()));
    }

    private void own(Declared desired, AppliedObject applied) {
        var comparison = compare(desired, applied, ignored.wanted(desired.canonical(), applied));
        if (comparison.isDifferent()) {
            var cause = applied.overridden() == null ? Change.Cause.BUNDLE : Change.Cause.DRIFT;
            changes.add(
                    new Change.Update(
                            desired, applied, comparison.target(), comparison.diff(), cause));
            return;
        }
        boolean stands = ignored.stands(desired.canonical(), applied);
        var note = stands ? Change.Note.DRIFT_IGNORED : comparison.note();
        changes.add(new Change.Skip(applied, note, refresh(desired, applied, comparison, stands)));
    }

    /// What to note about an object whose content stays; the revision alone moves with every commit
    /// and is none of it.
    private Change.@Nullable Refresh refresh(
            Declared desired, AppliedObject applied, Comparison comparison, boolean stands) {
        var at = desired.position();
        var origin = new Origin(at.file(), at.line(), request.target().revision());
        boolean moved =
                !origin.file().equals(applied.origin().file())
                        || origin.line() != applied.origin().line();
        boolean overrideIsOver = applied.overridden() != null && !stands;
        return moved || overrideIsOver || comparison.secrets().referencesMoved()
                ? new Change.Refresh(comparison.target(), origin)
                : null;
    }

    private void adopt(Declared desired, AppliedObject applied) {
        var comparison = compare(desired, applied, desired.canonical());
        var diff = comparison.isDifferent() ? comparison.diff() : List.<FieldDiff>of();
        changes.add(new Change.Adopt(desired, applied, comparison.target(), diff));
    }

    /// What an admin's bundle says of an object that a source holds: a whole bundle that has it as
    /// it is changes nothing, so that what was exported can be applied.
    private void foreign(Declared desired, AppliedObject applied) {
        boolean force = mayForce(applied);
        if (!force && request.target().scope() != Scope.WHOLE) {
            conflict(desired, applied);
            return;
        }
        var comparison = compare(desired, applied, desired.canonical());
        if (!comparison.isDifferent()) {
            changes.add(new Change.Skip(applied, comparison.note(), null));
        } else if (force) {
            changes.add(
                    new Change.Update(
                            desired,
                            applied,
                            comparison.target(),
                            comparison.diff(),
                            Change.Cause.FORCE));
        } else {
            conflict(desired, applied);
        }
    }

    private void removed(@Nullable AppliedObject applied) {
        if (applied == null) {
            return;
        }
        if (applied.owner().equals(request.owner()) || mayAdopt(applied) || mayForce(applied)) {
            deletes.add(new Change.Delete(applied));
        } else {
            conflict(null, applied);
        }
    }

    /// What the owner has and no longer declares. An admin applies parts: what else an admin owns
    /// is not said to be left over.
    private int undeclared() {
        boolean prune = request.options().prune();
        if (!prune && request.owner().equals(Owner.ADMIN)) {
            return 0;
        }
        int pruned = 0;
        for (var applied : request.base().objects().values()) {
            if (!applied.owner().equals(request.owner())
                    || request.target().objects().containsKey(applied.key())
                    || request.target().removals().contains(applied.key())) {
                continue;
            }
            if (!prune) {
                changes.add(new Change.Skip(applied, Change.Note.ORPHAN, null));
            } else if (isKeptByLifecycle(applied)) {
                changes.add(new Change.Skip(applied, Change.Note.PRUNE_DISABLED, null));
            } else {
                deletes.add(new Change.Delete(applied));
                pruned++;
            }
        }
        return pruned;
    }

    private static boolean isKeptByLifecycle(AppliedObject applied) {
        return applied.current().tree().at("/lifecycle/prune").asString("").equals("disabled");
    }

    private void conflict(@Nullable Declared desired, AppliedObject applied) {
        changes.add(new Change.Conflict(desired, applied));
        problems.error(
                Code.OWNERSHIP_CONFLICT,
                desired == null ? Position.of(applied.key().toString()) : desired.position(),
                "%s belongs to %s, declared at %s (expected: owner %s)"
                        .formatted(
                                applied.key(), applied.owner(), applied.origin(), request.owner()),
                advice(applied));
    }

    private String advice(AppliedObject applied) {
        if (isAdoptable(applied)) {
            return "take it over with --adopt, or adopt: true of a source; or leave it out here, as"
                    + " export --owner "
                    + request.owner()
                    + " does";
        }
        if (request.owner().equals(Owner.ADMIN) && !applied.owner().equals(Owner.STATIC)) {
            return "change it there, or here by --force with --reason";
        }
        return "remove it there, or leave it out here, as export --owner "
                + request.owner()
                + " does";
    }

    private Comparison compare(Declared desired, AppliedObject applied, CanonicalObject wanted) {
        var canonical = desired.canonical();
        var declared = canonical.secrets().keySet();
        var secrets =
                SecretPlan.between(
                        applied.current(),
                        ignored.withoutSecrets(canonical, applied),
                        pointer ->
                                kept.isKept(applied.key(), pointer, declared)
                                        || ignored.covers(applied, pointer),
                        request.digests());
        reportUnknown(desired, secrets);
        return Comparison.of(applied.current(), wanted, secrets);
    }

    private void reportUnknown(Declared desired, SecretPlan secrets) {
        secrets.unknown()
                .forEach(reference ->
                        problems.error(
                                Code.SECRET_UNKNOWN,
                                desired.position(),
                                "%s: %s is not set and the gateway holds no value to keep"
                                        .formatted(desired.key(), reference),
                                "set the variable where the bundle is read"));
    }
}
