package io.agw.server.listen;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A chunked body is judged alike wherever its bytes happen to be split.
final class ChunkFramingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0~~",
                "00~~",
                "1~a~0~~",
                "00000001~a~A~0123456789~a~0123456789~0~~",
                "3~~\n~0~~",
                "2~ab~0~~GET / HTTP/1.1~",
                "1~a~0~~+1~",
                // not over yet
                "",
                "1",
                "2~a",
                "2~ab~",
                "2~ab~0~"
            })
    void isSound(String body) {
        assertThat(isSoundSplitAnywhere(body)).isTrue();
    }

    /// But one whose chunk never ends: what is here of it is sound.
    @Test
    void isMalformed() {
        for (var body : MalformedRequests.chunkBodies()) {
            assertThat(isSoundSplitAnywhere(body)).as(body).isEqualTo(body.startsWith("80000000~"));
        }
    }

    private static boolean isSoundSplitAnywhere(String body) {
        var bytes = body.replace("~", "\r\n").getBytes(ISO_8859_1);
        boolean whole = new ChunkFraming().take(bytes);
        for (int split = 0; split <= bytes.length; split++) {
            var framing = new ChunkFraming();
            framing.take(Arrays.copyOf(bytes, split));
            assertThat(framing.take(Arrays.copyOfRange(bytes, split, bytes.length)))
                    .as("split at " + split)
                    .isEqualTo(whole);
        }
        return whole;
    }
}
