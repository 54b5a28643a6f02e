package io.agw.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Against the same search done byte by byte, on texts in which everything stands beside
/// everything.
final class OctetsTest {
    private static final byte[] ODD = {
        'a', ' ', '~', '?', '"', '\\', '\n', '\r', 0, 1, 31, 32, 33, 127, -128, -127, -1, 'u', 'f',
        'e'
    };

    private final Random random = new Random(42);

    @Test
    void endOfALineIsTheFirstOne() {
        for (int round = 0; round < 100_000; round++) {
            var bytes = bytes();
            int from = random.nextInt(bytes.length + 1);
            int expected = from;
            while (expected < bytes.length && bytes[expected] != '\n' && bytes[expected] != '\r') {
                expected++;
            }

            assertThat(Octets.lineEnd(bytes, from, bytes.length)).isEqualTo(expected);
        }
    }

    @Test
    void plainTextEndsWhereAStringNeedsALook() {
        for (int round = 0; round < 100_000; round++) {
            var bytes = bytes();
            int from = random.nextInt(bytes.length + 1);
            int expected = from;
            while (expected < bytes.length && isPlain(bytes[expected])) {
                expected++;
            }

            assertThat(Octets.plainEnd(bytes, from, bytes.length)).isEqualTo(expected);
        }
    }

    @Test
    void oddIsWhatAStringEscapesAndTheQuestionMark() {
        for (int round = 0; round < 100_000; round++) {
            var bytes = bytes();
            int from = random.nextInt(bytes.length + 1);
            int expected = from;
            while (expected < bytes.length && !isOdd(bytes[expected])) {
                expected++;
            }

            assertThat(Octets.oddEnd(bytes, from, bytes.length)).isEqualTo(expected);
        }
    }

    @Test
    void asciiEndsAtControlsAndLongerCharacters() {
        for (int round = 0; round < 100_000; round++) {
            var bytes = bytes();
            int from = random.nextInt(bytes.length + 1);
            int expected = from;
            while (expected < bytes.length && bytes[expected] >= ' ') {
                expected++;
            }

            assertThat(Octets.asciiEnd(bytes, from, bytes.length)).isEqualTo(expected);
        }
    }

    @Test
    void lowestMarkIsTheFirstByteThatIsWanted() {
        for (int round = 0; round < 100_000; round++) {
            var bytes = Arrays.copyOf(bytes(), Octets.SIZE);
            long marks = Octets.mark(Octets.at(bytes, 0), 'u');
            int expected = new String(bytes, StandardCharsets.ISO_8859_1).indexOf('u');

            assertThat(marks == 0 ? -1 : Octets.first(marks)).isEqualTo(expected);
        }
    }

    @Test
    void whatBytesBeginWithIsLookedForWithinTheirLimits() {
        var bytes = "xabcabc".getBytes(StandardCharsets.US_ASCII);
        var with = "abc".getBytes(StandardCharsets.US_ASCII);

        assertThat(Octets.begin(bytes, 1, 7, with)).isTrue();
        assertThat(Octets.begin(bytes, 4, 7, with)).isTrue();
        assertThat(Octets.begin(bytes, 0, 7, with)).isFalse();
        assertThat(Octets.begin(bytes, 1, 3, with)).isFalse();
        assertThat(Octets.begin(bytes, 6, 7, with)).isFalse();
    }

    private static boolean isOdd(byte b) {
        return (b >= 0 && b < ' ') || b == '"' || b == '\\' || b == '?';
    }

    private static boolean isPlain(byte b) {
        return b >= ' ' && b != '"' && b != '\\';
    }

    /// Mostly plain text, in some rounds mostly not.
    private byte[] bytes() {
        var bytes = new byte[random.nextInt(40)];
        int plain = random.nextInt(12);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = random.nextInt(12) < plain ? (byte) 'a' : ODD[random.nextInt(ODD.length)];
        }
        return bytes;
    }
}
