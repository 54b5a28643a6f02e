package io.agw.server.admission.pause;

import io.agw.server.admission.holder.Holder;
import io.agw.server.admission.holder.HolderType;
import io.agw.store.PauseRecords;
import io.agw.store.PauseRecords.Resumed;
import io.agw.store.Payer;
import io.agw.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// All pauses. Written down before they count, and read without a lock. One that ends by itself has
/// ended when its time is over, whoever looks. Thread-safe.
public final class Pauses {
    private static final String POLICY = "policy:";

    private final PauseRecords records;
    private final InstantSource clock;
    private final PauseWatcher watcher;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile Map<Holder, Pause> pauses = Map.of();
    private volatile Map<Limit, Resumed> resumed = Map.of();
    private final Set<Forgiven> forgiven = ConcurrentHashMap.newKeySet();

    /// @param records borrowed
    public Pauses(PauseRecords records, InstantSource clock, PauseWatcher watcher) {
        this.records = records;
        this.clock = clock;
        this.watcher = watcher;
    }

    /// Reads what was written before.
    ///
    /// @throws StoreException when that cannot be
    public void start() {
        var read = new HashMap<Holder, Pause>();
        for (var pause : records.pauses()) {
            HolderType.ofWord(pause.kind())
                    .map(type -> new Holder(type, pause.id()))
                    .ifPresent(holder -> read.put(holder, pause(holder, pause)));
        }
        pauses = Map.copyOf(read);
        remember(records.resumed());
    }

    private static Pause pause(Holder holder, PauseRecords.Pause written) {
        return new Pause(
                holder,
                written.origin(),
                written.reason(),
                written.actor(),
                written.since(),
                written.until());
    }

    /// The pause of somebody; null when there is none now.
    public @Nullable Pause of(Holder holder) {
        var pause = pauses.get(holder);
        return pause != null && pause.isOn(clock.instant()) ? pause : null;
    }

    /// The pause of the key or the agent of a turn; null when there is none now.
    public @Nullable Pause of(Payer payer) {
        if (pauses.isEmpty()) {
            return null;
        }
        var pause = of(HolderType.VIRTUAL_KEY, payer.keyId());
        return pause == null ? of(HolderType.AGENT, payer.agent()) : pause;
    }

    private @Nullable Pause of(HolderType type, @Nullable String id) {
        return id == null ? null : of(new Holder(type, id));
    }

    /// Every pause that there is now, by whom it is for.
    public List<Pause> list() {
        var now = clock.instant();
        return pauses.values().stream()
                .filter(pause -> pause.isOn(now))
                .sorted(Comparator.comparing(pause -> pause.holder().toString()))
                .toList();
    }

    /// Pauses somebody from now on, as an operator says. Somebody who is paused stays so since
    /// then; the rest is as the last one says.
    ///
    /// @param until when it ends by itself; null for never
    /// @throws StoreException when it cannot be written down; nothing has changed then
    public void byHand(Holder holder, Told told, @Nullable Instant until) {
        writing.lock();
        try {
            var present = of(holder);
            var since = present == null ? clock.instant() : present.since();
            write(new Pause(holder, Pause.MANUAL, told.reason(), told.actor(), since, until));
        } finally {
            writing.unlock();
        }
    }

    /// Pauses somebody from now on, as a policy says, who is not paused. Does nothing when somebody
    /// ended such a pause by hand and its policy's condition has held ever since: a pause that
    /// comes back at once could not be ended.
    ///
    /// @param duration null until somebody resumes it
    /// @return whether it is paused by this
    /// @throws StoreException when it cannot be written down; nothing has changed then
    public boolean byPolicy(
            Holder holder, String policyId, String message, @Nullable Duration duration) {
        var origin = POLICY + policyId;
        writing.lock();
        try {
            if (of(holder) != null || forgiven.contains(new Forgiven(holder, origin))) {
                return false;
            }
            var now = clock.instant();
            var until = duration == null ? null : now.plus(duration);
            write(new Pause(holder, origin, message, "", now, until));
            return true;
        } finally {
            writing.unlock();
        }
    }

    /// The condition of a policy does not hold, so that it may pause again whom somebody resumed.
    public void calm(Holder holder, String policyId) {
        if (!forgiven.isEmpty()) {
            forgiven.remove(new Forgiven(holder, POLICY + policyId));
        }
    }

    /// Whom a policy does not pause for now.
    private record Forgiven(Holder holder, String origin) {}

    private void write(Pause pause) {
        var holder = pause.holder();
        if (pause.equals(pauses.get(holder))) {
            return;
        }
        records.pause(
                new PauseRecords.Pause(
                        holder.type().word(),
                        holder.id(),
                        pause.origin(),
                        pause.reason(),
                        pause.actor(),
                        pause.since(),
                        pause.until()));
        var next = new HashMap<>(pauses);
        next.put(holder, pause);
        pauses = Map.copyOf(next);
        watcher.paused(pause);
    }

    /// Ends the pause of somebody, and those of budgets for as long as their windows last. Does
    /// nothing where there are none.
    ///
    /// @param ofBudgets the limits that pause it now
    /// @param actor who does it
    /// @throws StoreException when it cannot be written down; nothing has changed then
    public void resume(Holder holder, Collection<Resumed> ofBudgets, String actor) {
        writing.lock();
        try {
            var present = pauses.get(holder);
            if (present == null && ofBudgets.isEmpty()) {
                return;
            }
            records.resume(holder.type().word(), holder.id(), ofBudgets);
            var next = new HashMap<>(pauses);
            next.remove(holder);
            pauses = Map.copyOf(next);
            remember(ofBudgets);
            if (present != null && present.origin().startsWith(POLICY)) {
                forgiven.add(new Forgiven(holder, present.origin()));
            }
            boolean ended = present != null && present.isOn(clock.instant());
            if (ended || !ofBudgets.isEmpty()) {
                watcher.resumed(holder, actor);
            }
        } finally {
            writing.unlock();
        }
    }

    private void remember(Collection<Resumed> more) {
        var all = new HashMap<>(resumed);
        for (var each : more) {
            all.put(new Limit(each.budgetId(), each.holder(), each.window(), each.measure()), each);
        }
        resumed = Map.copyOf(all);
    }

    /// Whether somebody has ended the pause that a limit brings, for the window that is now.
    ///
    /// @param most what the limit is; when it changes it pauses again
    /// @param now in seconds since 1970
    public boolean isResumed(Limit limit, long most, long now) {
        var found = resumed.get(limit);
        return found != null
                && found.most() == most
                && (found.until() == null || now < found.until().getEpochSecond());
    }

    /// What people are told of a pause.
    ///
    /// @param actor who does it
    public record Told(String reason, String actor) {}
}
