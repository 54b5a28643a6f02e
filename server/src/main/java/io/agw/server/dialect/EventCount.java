package io.agw.server.dialect;

/// Sizes of a stream's events that say something, from which its tokens can be guessed. Not
/// thread-safe.
final class EventCount {
    private static final int BYTES_PER_TOKEN = 4;

    /// An event of no more bytes is not looked into: streams have many of them.
    private static final int SMALL = 256;

    /// A text that is no longer may be an id or a model's name.
    private static final int LONGEST_NAME = 64;

    private long events;
    private long bytes;
    private int smallest = Integer.MAX_VALUE;
    private long words;

    /// @param data JSON at `[from, to)`
    void add(byte[] data, int from, int to) {
        if (!addLarge(data, from, to)) {
            int size = to - from;
            events++;
            bytes += size;
            smallest = Math.min(smallest, size);
        }
    }

    /// One that ends an answer, of another frame than those before it.
    void addLast(byte[] data, int from, int to) {
        addLarge(data, from, to);
    }

    /// Whether it is one that is looked into.
    private boolean addLarge(byte[] data, int from, int to) {
        int text = to - from > SMALL ? longestText(data, from, to) : 0;
        if (text > LONGEST_NAME) {
            words += text;
        }
        return text > LONGEST_NAME;
    }

    /// Four bytes of words are a token. Of small events, those by which they are larger than the
    /// smallest of them, and one token at least.
    long tokens() {
        long small =
                events == 0 ? 0 : Math.max(events, (bytes - events * smallest) / BYTES_PER_TOKEN);
        return small + Math.ceilDiv(words, BYTES_PER_TOKEN);
    }

    private static int longestText(byte[] data, int from, int to) {
        int longest = 0;
        int begin = -1;
        for (int i = from; i < to; i++) {
            if (data[i] == '\\') {
                i++;
            } else if (data[i] == '"') {
                if (begin >= 0) {
                    longest = Math.max(longest, i - begin);
                }
                begin = begin < 0 ? i + 1 : -1;
            }
        }
        return longest;
    }
}
