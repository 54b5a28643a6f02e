package io.agw.reconciler;

import io.agw.bundle.plan.Owner;
import io.agw.reconciler.loop.ConfiguredSource;
import io.agw.reconciler.loop.Desk;
import io.agw.reconciler.loop.Services;
import io.agw.reconciler.loop.SourceLoop;
import io.agw.reconciler.loop.Trigger;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// All sources of a process, each reconciled by a loop of its own: one that fails never holds up
/// another.
///
/// Thread-safe. Owns the loops, and through them the sources; the services are borrowed.
public final class Reconciler implements AutoCloseable {
    private final SortedMap<String, SourceLoop> loops = new TreeMap<>();
    private final SortedMap<String, Desk> desks = new TreeMap<>();

    /// Starts nothing yet.
    ///
    /// @throws io.agw.store.StoreException when what is known of a source cannot be read
    /// @throws IllegalArgumentException when two sources have one id
    public Reconciler(Collection<ConfiguredSource> sources, Services services) {
        for (var source : sources) {
            var id = source.owner().name();
            var loop = new SourceLoop(source, services);
            if (loops.put(id, loop) != null) {
                throw new IllegalArgumentException(
                        "source: \"" + id + "\" is there twice (expected: ids of their own)");
            }
            desks.put(id, new Desk(loop));
        }
    }

    /// Begins to reconcile.
    public void start() {
        loops.values().forEach(SourceLoop::start);
    }

    /// Whether every source has been looked at since the start.
    public boolean isSettled() {
        return loops.values().stream().allMatch(SourceLoop::isSettled);
    }

    /// Ids of all sources, sorted.
    public List<Owner> sources() {
        return loops.values().stream().map(SourceLoop::owner).toList();
    }

    /// What operators can do with a source; empty when there is none of that id.
    public Optional<Desk> source(String id) {
        return Optional.ofNullable(desks.get(id));
    }

    /// The status objects of all sources, by id.
    public List<ObjectNode> statuses() {
        return loops.values().stream().map(SourceLoop::status).toList();
    }

    /// A webhook was accepted for that source.
    public void hookCalled(String id) {
        var loop = loops.get(id);
        if (loop != null) {
            loop.trigger(Trigger.WEBHOOK);
        }
    }

    /// Ends all loops; what is being applied is finished first.
    @Override
    public void close() {
        loops.values().forEach(SourceLoop::close);
    }
}
