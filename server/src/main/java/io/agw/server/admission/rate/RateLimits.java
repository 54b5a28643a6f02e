package io.agw.server.admission.rate;

import io.agw.server.call.CallFailed;
import io.agw.server.call.Cancellation;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The counters of all limits. They outlive configurations: what was used stays used when a limit
/// changes. They live in memory, so that a restart begins with full buckets. Thread-safe.
///
/// A counter that is full and unused is forgotten when there are many. When there are too many all
/// the same, whoever comes besides shares one counter for each limit: names that somebody makes up
/// cost no memory and give no room.
public final class RateLimits {
    private static final int MOST = 50_000;
    private static final int FEW = 1_024;
    private static final String OTHERS = "_other";

    private final ConcurrentHashMap<Place, Counter> counters = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicInteger sweepAt = new AtomicInteger(FEW);
    private final LongSupplier nanos;
    private final int most;

    /// @param nanos the monotonic clock: `System::nanoTime`
    public RateLimits(LongSupplier nanos) {
        this(nanos, MOST);
    }

    RateLimits(LongSupplier nanos, int most) {
        this.nanos = nanos;
        this.most = most;
    }

    /// Lets a turn in, at once or after a while in the queue.
    ///
    /// @param holder whose use it is
    /// @throws CallFailed when the turn was given up while it waited
    public Entry enter(Rule rule, String holder, Wanted wanted, Cancellation cancellation)
            throws CallFailed {
        while (true) {
            var entry = counter(rule, holder).enter(rule, wanted, cancellation);
            if (entry != null) {
                return entry;
            }
        }
    }

    private Counter counter(Rule rule, String holder) {
        var place = new Place(rule.id(), holder);
        var counter = counters.get(place);
        if (counter != null) {
            return counter;
        }
        if (size.get() >= sweepAt.get()) {
            sweep();
        }
        return create(size.get() < most ? place : new Place(rule.id(), OTHERS), rule);
    }

    private Counter create(Place place, Rule rule) {
        return counters.computeIfAbsent(
                place,
                _ -> {
                    size.incrementAndGet();
                    return new Counter(rule, nanos);
                });
    }

    /// Forgets those that a new one would be just like.
    private synchronized void sweep() {
        if (size.get() < sweepAt.get()) {
            return; // somebody else just has
        }
        counters.forEach((place, counter) -> {
            if (counter.discardIfUnused() && counters.remove(place, counter)) {
                size.decrementAndGet();
            }
        });
        // at the bound a sweep for each newcomer would find little and cost much
        sweepAt.set(Math.max(FEW, size.get() + Math.max(FEW, size.get() / 2)));
    }

    /// How a counter stands; null when nothing of it is used.
    public @Nullable Standing standing(String limitId, String holder) {
        var counter = counters.get(new Place(limitId, holder));
        return counter == null ? null : counter.standing();
    }

    /// The counters of a limit, in the order of their holders.
    ///
    /// @param most of them
    public List<View> views(String limitId, int most) {
        return counters.entrySet().stream()
                .filter(each -> each.getKey().limitId().equals(limitId))
                .sorted(Comparator.comparing(each -> each.getKey().holder()))
                .limit(most)
                .map(each -> new View(each.getKey(), each.getValue().standing()))
                .toList();
    }

    /// A counter as operators see it.
    public record View(Place place, Standing standing) {}
}
