package io.agw.reconciler.apply;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.canonical.Declared;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.plan.AppliedObject;
import io.agw.bundle.plan.Change;
import io.agw.bundle.plan.Origin;
import io.agw.store.Changeset;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Stream;

/// A plan's changes as rows to write.
final class Writes {
    private final ApplyRequest request;
    private final SortedMap<ObjectKey, CanonicalObject> targets;
    private final Instant at;

    Writes(ApplyRequest request, SortedMap<ObjectKey, CanonicalObject> targets, Instant at) {
        this.request = request;
        this.targets = targets;
        this.at = at;
    }

    List<Changeset.Write> of(List<Change> changes) {
        return changes.stream().flatMap(this::of).toList();
    }

    private Stream<Changeset.Write> of(Change change) {
        return switch (change) {
            case Change.Create(var desired, _) ->
                    Stream.of(
                            new Changeset.Put(
                                    target(desired.key()),
                                    request.owner(),
                                    origin(desired),
                                    0,
                                    null,
                                    true));
            case Change.Update update -> Stream.of(update(update));
            case Change.Adopt(var desired, var applied, _, var diff) ->
                    Stream.of(
                            new Changeset.Put(
                                    target(desired.key()),
                                    request.owner(),
                                    origin(desired),
                                    applied.resourceVersion(),
                                    null,
                                    !diff.isEmpty()));
            case Change.Skip(var applied, _, var refresh) ->
                    Stream.ofNullable(refresh).map(noted -> refresh(applied, noted));
            case Change.Delete(var applied) ->
                    Stream.of(new Changeset.Remove(applied.key(), applied.resourceVersion()));
            case Change.Conflict(_, var applied) ->
                    throw new IllegalStateException(applied.key() + ": a conflict is not written");
        };
    }

    /// A forced write changes the object and nothing about whose it is or where it is declared.
    private Changeset.Put update(Change.Update update) {
        var applied = update.applied();
        boolean forced = update.cause() == Change.Cause.FORCE;
        return new Changeset.Put(
                target(update.key()),
                applied.owner(),
                forced ? applied.origin() : origin(update.desired()),
                applied.resourceVersion(),
                forced ? override() : null,
                true);
    }

    private Changeset.Put refresh(AppliedObject applied, Change.Refresh refresh) {
        return new Changeset.Put(
                refresh.target(),
                applied.owner(),
                refresh.origin(),
                applied.resourceVersion(),
                null,
                false);
    }

    private AppliedObject.Overridden override() {
        return new AppliedObject.Overridden(
                request.requester().actor(),
                at.truncatedTo(ChronoUnit.SECONDS).toString(),
                request.purpose().reason());
    }

    private CanonicalObject target(ObjectKey key) {
        return Objects.requireNonNull(targets.get(key), () -> key + " has no target");
    }

    private Origin origin(Declared desired) {
        var position = desired.position();
        return new Origin(position.file(), position.line(), request.target().revision());
    }
}
