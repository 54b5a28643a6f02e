package io.agw.server.dialect;

import java.util.Arrays;

/// The words of a stream so far, from which its tokens can be guessed where nobody counted them.
/// Four bytes of words are a token, and each piece that says anything is one at least, for most
/// vendors send a token at a time. So a guess is never less than a quarter of the words' bytes, and
/// never more than four times that. Not thread-safe.
final class EventCount {
    private static final int BYTES_PER_TOKEN = 4;
    private static final int MOST_ITEMS = 4_096;

    private final EventWords words = new EventWords();
    private long[] items = new long[4];
    private long pieces;

    /// An event that says more.
    ///
    /// @param data JSON at `[from, to)`
    void add(byte[] data, int from, int to) {
        long size = words.read(data, from, to);
        if (size > 0) {
            int item = item(); // which may make room first
            pieces++;
            items[item] += size;
        }
    }

    /// An event that says all of an item again, or for the first time where its vendor tells of it
    /// at its end alone.
    void addWhole(byte[] data, int from, int to) {
        long size = words.read(data, from, to);
        int item = item();
        items[item] = Math.max(items[item], size);
    }

    long tokens() {
        return Math.max(pieces, Math.ceilDiv(Arrays.stream(items).sum(), BYTES_PER_TOKEN));
    }

    private int item() {
        int item = Math.min(words.index(), MOST_ITEMS - 1);
        if (item >= items.length) {
            items = Arrays.copyOf(items, Math.max(item + 1, 2 * items.length));
        }
        return item;
    }
}
