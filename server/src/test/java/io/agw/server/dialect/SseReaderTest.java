package io.agw.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Events are cut alike wherever the bytes happen to be split.
final class SseReaderTest {
    private static final int LINE = 1000;
    private static final int EVENT = 4000;

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void everyLineEndSplitAtEveryByte(String end) throws Exception {
        var stream =
                """
                : comment

                data: {"a":1}

                event: x
                id: 7
                data:{"b":2}

                data: one
                data: two



                data: é𝄞

                data: [DONE]

                """
                        .replace("\n", end)
                        .getBytes(StandardCharsets.UTF_8);

        for (int split = 0; split <= stream.length; split++) {
            var reader = reader(stream, split);
            assertThat(data(reader))
                    .as("split at " + split)
                    .containsExactly(
                            "-", "{\"a\":1}", "{\"b\":2}", "one\ntwo", "-", "-", "é𝄞", "[DONE]");
        }
    }

    @Test
    void rawBytesOfAllEventsAddUpToTheStream() throws Exception {
        var text = ": c\n\nevent: x\r\ndata: 1\r\n\r\ndata: 2\n\n\ndata:3\n\n";
        var stream = text.getBytes(StandardCharsets.UTF_8);

        for (int split = 0; split <= stream.length; split++) {
            var reader = reader(stream, split);
            var raw = new StringBuilder();
            while (reader.next()) {
                raw.append(
                        new String(
                                reader.buffer(),
                                reader.start(),
                                reader.end() - reader.start(),
                                StandardCharsets.UTF_8));
            }
            assertThat(raw.toString()).isEqualTo(text);
        }
    }

    @Test
    void eventsThatAreHereAreFoundWithoutReading() throws Exception {
        var reader = reader("data: 1\n\ndata: 2\n\ndata: 3".getBytes(StandardCharsets.UTF_8), 18);

        assertThat(reader.nextBuffered()).isFalse();
        assertThat(reader.next()).isTrue();
        int start = reader.start();
        assertThat(reader.nextBuffered()).isTrue();
        assertThat(text(reader)).isEqualTo("2");
        assertThat(reader.end() - start).isEqualTo(18);
        assertThat(reader.nextBuffered()).isFalse();
        assertThat(reader.next()).isFalse();
    }

    @Test
    void byteOrderMarkIsPassedOver() throws Exception {
        var reader = reader("\uFEFFdata: 1\n\n".getBytes(StandardCharsets.UTF_8), 2);

        assertThat(data(reader)).containsExactly("1");
    }

    @Test
    void lastEventMayLackItsEmptyLineButNotItsLineEnd() throws Exception {
        assertThat(data(reader("data: 1\n\ndata: [DONE]\n".getBytes(StandardCharsets.UTF_8), 4)))
                .containsExactly("1", "[DONE]");
        assertThat(data(reader("data: 1\n\ndata: {\"cut".getBytes(StandardCharsets.UTF_8), 4)))
                .containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void emptyLineThatTheLastEventLacksIsAdded(String end) throws Exception {
        for (int size : new int[] {1, 2 * 1024 - 7, 2 * 1024 - 8, 3_000}) {
            var cut = "data: " + "x".repeat(size) + end;
            var reader = whole(cut);

            assertThat(reader.next()).isTrue();

            var raw = Arrays.copyOfRange(reader.buffer(), reader.start(), reader.end());
            var more = new String(raw, StandardCharsets.UTF_8) + "data: [DONE]\n\n";
            assertThat(data(whole(more)))
                    .filteredOn(event -> !event.equals("-"))
                    .containsExactly("x".repeat(size), "[DONE]");
            assertThat(reader.next()).isFalse();
        }
    }

    private static SseReader<IOException> whole(String stream) {
        var source = new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8));
        return new SseReader<>(source::read, 10_000, 10_000);
    }

    @Test
    void fieldsThatOnlyBeginLikeDataAreNot() throws Exception {
        var stream = "dat: 1\ndatab: 2\n data: 3\ndata\n\n".getBytes(StandardCharsets.UTF_8);

        assertThat(data(reader(stream, 3))).containsExactly("");
    }

    @Test
    void largeEventsGrowTheBufferAndAreGivenBack() throws Exception {
        var large = "x".repeat(100_000);
        var stream = ("data: " + large + "\n\ndata: 2\n\n").getBytes(StandardCharsets.UTF_8);
        var source = new ByteArrayInputStream(stream);
        var reader = new SseReader<IOException>(source::read, 1_000_000, 1_000_000);

        assertThat(reader.next()).isTrue();
        assertThat(text(reader)).isEqualTo(large);
        assertThat(reader.next()).isTrue();
        assertThat(text(reader)).isEqualTo("2");
        assertThat(reader.next()).isFalse();
        assertThat(reader.buffer()).hasSizeLessThan(20_000);
    }

    @Test
    void linesAndEventsAreLimited() {
        var line = ("data: " + "x".repeat(20_000)).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> data(reader(line, 0)))
                .isInstanceOfSatisfying(SseFault.class, e -> assertThat(e.isTooLarge()).isTrue());

        var event = ("data: " + "x".repeat(500) + "\n").repeat(40).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> data(reader(event, 0)))
                .isInstanceOfSatisfying(SseFault.class, e -> assertThat(e.isTooLarge()).isTrue());
    }

    private static List<String> data(SseReader<IOException> reader) throws IOException, SseFault {
        var events = new ArrayList<String>();
        while (reader.next()) {
            events.add(reader.hasData() ? text(reader) : "-");
        }
        return events;
    }

    private static String text(SseReader<IOException> reader) {
        return new String(
                reader.data(),
                reader.dataStart(),
                reader.dataEnd() - reader.dataStart(),
                StandardCharsets.UTF_8);
    }

    /// Delivers the bytes up to `split`, then the rest.
    private static SseReader<IOException> reader(byte[] stream, int split) {
        var at = new int[1];
        return new SseReader<>(
                (into, offset, length) -> {
                    int end = at[0] < split ? split : stream.length;
                    int count = Math.min(length, end - at[0]);
                    if (count == 0) {
                        return at[0] == stream.length ? -1 : 0;
                    }
                    System.arraycopy(stream, at[0], into, offset, count);
                    at[0] += count;
                    return count;
                },
                LINE,
                EVENT);
    }
}
