package io.agw.server.dialect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cuts a stream of server-sent events into events, as raw bytes that can be passed on, and points
/// at the data in them. Takes LF, CR LF and CR as line ends. Not thread-safe.
///
/// Events that follow each other lie side by side in {@link #buffer} until {@link #next} is called
/// again, so that all that came together can be passed on by one write.
///
/// @param <X> what the source throws
public final class SseReader<X extends IOException> {
    /// A slow stream needs little and there may be thousands; a fast one fills its buffer and gets
    /// a larger one.
    private static final int INITIAL = 1024;

    private static final int FAST = 32 * 1024;

    /// A larger buffer is given back; this much lies side by side at most.
    private static final int KEPT = 64 * 1024;

    private final Source<X> source;
    private final int longestLine;
    private final int longestEvent;
    private byte[] buffer = new byte[INITIAL];
    private int limit;
    private int scanned;
    private int lineStart;
    private int start;
    private int end;
    private boolean atStart = true;
    private boolean ended;
    private boolean filled;
    private boolean partial;
    private int dataStart;
    private int dataEnd;
    private int dataLines;
    private @Nullable ByteArrayOutputStream joined;
    private byte[] data = buffer;

    /// @param longestLine most bytes of a line
    /// @param longestEvent most bytes of an event
    public SseReader(Source<X> source, int longestLine, int longestEvent) {
        this.source = source;
        this.longestLine = longestLine;
        this.longestEvent = longestEvent;
    }

    /// Goes to the next event, reading when no whole one is buffered; false at the end of the
    /// stream. What was cut off by the end is no event, except for a last one that lacks only its
    /// empty line, which is added.
    public boolean next() throws X, SseFault {
        begin();
        partial = true;
        while (!findEnd()) {
            if (ended) {
                return false;
            }
            if (start > 0) {
                shift();
            }
            fill();
        }
        partial = false;
        return true;
    }

    /// Goes to the next event if that needs no waiting, else returns false. What {@link #buffer}
    /// holds stays where it is.
    public boolean nextBuffered() throws X, SseFault {
        begin();
        partial = true;
        while (!findEnd()) {
            if (ended || limit >= KEPT || source.ready() == 0) {
                return false;
            }
            fill();
        }
        partial = false;
        return true;
    }

    /// Takes the event out of the buffer: the one before it and the next one lie side by side.
    public void drop() {
        System.arraycopy(buffer, end, buffer, start, limit - end);
        limit -= end - start;
        end = start;
    }

    /// The bytes that {@link #start} and {@link #end} point into, until the next read.
    public byte[] buffer() {
        return buffer;
    }

    /// Where the event begins.
    public int start() {
        return start;
    }

    /// Behind the event's empty line.
    public int end() {
        return end;
    }

    /// Whether the event has data; one without is a comment or nothing.
    public boolean hasData() {
        return dataLines > 0;
    }

    /// Whether the data stands in {@link #buffer}, on one line.
    public boolean isOneLine() {
        return dataLines == 1;
    }

    /// The bytes that {@link #dataStart} and {@link #dataEnd} point into.
    public byte[] data() {
        return data;
    }

    public int dataStart() {
        return dataStart;
    }

    public int dataEnd() {
        return dataEnd;
    }

    private void begin() {
        if (partial) {
            return;
        }
        start = end;
        lineStart = end;
        scanned = end;
        dataLines = 0;
        dataStart = 0;
        dataEnd = 0;
        joined = null;
    }

    /// Finds the end of the event that begins at {@link #start}; false when more bytes are needed.
    private boolean findEnd() throws SseFault {
        while (true) {
            scanned = Octets.lineEnd(buffer, scanned, limit);
            if (scanned == limit) {
                break;
            }
            byte b = buffer[scanned];
            if (b == '\r' && scanned + 1 == limit && !ended) {
                return false;
            }
            boolean two = b == '\r' && scanned + 1 < limit && buffer[scanned + 1] == '\n';
            int behind = scanned + (two ? 2 : 1);
            boolean blank = scanned == lineStart;
            if (!blank) {
                takeLine(lineStart, scanned);
            }
            scanned = behind;
            lineStart = behind;
            if (blank) {
                finish(behind);
                return true;
            }
        }
        if (ended && lineStart == limit && dataLines > 0) {
            addEmptyLine();
            finish(limit);
            return true;
        }
        return false;
    }

    /// Completes the last event, so that what the reader's user sends behind it does not become
    /// part of it. An LF behind a CR would only belong to that.
    private void addEmptyLine() {
        int size = buffer[limit - 1] == '\r' ? 2 : 1;
        if (buffer.length - limit < size) {
            buffer = Arrays.copyOf(buffer, limit + size);
        }
        Arrays.fill(buffer, limit, limit + size, (byte) '\n');
        limit += size;
    }

    private void finish(int at) {
        end = at;
        if (joined != null) {
            data = joined.toByteArray();
            dataStart = 0;
            dataEnd = data.length;
        } else {
            data = buffer;
        }
    }

    private void takeLine(int from, int to) throws SseFault {
        if (to - from > longestLine) {
            throw new SseFault("line: over " + longestLine + " bytes", true);
        }
        int at = from;
        if (atStart && isByteOrderMark(at, to)) {
            at += 3;
        }
        atStart = false;
        if (!isData(at, to)) {
            return;
        }
        int value = at + Math.min(5, to - at);
        if (value < to && buffer[value] == ' ') {
            value++;
        }
        if (dataLines == 0) {
            dataStart = value;
            dataEnd = to;
        } else {
            if (joined == null) {
                joined = new ByteArrayOutputStream();
                joined.write(buffer, dataStart, dataEnd - dataStart);
            }
            joined.write('\n');
            joined.write(buffer, value, to - value);
        }
        dataLines++;
    }

    private boolean isByteOrderMark(int at, int to) {
        return to - at >= 3
                && buffer[at] == (byte) 0xef
                && buffer[at + 1] == (byte) 0xbb
                && buffer[at + 2] == (byte) 0xbf;
    }

    /// Whether the line is `data:…`, or `data` alone.
    private boolean isData(int at, int to) {
        return to - at >= 4
                && buffer[at] == 'd'
                && buffer[at + 1] == 'a'
                && buffer[at + 2] == 't'
                && buffer[at + 3] == 'a'
                && (to - at == 4 || buffer[at + 4] == ':');
    }

    private void fill() throws X, SseFault {
        if (limit - lineStart > longestLine) {
            throw new SseFault("line: over " + longestLine + " bytes", true);
        }
        if (limit - start > longestEvent) {
            throw new SseFault("event: over " + longestEvent + " bytes", true);
        }
        makeRoom();
        int read = source.read(buffer, limit, buffer.length - limit);
        if (read < 0) {
            ended = true;
        } else {
            limit += read;
            filled = limit == buffer.length;
        }
    }

    private void makeRoom() {
        int size = buffer.length;
        if (limit == size || (filled && size < FAST)) {
            size *= 2;
        }
        int needed = Math.min(KEPT, limit + Math.min(source.ready(), FAST));
        while (size < needed) {
            size *= 2;
        }
        if (size > buffer.length) {
            buffer = Arrays.copyOf(buffer, size);
        }
    }

    /// Moves the event under way to the front, and gives a large buffer back once it is empty.
    private void shift() {
        int size = limit - start;
        var target = size == 0 && buffer.length > KEPT ? new byte[INITIAL] : buffer;
        System.arraycopy(buffer, start, target, 0, size);
        buffer = target;
        limit = size;
        scanned -= start;
        lineStart -= start;
        dataStart -= start;
        dataEnd -= start;
        start = 0;
        end = 0;
    }

    /// Where the bytes come from.
    ///
    /// @param <X> what reading throws
    @FunctionalInterface
    public interface Source<X extends IOException> {
        /// Reads what is there, waiting only when nothing is. Returns the bytes read, -1 at the
        /// end.
        int read(byte[] into, int offset, int length) throws X;

        /// Bytes that can be read without waiting, as far as is known.
        default int ready() {
            return 0;
        }
    }
}
