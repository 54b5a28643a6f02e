package io.agw.server.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;

/// How much of one event of a stream is words: what the model says, thinks, or gives a tool, by the
/// names that vendors have for it, and in bytes of UTF-8 as they read when their JSON is read. The
/// shape around them, ids, signatures and whatever is quoted from elsewhere are none. Looks from
/// quote to quote, so that a long text costs little. Not thread-safe.
final class EventWords {
    private static final int NONE = 0;
    private static final int WORDS = 1;
    private static final int TEXT = 2;
    private static final int REASONING = 3;
    private static final int REASONING_CONTENT = 4;
    private static final int INDEX = 5;
    private static final int QUOTED = 6;
    private static final int ARGUMENTS = 7;
    private static final int KINDS = 8;
    private static final int EMPTY = 2;
    private static final int LONGEST_HEAD = 1_024;
    private static final byte[] NO_HEAD = {};

    /// Names by their length: an event has a dozen of names, of which one or two are meant.
    private static final Name[][] NAMES =
            byLength(
                    new Name("delta", WORDS),
                    new Name("content", WORDS),
                    new Name("thinking", WORDS),
                    new Name("refusal", WORDS),
                    new Name("arguments", WORDS),
                    new Name("partial_json", WORDS),
                    new Name("input", ARGUMENTS),
                    new Name("args", ARGUMENTS),
                    new Name("text", TEXT),
                    new Name("reasoning", REASONING),
                    new Name("reasoning_content", REASONING_CONTENT),
                    new Name("output_index", INDEX),
                    new Name("annotations", QUOTED),
                    new Name("groundingMetadata", QUOTED),
                    new Name("citationMetadata", QUOTED));

    private final long[] sizes = new long[KINDS];
    private int index;

    /// What stood before the words of an event: that of the next is mostly the same, byte by byte.
    private byte[] head = NO_HEAD;

    private int headKind;
    private int headIndex;

    /// Some vendors tell thoughts in several members at once: those count once.
    ///
    /// @param data JSON at `[from, to)`
    /// @return bytes of words
    long read(byte[] data, int from, int to) {
        Arrays.fill(sizes, 0);
        boolean known = head.length > 0 && Octets.begin(data, from, to - 1, head);
        index = known ? headIndex : 0;
        int behind = known ? take(headKind, data, from + head.length, to) : from;
        boolean first = !known;
        int at = Octets.stringEnd(data, behind, to);
        while (at < to) {
            int end = stringEnd(data, at + 1, to);
            int value = value(data, end + 1, to);
            int kind = value < to ? kind(data, at + 1, end) : NONE;
            if (first && kind != NONE && data[value] == '"') {
                remember(kind, data, from, value);
            }
            first &= kind == NONE || data[value] != '"';
            int next = kind == NONE ? end + 1 : take(kind, data, value, to);
            at = Octets.stringEnd(data, next, to);
        }
        return sizes[WORDS]
                + sizes[ARGUMENTS]
                + Math.max(sizes[TEXT], Math.max(sizes[REASONING], sizes[REASONING_CONTENT]));
    }

    /// Takes note of what stands before a string, when nothing of it has counted.
    private void remember(int kind, byte[] data, int from, int value) {
        boolean counted = Arrays.stream(sizes).anyMatch(size -> size > 0);
        boolean fits = !counted && value - from <= LONGEST_HEAD;
        head = fits ? Arrays.copyOfRange(data, from, value) : NO_HEAD;
        headKind = kind;
        headIndex = index;
    }

    /// The `output_index` of what was read last; 0 when it has none.
    int index() {
        return index;
    }

    /// @return where to go on
    private int take(int kind, byte[] data, int value, int to) {
        return switch (data[value]) {
            case '"' -> {
                int end = stringEnd(data, value + 1, to);
                sizes[kind] += size(data, value + 1, end);
                yield end + 1;
            }
            case '{', '[' -> {
                if (kind != ARGUMENTS && kind != QUOTED) {
                    yield value;
                }
                int end = closing(data, value, to);
                sizes[kind] += end - value > EMPTY ? end - value : 0;
                yield end;
            }
            default -> {
                if (kind == INDEX) {
                    index = number(data, value, to);
                }
                yield value;
            }
        };
    }

    /// The value behind a string that is a name; `to` when it is none.
    private static int value(byte[] data, int from, int to) {
        int colon = blank(data, from, to);
        return colon < to && data[colon] == ':' ? blank(data, colon + 1, to) : to;
    }

    private static int blank(byte[] data, int from, int to) {
        int i = from;
        while (i < to
                && (data[i] == ' ' || data[i] == '\t' || data[i] == '\n' || data[i] == '\r')) {
            i++;
        }
        return i;
    }

    private static int kind(byte[] data, int from, int to) {
        int length = to - from;
        if (length < NAMES.length) {
            for (var name : NAMES[length]) {
                if (name.text[0] == data[from]
                        && Arrays.equals(data, from, to, name.text, 0, length)) {
                    return name.kind;
                }
            }
        }
        return NONE;
    }

    /// The quote that ends a string; `to` when there is none.
    private static int stringEnd(byte[] data, int from, int to) {
        int i = Octets.stringEnd(data, from, to);
        while (i < to && data[i] == '\\') {
            i = Octets.stringEnd(data, Math.min(i + 2, to), to);
        }
        return i;
    }

    /// Behind the bracket that closes the one at `from`; `to` when there is none.
    private static int closing(byte[] data, int from, int to) {
        int depth = 0;
        for (int i = from; i < to; i++) {
            switch (data[i]) {
                case '"' -> i = stringEnd(data, i + 1, to);
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {}
            }
            if (depth == 0) {
                return i + 1;
            }
        }
        return to;
    }

    private static int number(byte[] data, int from, int to) {
        int number = 0;
        for (int i = from; i < to && data[i] >= '0' && data[i] <= '9' && number < 100_000; i++) {
            number = 10 * number + data[i] - '0';
        }
        return number;
    }

    /// Bytes of a string without its escapes.
    private static long size(byte[] data, int from, int to) {
        long size = 0;
        int i = from;
        while (i < to) {
            int end = Octets.stringEnd(data, i, to);
            size += end - i;
            i = end;
            if (i < to) {
                boolean isUnicode = i + 1 < to && data[i + 1] == 'u';
                size += isUnicode ? escaped(data, i + 2, Math.min(i + 6, to)) : 1;
                i += isUnicode ? 6 : 2;
            }
        }
        return size;
    }

    /// A half of a pair is half of its four bytes.
    private static int escaped(byte[] data, int from, int to) {
        int code = 0;
        for (int i = from; i < to; i++) {
            code = 16 * code + Math.max(0, Character.digit(data[i], 16));
        }
        boolean isHalf = code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
        return code < 0x80 ? 1 : code < 0x800 || isHalf ? 2 : 3;
    }

    private static Name[][] byLength(Name... names) {
        int longest = Arrays.stream(names).mapToInt(name -> name.text.length).max().orElse(0);
        return IntStream.rangeClosed(0, longest)
                .mapToObj(length ->
                        Arrays.stream(names)
                                .filter(name -> name.text.length == length)
                                .toArray(Name[]::new))
                .toArray(Name[][]::new);
    }

    private record Name(byte[] text, int kind) {
        Name(String text, int kind) {
            this(text.getBytes(StandardCharsets.US_ASCII), kind);
        }
    }
}
