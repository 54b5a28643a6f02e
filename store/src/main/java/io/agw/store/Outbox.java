package io.agw.store;

import java.time.Instant;
import java.util.List;

/// Events in the order in which they happened. At least the newest {@link #KEPT} are kept.
/// Thread-safe.
public interface Outbox {
    /// How many events are kept at least.
    int KEPT = 10_000;

    void append(EventDraft event);

    /// Events with an id above `after`, oldest first.
    List<Event> after(long after, int limit);

    /// Id of the newest event, 0 when there was none.
    long lastId();

    /// An event as stored.
    ///
    /// @param id rises with every event
    record Event(long id, Instant at, EventDraft draft) {}
}
