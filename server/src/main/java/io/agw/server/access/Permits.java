package io.agw.server.access;

import io.agw.bundle.model.NamePattern;
import io.agw.server.admission.holder.Holder;
import io.agw.server.admission.holder.HolderType;
import io.agw.store.AccessRecords;
import io.agw.store.StoreException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// All permits. Written down before they count, and read without a lock; one has ended when its
/// time is over, whoever looks. Thread-safe.
public final class Permits {
    private final AccessRecords records;
    private final InstantSource clock;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile List<Permit> permits = List.of();

    /// @param records borrowed
    public Permits(AccessRecords records, InstantSource clock) {
        this.records = records;
        this.clock = clock;
    }

    /// Reads what was written before.
    ///
    /// @throws StoreException when that cannot be
    public void start() {
        permits = records.permits().stream().flatMap(each -> read(each).stream()).toList();
    }

    private static Optional<Permit> read(AccessRecords.Permit written) {
        return HolderType.ofWord(written.kind())
                .flatMap(type ->
                        Sort.ofWord(written.sort())
                                .map(sort ->
                                        new Permit(
                                                written.id(),
                                                new Holder(type, written.subject()),
                                                sort,
                                                written.pattern(),
                                                written.reason(),
                                                written.actor(),
                                                written.since(),
                                                written.until())));
    }

    /// Every permit that there is now, the oldest first.
    public List<Permit> list() {
        var now = clock.instant();
        return permits.stream().filter(permit -> permit.isOn(now)).toList();
    }

    /// Gives one.
    ///
    /// @throws StoreException when it cannot be written down; nothing has changed then
    public void add(Permit permit) {
        writing.lock();
        try {
            records.add(
                    new AccessRecords.Permit(
                            permit.id(),
                            permit.holder().type().word(),
                            permit.holder().id(),
                            permit.sort().word(),
                            permit.pattern(),
                            permit.reason(),
                            permit.actor(),
                            permit.since(),
                            permit.until()));
            permits = Stream.concat(list().stream(), Stream.of(permit)).toList();
        } finally {
            writing.unlock();
        }
    }

    /// Takes one back, from the next request on.
    ///
    /// @return whether there was one
    /// @throws StoreException when it cannot be written down; nothing has changed then
    public boolean remove(String id) {
        writing.lock();
        try {
            boolean present = list().stream().anyMatch(permit -> permit.id().equals(id));
            if (present) {
                records.remove(id);
                permits = list().stream().filter(permit -> !permit.id().equals(id)).toList();
            }
            return present;
        } finally {
            writing.unlock();
        }
    }

    /// Whether a caller has leave to use something.
    boolean lift(Caller caller, Sort sort, String name) {
        var all = permits;
        if (all.isEmpty()) {
            return false;
        }
        var now = clock.instant();
        return all.stream()
                .filter(permit -> permit.sort() == sort && permit.isOn(now))
                .filter(permit -> NamePattern.matches(permit.pattern(), name))
                .anyMatch(permit -> permit.isFor(caller));
    }
}
