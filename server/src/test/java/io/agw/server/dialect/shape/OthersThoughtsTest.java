package io.agw.server.dialect.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OthersThoughtsTest {
    private static final String MARKED =
            "{\"content\":[%s{\"type\":\"thinking\",\"thinking\":\"x\",\"signature\":\"agwxmess0000\"},"
                    + "{\"type\":\"text\",\"text\":\"y\"}]}";

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void aMarkedThoughtIsFoundWhereverItStands(int before) {
        var request = MARKED.formatted("\"" + "a".repeat(before) + "\",");

        assertThat(new String(without(request), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"content\":[\""
                                + "a".repeat(before)
                                + "\",{\"type\":\"text\",\"text\":\"y\"}]}");
    }

    @Test
    void requestsWithoutOneAreTheSameBytes() {
        for (var request :
                new String[] {
                    "", "{}", "\"agw", "{\"a\":\"agw\"}", "{\"agwx\": 1.0}", "agw\"agw\"agw"
                }) {
            var bytes = request.getBytes(StandardCharsets.UTF_8);
            assertThat(OthersThoughts.without(bytes)).isSameAs(bytes);
        }
    }

    @Test
    void nothingIsOverlookedInWhatLooksAlike() {
        var random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            var noise = new StringBuilder();
            for (int j = random.nextInt(40); j > 0; j--) {
                noise.append("agwx,:".charAt(random.nextInt(6)));
            }
            var request = MARKED.formatted("\"" + noise + "\",");

            assertThat(new String(without(request), StandardCharsets.UTF_8))
                    .as(request)
                    .doesNotContain("agwxmess");
        }
    }

    private static byte[] without(String request) {
        return OthersThoughts.without(request.getBytes(StandardCharsets.UTF_8));
    }
}
