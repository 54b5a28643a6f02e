package io.agw.server.dialect;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Looks at eight bytes at a time. Every byte of a request is looked at once, and of a stream
/// twice, for the ends of lines and for the few names that matter; done one by one that costs more
/// than all else that is done for an event.
final class Octets {
    static final int SIZE = Long.BYTES;

    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    private Octets() {}

    /// The eight bytes from `at` on, the first of them lowest.
    static long at(byte[] bytes, int at) {
        return (long) WORDS.get(bytes, at);
    }

    /// The high bit of each byte that equals `wanted`; bytes above the lowest such one may be
    /// marked without being equal.
    static long mark(long octets, char wanted) {
        long differing = octets ^ (LOW * wanted);
        return (differing - LOW) & ~differing & HIGH;
    }

    /// Which byte of eight the lowest mark stands for.
    static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }

    /// Whether `[from, to)` begins with them.
    static boolean begin(byte[] bytes, int from, int to, byte[] with) {
        int end = from + with.length;
        return end <= to && Arrays.equals(bytes, from, end, with, 0, with.length);
    }

    /// The first LF or CR in `[from, to)`; `to` when there is none.
    static int lineEnd(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - SIZE; i += SIZE) {
            long octets = at(bytes, i);
            long marks = mark(octets, '\n') | mark(octets, '\r');
            if (marks != 0) {
                return i + first(marks);
            }
        }
        while (i < to && bytes[i] != '\n' && bytes[i] != '\r') {
            i++;
        }
        return i;
    }

    /// The first byte in `[from, to)` that is a control character or of a longer character; `to`
    /// when there is none.
    static int asciiEnd(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - SIZE; i += SIZE) {
            long octets = at(bytes, i);
            long control = (octets - LOW * ' ') & ~octets & HIGH;
            long marks = control | (octets & HIGH);
            if (marks != 0) {
                return i + first(marks);
            }
        }
        while (i < to && bytes[i] >= ' ') {
            i++;
        }
        return i;
    }

    /// The first byte in `[from, to)` that a JSON string must escape, or a question mark; `to` when
    /// there is none.
    static int oddEnd(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - SIZE; i += SIZE) {
            long octets = at(bytes, i);
            long control = (octets - LOW * ' ') & ~octets & HIGH;
            long marks = mark(octets, '"') | mark(octets, '\\') | mark(octets, '?') | control;
            if (marks != 0) {
                return i + first(marks);
            }
        }
        while (i < to && !isOdd(bytes[i])) {
            i++;
        }
        return i;
    }

    private static boolean isOdd(byte b) {
        return b == '"' || b == '\\' || b == '?' || (b >= 0 && b < ' ');
    }

    /// The first quote or backslash in `[from, to)`; `to` when there is none.
    static int stringEnd(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - SIZE; i += SIZE) {
            long octets = at(bytes, i);
            long marks = mark(octets, '"') | mark(octets, '\\');
            if (marks != 0) {
                return i + first(marks);
            }
        }
        while (i < to && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        return Math.min(i, to);
    }

    /// The first byte in `[from, to)` that is not plain text within a JSON string: a quote, a
    /// backslash, a control character or the beginning of a longer character; `to` when there is
    /// none.
    static int plainEnd(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - SIZE; i += SIZE) {
            long octets = at(bytes, i);
            long control = (octets - LOW * ' ') & ~octets & HIGH;
            long marks = mark(octets, '"') | mark(octets, '\\') | control | (octets & HIGH);
            if (marks != 0) {
                return i + first(marks);
            }
        }
        while (i < to && bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        return i;
    }
}
