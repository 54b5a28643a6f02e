package io.agw.bundle.validate;

import io.agw.bundle.canonical.Declared;
import io.agw.bundle.model.BundleObject;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.plan.AppliedObject;
import io.agw.bundle.plan.Change;
import io.agw.bundle.plan.Plan;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.shape.Referrals;
import io.agw.bundle.shape.Referrals.Referral;
import io.agw.bundle.shape.Shapes;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Checks the state that a plan leads to, over the objects of all owners: nothing that the plan
/// writes refers to what does not exist, nothing that it deletes is still referred to, and the
/// rules across objects hold, as do those of the day. Stateless and thread-safe.
public final class CandidateCheck {
    private static final Set<Kind> SHARED =
            EnumSet.of(
                    Kind.PROVIDER,
                    Kind.MANAGED_MODEL,
                    Kind.AGENT,
                    Kind.MODEL_PRICING,
                    Kind.TEAM,
                    Kind.RATE_LIMIT,
                    Kind.GUARDRAIL,
                    Kind.CACHE,
                    Kind.BUDGET,
                    Kind.CIRCUIT_BREAKER,
                    Kind.LLM_ROUTE,
                    Kind.MCP_ROUTE,
                    Kind.ACP_ROUTE,
                    Kind.VIRTUAL_KEY);

    private final Shapes shapes;
    private final ShippedPrices shipped = new ShippedPrices();
    private final InstantSource clock;
    private final Optional<OfflineCheck.Strictness> absent;

    /// For a gateway, whose state is all there is.
    public CandidateCheck(Shapes shapes, InstantSource clock) {
        this(shapes, clock, Optional.empty());
    }

    /// For an export, which may hold a part of a gateway: a family that it lacks may stand there.
    public CandidateCheck(Shapes shapes, InstantSource clock, OfflineCheck.Strictness absent) {
        this(shapes, clock, Optional.of(absent));
    }

    private CandidateCheck(
            Shapes shapes, InstantSource clock, Optional<OfflineCheck.Strictness> absent) {
        this.shapes = shapes;
        this.clock = clock;
        this.absent = absent;
    }

    /// What the plan would break; goes into the plan by {@link Plan#with}.
    ///
    /// @param candidate every object as it is after the plan
    /// @param applied every object as it is before the plan
    public List<Problem> check(
            Plan plan,
            SortedMap<ObjectKey, BundleObject> candidate,
            SortedMap<ObjectKey, AppliedObject> applied) {
        var written = new TreeMap<ObjectKey, Declared>();
        var deleted = new TreeMap<ObjectKey, AppliedObject>();
        for (var change : plan.changes()) {
            switch (change) {
                case Change.Create(var desired, _) -> written.put(desired.key(), desired);
                case Change.Update(var desired, _, _, _, _) -> written.put(desired.key(), desired);
                case Change.Adopt(var desired, _, _, _) -> written.put(desired.key(), desired);
                case Change.Delete(var object) -> deleted.put(object.key(), object);
                case Change.Skip _, Change.Conflict _ -> {}
            }
        }
        var problems = new Problems();
        var families = families(candidate, applied);
        var now = clock.instant();
        for (var desired : written.values()) {
            dangling(desired, candidate.keySet(), families, problems);
            KeyRules.report(desired, now, problems);
        }
        if (!deleted.isEmpty()) {
            for (var entry : applied.entrySet()) {
                var object = candidate.get(entry.getKey());
                if (object != null && !written.containsKey(entry.getKey())) {
                    referrals(object).stream()
                            .filter(referral -> !Dangling.exists(referral, candidate.keySet()))
                            .forEach(referral ->
                                    blocked(entry.getValue(), referral, deleted, problems));
                }
            }
        }
        if (written.keySet().stream().anyMatch(key -> SHARED.contains(key.kind()))) {
            shared(written, candidate, applied, problems);
        }
        return problems.sorted();
    }

    /// The kinds of which at least one object is known; for a gateway, all of them.
    private Set<Kind> families(
            SortedMap<ObjectKey, BundleObject> candidate,
            SortedMap<ObjectKey, AppliedObject> applied) {
        if (absent.isEmpty()) {
            return EnumSet.allOf(Kind.class);
        }
        var families = EnumSet.noneOf(Kind.class);
        candidate.keySet().forEach(key -> families.add(key.kind()));
        applied.keySet().forEach(key -> families.add(key.kind()));
        return families;
    }

    private void dangling(
            Declared desired, Set<ObjectKey> keys, Set<Kind> families, Problems problems) {
        for (var referral : referrals(desired.object())) {
            if (Dangling.exists(referral, keys)) {
                continue;
            }
            if (absent.isEmpty() || families.containsAll(referral.kinds())) {
                Dangling.report(desired, referral, keys, problems);
            } else {
                Dangling.unchecked(desired, referral, absent.get(), problems);
            }
        }
    }

    private List<Referral> referrals(BundleObject object) {
        return Referrals.of(shapes.of(object.key().kind()), object);
    }

    /// Something that stays refers to what the plan deletes.
    private static void blocked(
            AppliedObject referrer,
            Referral referral,
            Map<ObjectKey, AppliedObject> deleted,
            Problems problems) {
        for (var kind : referral.kinds()) {
            var object = deleted.get(new ObjectKey(kind, referral.id()));
            if (object != null) {
                problems.error(
                        Code.DELETE_BLOCKED,
                        position(object),
                        "%s cannot be deleted: %s of %s refers to it by %s (expected: no referrer)"
                                .formatted(
                                        object.key(),
                                        referrer.key(),
                                        referrer.owner(),
                                        Report.path(referral.pointer())),
                        referrer.key() + " is at " + referrer.origin());
            }
        }
    }

    private void shared(
            Map<ObjectKey, Declared> written,
            SortedMap<ObjectKey, BundleObject> candidate,
            SortedMap<ObjectKey, AppliedObject> applied,
            Problems problems) {
        var placed =
                candidate.values().stream()
                        .filter(object -> SHARED.contains(object.key().kind()))
                        .map(object -> placed(object, written, applied))
                        .toList();
        new SharedRules(placed, shipped).report(problems, written::containsKey);
    }

    private static Placed placed(
            BundleObject object,
            Map<ObjectKey, Declared> written,
            SortedMap<ObjectKey, AppliedObject> applied) {
        var desired = written.get(object.key());
        if (desired != null) {
            return Placed.of(desired);
        }
        var stored = applied.get(object.key());
        if (stored == null) {
            throw new IllegalArgumentException(
                    object.key() + " is in the candidate, but neither applied nor written");
        }
        var at = position(stored);
        return new Placed(object, _ -> at, stored.origin() + " of " + stored.owner());
    }

    private static Position position(AppliedObject applied) {
        var origin = applied.origin();
        return origin.line() == 0
                ? Position.of(origin.file())
                : new Position(origin.file(), origin.line(), 1);
    }
}
