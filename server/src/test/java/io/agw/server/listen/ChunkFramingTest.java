package io.agw.server.listen;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                "2;a~ab~0;b=c; d=\"e;\\\"f\"~~",
                "2~ab~0~Sum: 1~Empty:~~GET / HTTP/1.1~",
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
        var whole = new ChunkFraming();
        whole.take(bytes);
        for (int split = 0; split <= bytes.length; split++) {
            var framing = new ChunkFraming();
            framing.take(Arrays.copyOf(bytes, split));
            framing.take(Arrays.copyOfRange(bytes, split, bytes.length));
            assertThat(framing.isMalformed())
                    .as("split at " + split)
                    .isEqualTo(whole.isMalformed());
        }
        return !whole.isMalformed();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "0~~, 0~~",
                "2;a;b=c~ab~1;d=\"e\"~c~0;f~~, 2~ab~1~c~0~~",
                "2;a~ab~0~Sum: 1~Empty:~~GET / HTTP/1.1~, 2~ab~0~~GET / HTTP/1.1~",
                "3;a~;bc~0~A:~~3;a~, 3~;bc~0~~3;a~"
            })
    void extensionsAndTrailersAreTakenOut(String body, String left) {
        var bytes = body.replace("~", "\r\n").getBytes(ISO_8859_1);
        var expected = left.replace("~", "\r\n");
        for (int split = 0; split <= bytes.length; split++) {
            var framing = new ChunkFraming();
            var found =
                    new String(framing.take(Arrays.copyOf(bytes, split)), ISO_8859_1)
                            + new String(
                                    framing.take(Arrays.copyOfRange(bytes, split, bytes.length)),
                                    ISO_8859_1);
            assertThat(framing.isMalformed()).isFalse();
            assertThat(found).as("split at " + split).isEqualTo(expected);
        }
    }

    /// Each of them small enough, all of them together not.
    @Test
    void extensionsOfAWholeBodyAreLimited() {
        var chunk = ("1;" + "a".repeat(200) + "\r\nx\r\n").getBytes(ISO_8859_1);
        var framing = new ChunkFraming();
        int chunks = 0;
        while (!framing.isMalformed() && chunks < 1_000) {
            framing.take(chunk);
            chunks++;
        }
        assertThat(chunks).isBetween(300, 400);
    }
}
