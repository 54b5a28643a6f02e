package io.agw.store;

import java.time.Instant;
import java.util.List;

/// Events in the order in which they happened, kept until delivered. Thread-safe.
public interface Outbox {
    void append(EventDraft event);

    /// Events with an id above `after`, oldest first.
    List<Event> after(long after, int limit);

    /// An event as stored.
    record Event(long id, Instant at, EventDraft draft) {}
}
