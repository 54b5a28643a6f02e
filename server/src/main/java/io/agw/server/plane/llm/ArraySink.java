package io.agw.server.plane.llm;

import io.agw.server.dialect.GivenBytes;
import io.agw.server.dialect.SseFault;
import io.agw.server.dialect.SseReader;
import io.agw.server.turn.ReplySink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// Tells streams as Google's APIs do without `alt=sse`: as one JSON array, of which each element is
/// what would be the data of an event. An array that is not closed is an answer that broke off.
final class ArraySink implements ReplySink {
    private final ReplySink sink;

    ArraySink(ReplySink sink) {
        this.sink = sink;
    }

    @Override
    public void send(int status, Map<String, String> headers, byte[] body) throws IOException {
        sink.send(status, headers, body);
    }

    @Override
    public Stream stream(int status, Map<String, String> headers) throws IOException {
        var all = new HashMap<>(headers);
        all.putAll(AnswerHeaders.JSON);
        return new Elements(sink.stream(status, all));
    }

    @Override
    public boolean clientGone() {
        return sink.clientGone();
    }

    @Override
    public boolean isShuttingDown() {
        return sink.isShuttingDown();
    }

    /// Is given whole events, as every stream is.
    private static final class Elements implements Stream {
        private static final byte[] FIRST = ascii("[");
        private static final byte[] NEXT = ascii("\n,\r\n");
        private static final byte[] CLOSED = ascii("\n]\n");
        private static final byte[] NOTHING = ascii("\n");

        private final Stream out;
        private boolean begun;

        Elements(Stream out) {
            this.out = out;
        }

        /// A comment, which keeps the connection alive, is an empty line here.
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (!writeElements(bytes, offset, length)) {
                write(NOTHING);
            }
        }

        private boolean writeElements(byte[] bytes, int offset, int length) throws IOException {
            var events =
                    new SseReader<IOException>(
                            new GivenBytes(bytes, offset, offset + length), length, length);
            boolean written = false;
            try {
                while (events.next()) {
                    if (events.hasData() && events.dataStart() < events.dataEnd()) {
                        write(begun ? NEXT : FIRST);
                        begun = true;
                        int size = events.dataEnd() - events.dataStart();
                        out.write(events.data(), events.dataStart(), size);
                        written = true;
                    }
                }
            } catch (SseFault e) {
                throw new IllegalStateException("events that were whole", e);
            }
            return written;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void end() throws IOException {
            if (!begun) {
                write(FIRST);
            }
            out.end(CLOSED, 0, CLOSED.length);
        }

        @Override
        public void breakOff(byte[] bytes, int offset, int length) throws IOException {
            writeElements(bytes, offset, length);
            out.end();
        }

        @Override
        public void abort() {
            out.abort();
        }

        private void write(byte[] bytes) throws IOException {
            out.write(bytes, 0, bytes.length);
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
    }
}
