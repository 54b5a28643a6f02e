package io.agw.bundle.plan;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.plan.FieldDiff.Sensitive;
import io.agw.bundle.plan.FieldDiff.Verdict;
import io.agw.bundle.plan.PlanRequest.SecretDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The secrets of one object: what stands in the store afterwards, and what of it is a difference.
final class SecretPlan {
    private final @Nullable SecretDigest digests;
    private final SortedMap<String, SecretValue> target = new TreeMap<>();
    private final List<FieldDiff> diff = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private boolean referencesMoved;

    private SecretPlan(@Nullable SecretDigest digests) {
        this.digests = digests;
    }

    /// The secrets of an object that is not applied yet.
    static SecretPlan of(CanonicalObject desired) {
        var plan = new SecretPlan(null);
        desired.secrets().forEach((pointer, secret) -> plan.added(pointer, secret));
        return plan;
    }

    /// @param stays whether the applied secret at a pointer stays when none is declared there
    static SecretPlan between(
            CanonicalObject applied,
            CanonicalObject desired,
            Predicate<String> stays,
            @Nullable SecretDigest digests) {
        var plan = new SecretPlan(digests);
        var pointers = new TreeSet<String>();
        pointers.addAll(applied.secrets().keySet());
        pointers.addAll(desired.secrets().keySet());
        for (var pointer : pointers) {
            plan.pair(
                    pointer, applied.secrets().get(pointer), desired.secrets().get(pointer), stays);
        }
        return plan;
    }

    SortedMap<String, SecretValue> target() {
        return target;
    }

    /// What differs and what could not be compared, ordered by pointer.
    List<FieldDiff> diff() {
        return diff;
    }

    boolean isChanged() {
        return diff.stream()
                .anyMatch(field ->
                        field instanceof Sensitive(_, var verdict)
                                && verdict != Verdict.NOT_COMPARED);
    }

    /// Whether equal secrets are given by other references than before.
    boolean referencesMoved() {
        return referencesMoved;
    }

    /// References that are neither set nor stored, so that nothing is known to use.
    List<String> unknown() {
        return unknown;
    }

    private void pair(
            String pointer,
            @Nullable SecretValue applied,
            @Nullable SecretValue desired,
            Predicate<String> stays) {
        if (applied == null) {
            added(pointer, Objects.requireNonNull(desired));
        } else if (desired == null && stays.test(pointer)) {
            target.put(pointer, applied);
        } else if (desired == null) {
            differs(pointer, Verdict.REMOVED);
        } else {
            both(pointer, applied, desired);
        }
    }

    private void added(String pointer, SecretValue desired) {
        target.put(pointer, desired);
        if (desired instanceof SecretValue.Unset(var reference)) {
            unknown.add(reference);
        } else {
            differs(pointer, Verdict.ADDED);
        }
    }

    private void both(String pointer, SecretValue applied, SecretValue desired) {
        if (desired instanceof SecretValue.Unset || isStillReferred(applied, desired)) {
            target.put(pointer, applied);
            return;
        }
        var before = digest(applied);
        var after = digest(desired);
        if (before.isEmpty() || after.isEmpty()) {
            target.put(pointer, desired);
            diff.add(new Sensitive(pointer, Verdict.NOT_COMPARED));
        } else if (before.equals(after)) {
            target.put(pointer, new SecretValue.Stored(desired.reference(), after.get()));
            referencesMoved |= !Objects.equals(applied.reference(), desired.reference());
        } else {
            target.put(pointer, desired);
            differs(pointer, Verdict.CHANGED);
        }
    }

    /// A rollback brings back references, not values: where the reference is the same, today's
    /// value stays.
    private static boolean isStillReferred(SecretValue applied, SecretValue desired) {
        return desired instanceof SecretValue.Stored(var reference, _)
                && reference != null
                && reference.equals(applied.reference());
    }

    private void differs(String pointer, Verdict verdict) {
        diff.add(new Sensitive(pointer, digests == null ? Verdict.NOT_COMPARED : verdict));
    }

    private Optional<String> digest(SecretValue secret) {
        return switch (secret) {
            case SecretValue.Given(_, var text) ->
                    Optional.ofNullable(digests).map(digest -> digest.digest(text));
            case SecretValue.Stored(_, var digest) -> Optional.of(digest);
            case SecretValue.Unset _ -> Optional.empty();
        };
    }
}
