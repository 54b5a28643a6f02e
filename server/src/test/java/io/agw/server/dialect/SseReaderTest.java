package io.agw.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Events are cut alike wherever the bytes happen to be split.
final class SseReaderTest {
    private static final int LINE = 1000;
    private static final int EVENT = 4000;
    private static final String EVENTS =
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

            """;
    private static final List<String> DATA =
            List.of("-", "{\"a\":1}", "{\"b\":2}", "one\ntwo", "-", "-", "é𝄞", "[DONE]");

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void everyLineEndSplitAtEveryByte(String end) throws Exception {
        var stream = EVENTS.replace("\n", end).getBytes(StandardCharsets.UTF_8);

        for (int split = 0; split <= stream.length; split++) {
            var reader = reader(stream, split);
            assertThat(data(reader)).as("split at " + split).isEqualTo(DATA);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void whatIsReadyIsTheSameSplitAtEveryByteAndInPiecesOfAnySize(String end) throws Exception {
        var stream = EVENTS.replace("\n", end).getBytes(StandardCharsets.UTF_8);

        for (int split = 0; split <= stream.length; split++) {
            for (int most : new int[] {1, 7, stream.length}) {
                var taken = taken(new ArrivingBytes(stream, split, most), _ -> true);

                assertThat(taken.data()).as("split at " + split).isEqualTo(DATA);
                assertThat(String.join("", taken.groups()))
                        .as("split at " + split)
                        .isEqualTo(new String(stream, StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void aBurstThatIsReadyLiesSideBySideHoweverSmallTheFirstBufferIs() throws Exception {
        var stream = numbered(200).getBytes(StandardCharsets.UTF_8);
        assertThat(stream).hasSizeBetween(20_000, 64 * 1024);

        for (int most : new int[] {500, 8 * 1024, stream.length}) {
            var taken = taken(new ArrivingBytes(stream, stream.length, most), _ -> true);

            assertThat(taken.data()).hasSize(200);
            assertThat(taken.groups()).containsExactly(numbered(200));
        }
    }

    @Test
    void noMoreThanSixtyFourKibLieSideBySide() throws Exception {
        var stream = numbered(10_000).getBytes(StandardCharsets.UTF_8);

        for (int most : new int[] {500, 30_000, 32 * 1024, stream.length}) {
            var taken = taken(new ArrivingBytes(stream, stream.length, most), _ -> true);

            assertThat(taken.data()).hasSize(10_000);
            assertThat(String.join("", taken.groups())).isEqualTo(numbered(10_000));
            assertThat(taken.groups())
                    .allSatisfy(group -> assertThat(group).hasSizeLessThanOrEqualTo(64 * 1024))
                    .hasSizeLessThan(2 * stream.length / (64 * 1024));
        }
    }

    @Test
    void theNeighboursOfAnEventThatIsDroppedLieSideBySideSplitAtEveryByte() throws Exception {
        var stream = numbered(9).getBytes(StandardCharsets.UTF_8);
        var odd = IntStream.range(0, 9).filter(n -> n % 2 == 1).mapToObj(SseReaderTest::numbering);
        var kept = odd.collect(Collectors.joining());

        for (int split = 0; split <= stream.length; split++) {
            var taken =
                    taken(
                            new ArrivingBytes(stream, split, stream.length),
                            data -> Integer.parseInt(data.strip()) % 2 == 1);

            assertThat(taken.data()).as("split at " + split).hasSize(9);
            assertThat(String.join("", taken.groups())).as("split at " + split).isEqualTo(kept);
        }
        assertThat(
                        taken(
                                        new ArrivingBytes(stream, stream.length, stream.length),
                                        data -> Integer.parseInt(data.strip()) % 2 == 1)
                                .groups())
                .containsExactly(kept);
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

    private static String numbered(int count) {
        return IntStream.range(0, count)
                .mapToObj(SseReaderTest::numbering)
                .collect(Collectors.joining());
    }

    private static String numbering(int number) {
        return "data: %-100d%n%n".formatted(number);
    }

    /// All events of a stream, as they are passed on.
    ///
    /// @param data of each
    /// @param groups what lay side by side each time that no more was here
    private record Taken(List<String> data, List<String> groups) {}

    private static Taken taken(ArrivingBytes source, Predicate<String> kept)
            throws IOException, SseFault {
        var taken = new Taken(new ArrayList<>(), new ArrayList<>());
        var reader = new SseReader<>(source, LINE, EVENT);
        while (reader.next()) {
            int from = reader.start();
            int to = from;
            do {
                taken.data().add(reader.hasData() ? text(reader) : "-");
                if (kept.test(taken.data().getLast())) {
                    to = reader.end();
                } else {
                    reader.drop();
                }
            } while (source.nextBuffered(reader));
            taken.groups()
                    .add(new String(reader.buffer(), from, to - from, StandardCharsets.UTF_8));
        }
        return taken;
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
