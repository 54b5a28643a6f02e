package io.agw.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class EventsTest {
    private final AdminHarness admin = new AdminHarness();

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void whoComesBackMissesNothingThatHappenedInBetween() throws IOException {
        create("a");
        var first = events("/admin/events?after=0", "", 1);

        create("b");
        create("c");
        var later = events("/admin/events", id(first.getFirst()), 2);

        assertThat(first.getFirst()).contains("event: Applied").contains("\"actor\":\"root\"");
        assertThat(later).hasSize(2).doesNotContainAnyElementsOf(first);
    }

    @Test
    void aNewFollowerSeesWhatHappensFromNowOn() throws IOException {
        create("a");
        try (var stream = admin.lines("/admin/events", "");
                var lines = reader(stream)) {
            assertThat(lines.readLine()).startsWith(": following events after ");
            create("b");

            var event = next(lines);

            assertThat(id(event)).isEqualTo("2");
            assertThat(event).contains("data: {").contains("\"source\":\"admin\"");
        }
    }

    @Test
    void anIdThatIsNoneIsRefused() {
        for (var after : List.of("abc", "-1", "", "1e3")) {
            var refused = admin.call("GET", "/admin/events?after=" + after, "");

            assertThat(refused.status()).as(after).isEqualTo(400);
            assertThat(refused.raw().body())
                    .contains("after: \\\"" + after + "\\\" (expected: the id of an event)");
        }
    }

    private void create(String id) {
        assertThat(
                        admin.call(
                                        "POST",
                                        "/admin/llm/providers",
                                        "{\"id\":\"" + id + "\",\"provider_type\":\"echo\"}")
                                .status())
                .isEqualTo(201);
    }

    private List<String> events(String path, String lastId, int count) throws IOException {
        try (var stream = admin.lines(path, lastId);
                var lines = reader(stream)) {
            var events = new ArrayList<String>();
            while (events.size() < count) {
                var event = next(lines);
                if (!event.startsWith(":")) {
                    events.add(event);
                }
            }
            return events;
        }
    }

    /// The lines up to the next empty one.
    private static String next(BufferedReader lines) throws IOException {
        var event = new StringBuilder();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isEmpty()) {
                event.append(line).append('\n');
            } else if (!event.isEmpty()) {
                return event.toString();
            }
        }
        throw new IOException("the stream ended (expected: an event)");
    }

    private static BufferedReader reader(java.io.InputStream stream) {
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    private static String id(String event) {
        return event.lines()
                .filter(line -> line.startsWith("id: "))
                .map(line -> line.substring(4))
                .findFirst()
                .orElseThrow();
    }
}
