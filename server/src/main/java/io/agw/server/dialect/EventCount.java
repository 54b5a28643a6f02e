package io.agw.server.dialect;

/// Sizes of a stream's events, from which its tokens can be guessed. Not thread-safe.
final class EventCount {
    private static final int BYTES_PER_TOKEN = 4;

    private long events;
    private long bytes;
    private int smallest = Integer.MAX_VALUE;

    void add(int size) {
        events++;
        bytes += size;
        smallest = Math.min(smallest, size);
    }

    /// One token an event, or four bytes of content, which is what the events are larger than the
    /// smallest of them.
    long tokens() {
        return events == 0 ? 0 : Math.max(events, (bytes - events * smallest) / BYTES_PER_TOKEN);
    }
}
