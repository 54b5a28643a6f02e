package io.agw.reconciler.status;

import io.agw.reconciler.status.Condition.About;
import io.agw.reconciler.status.Condition.State;
import io.agw.reconciler.status.Verdict.Said;
import io.agw.store.Revision;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What a source's status says. Mutable and not thread-safe: the source's loop guards it, and gives
/// out {@link #json}, which is a copy.
public final class StatusBoard {
    private final Identity identity;
    private final String fingerprint;
    private final Map<About, Condition> conditions = new EnumMap<>(About.class);
    private long generation = 1;
    private long attempts;
    private Phase phase = Phase.PENDING;
    private Marks marks = Marks.NONE;
    private Findings findings = Findings.NONE;
    private Failures failures = Failures.NONE;
    private String lastHandledRequest = "";
    private @Nullable Instant nextAttemptAt;

    /// The board of a source that nothing is known of.
    ///
    /// @param fingerprint changes when the source's settings do
    private StatusBoard(Identity identity, String fingerprint) {
        this.identity = identity;
        this.fingerprint = fingerprint;
    }

    /// The board as it was stored, or an empty one when nothing readable was.
    public static StatusBoard restored(
            Identity identity, String fingerprint, Optional<String> stored, Instant now) {
        var board = new StatusBoard(identity, fingerprint);
        stored.flatMap(StatusReading::parse).ifPresent(reading -> board.take(reading));
        if (!board.conditions.containsKey(About.READY)) {
            var said = new Said(Reason.PROGRESSING, "not looked at yet");
            board.state(About.READY, State.UNKNOWN, said, now);
        }
        return board;
    }

    private void take(StatusReading reading) {
        generation =
                reading.fingerprint().equals(fingerprint)
                        ? reading.generation()
                        : reading.generation() + 1;
        attempts = reading.attempts();
        phase = reading.phase();
        conditions.putAll(reading.conditions());
        conditions.remove(About.RECONCILING);
        marks = reading.marks();
        findings = reading.findings();
        failures = reading.failures();
        lastHandledRequest = reading.lastHandledRequest();
    }

    /// Takes over the newest apply when the board was stored before it: the log of applies is
    /// written with the apply, the board after it, and the process may end in between.
    public void catchUp(Revision newest) {
        var logged = Marks.Applied.of(newest);
        var applied = marks.applied();
        if (applied == null || !applied.planId().equals(logged.planId())) {
            marks = marks.with(logged);
        }
    }

    /// An attempt has begun; returns its number.
    public long began(Instant now) {
        attempts++;
        state(About.RECONCILING, State.TRUE, new Said(Reason.PROGRESSING, "under way"), now);
        return attempts;
    }

    /// An attempt has ended.
    public void settle(Verdict verdict, Findings found, Instant now) {
        phase = verdict.phase();
        findings = found;
        state(About.READY, verdict.ready(), verdict.said(), now);
        for (var type : About.values()) {
            var said = verdict.raised().get(type);
            if (said != null) {
                state(type, State.TRUE, said, now);
            } else if (type != About.READY) {
                conditions.remove(type);
            }
        }
    }

    /// An attempt was not made, or ended without saying anything about the source.
    public void rest(Phase at) {
        phase = at;
        conditions.remove(About.RECONCILING);
    }

    private void state(About type, State state, Said said, Instant now) {
        var before = conditions.get(type);
        var since =
                before != null && before.state() == state
                        ? before.since()
                        : now.truncatedTo(ChronoUnit.SECONDS);
        conditions.put(
                type, new Condition(type, state, said.reason(), said.message(), since, generation));
    }

    public Phase phase() {
        return phase;
    }

    public long generation() {
        return generation;
    }

    public Optional<Condition> condition(About type) {
        return Optional.ofNullable(conditions.get(type));
    }

    public Marks marks() {
        return marks;
    }

    public void mark(Marks newer) {
        marks = newer;
    }

    public Findings findings() {
        return findings;
    }

    public Failures failures() {
        return failures;
    }

    public void failures(Failures now) {
        failures = now;
    }

    public void handled(String request) {
        lastHandledRequest = request;
    }

    public String lastHandledRequest() {
        return lastHandledRequest;
    }

    public @Nullable Instant nextAttemptAt() {
        return nextAttemptAt;
    }

    public void nextAttemptAt(@Nullable Instant at) {
        nextAttemptAt = at;
    }

    /// The status object as the Admin API answers it.
    ///
    /// @param control what operators have decided, which is part of what is shown
    public ObjectNode json(Control control, Instant now) {
        var writing = new StatusWriting(identity, generation);
        writing.state(phase, conditions.values());
        writing.control(control, now);
        writing.marks(marks);
        writing.findings(findings);
        writing.failures(failures);
        writing.schedule(lastHandledRequest, nextAttemptAt);
        return writing.root();
    }

    /// The text to store, from which {@link #restored} makes the same board.
    public String stored() {
        var root = json(Control.NONE, Instant.EPOCH);
        root.put("fingerprint", fingerprint);
        root.put("attempts", attempts);
        return root.toString();
    }

    /// What is worth storing about this board: the same text means that nothing happened but time.
    public String essence() {
        var root = json(Control.NONE, Instant.EPOCH);
        var status = (ObjectNode) root.get("status");
        status.withArray("conditions")
                .removeIf(it -> it.path("type").asString("").equals(About.RECONCILING.word()));
        status.remove("nextAttemptAt");
        status.remove("lastAttempted");
        for (var mark : List.of("lastFetched", "lastSynced")) {
            if (status.get(mark) instanceof ObjectNode reached) {
                reached.remove("at");
            }
        }
        return root.toString();
    }
}
