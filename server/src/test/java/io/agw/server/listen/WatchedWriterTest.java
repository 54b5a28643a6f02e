package io.agw.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/// What is held back until it can go out together.
final class WatchedWriterTest {
    private static final int WRITES = 64 * 1024;
    private static final int SIZE = 16;

    private final Collected collected = new Collected();
    private final WatchedWriter writer =
            new WatchedWriter(
                    collected,
                    new ConnectionGuard(TestListener.SHORT, DataReader.create(() -> null)));

    @Test
    void whatIsHeldGoesOutInOrderAndOnce() {
        writer.hold();
        for (int i = 0; i < 1_000; i++) {
            writer.writeNow(BufferData.create("%04d".formatted(i)));
        }
        assertThat(collected.size()).isZero();

        writer.release();
        writer.writeNow(BufferData.create("!"));

        var text = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            text.append("%04d".formatted(i));
        }
        assertThat(collected).hasToString(text + "!");
    }

    @Test
    void manySmallWritesAreNotCopiedAgainAndAgain() {
        var small = BufferData.create(new byte[SIZE]);
        var memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        writer.hold();
        long before = memory.getCurrentThreadAllocatedBytes();

        for (int i = 0; i < WRITES; i++) {
            writer.writeNow(small.rewind());
        }

        // one copy at each step of growth, not one for every few writes
        assertThat(memory.getCurrentThreadAllocatedBytes() - before)
                .isLessThan(16L * WRITES * SIZE);
        writer.release();
        assertThat(collected.size()).isEqualTo(WRITES * SIZE);
    }

    /// What reached the socket.
    private static final class Collected implements DataWriter {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        int size() {
            return bytes.size();
        }

        @Override
        public void write(BufferData... buffers) {
            writeNow(buffers);
        }

        @Override
        public void write(BufferData buffer) {
            writeNow(buffer);
        }

        @Override
        public void writeNow(BufferData... buffers) {
            for (var buffer : buffers) {
                writeNow(buffer);
            }
        }

        @Override
        public void writeNow(BufferData buffer) {
            bytes.writeBytes(buffer.readBytes());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}

        @Override
        public String toString() {
            return bytes.toString(java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
