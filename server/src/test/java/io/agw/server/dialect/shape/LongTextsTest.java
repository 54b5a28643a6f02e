package io.agw.server.dialect.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class LongTextsTest {
    private static final JsonMapper PLAIN = JsonMapper.shared();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "line\n\ttab \"quoted\" back\\slash \u0000\u0001\u001f\u007f\b\f\r / </script>",
                "grüße, 漢字, 🙂, \u2028\u2029 \uffff ?"
            })
    void writtenLikeAnyOther(String text) {
        for (int length : new int[] {1, 10, 63, 64, 65, 500, 8_000, 40_000}) {
            var written = text.repeat(length / Math.max(1, text.length()) + 1);
            var document = PLAIN.createObjectNode().put("text", written).put(written, 1);

            assertThat(ToolArguments.EXACT.writeValueAsString(document))
                    .isEqualTo(PLAIN.writeValueAsString(document));
            assertThat(ToolArguments.EXACT.writeValueAsBytes(document))
                    .isEqualTo(PLAIN.writeValueAsBytes(document));
        }
    }

    @Test
    void halfASurrogatePairIsWrittenAsByTheGenerator() {
        var broken = PLAIN.createObjectNode().put("text", "x".repeat(100) + "\ud800 and more");

        assertThat(ToolArguments.EXACT.writeValueAsBytes(broken))
                .isEqualTo(PLAIN.writeValueAsBytes(broken));
    }

    @Test
    void textOfAnyCharacterIsReadBack() {
        var all = new StringBuilder();
        for (int point = 0; point < 0x11000; point++) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                all.appendCodePoint(point);
            }
        }
        var document = PLAIN.createObjectNode().put("text", all.toString());

        var bytes = ToolArguments.EXACT.writeValueAsBytes(document);

        assertThat(
                        PLAIN.readTree(new String(bytes, StandardCharsets.UTF_8))
                                .path("text")
                                .stringValue())
                .isEqualTo(all.toString());
    }
}
