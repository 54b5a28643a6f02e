package io.agw.server.guard.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.guardrail.FormatConfig;
import io.agw.server.guard.finding.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class FormatTest {
    private static final Format ANY_JSON =
            new Format(new FormatConfig(true, Map.of(), null, null, false, false));
    private static final Format FENCED =
            new Format(new FormatConfig(true, Map.of(), null, null, true, false));
    private static final Format OBJECT =
            new Format(
                    new FormatConfig(
                            false,
                            Map.of("type", JsonMapper.shared().readTree("\"object\"")),
                            null,
                            null,
                            false,
                            false));
    private static final Format SHORT =
            new Format(new FormatConfig(false, Map.of(), 2, 3, false, false));

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", " [1, 2]\n", "\"x\"", "1e999999999"})
    void jsonIsJson(String text) {
        assertThat(ANY_JSON.inspect(text)).isEqualTo(Verdict.CLEAN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sure: {}",
                "{} {}",
                "{\"a\":1,\"a\":2}",
                "{",
                "NaN",
                "   ",
                "```json\n{}\n```"
            })
    void othersAreNot(String text) {
        assertThat(found(ANY_JSON, text)).isEqualTo("not_json");
    }

    @Test
    void deepNestingIsNoJsonRatherThanAnOverflow() {
        assertThat(found(ANY_JSON, "[".repeat(100_000))).isEqualTo("not_json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"```json\n{}\n```", "```\n{}```", "{}"})
    void aFenceMayStandAroundItWhereItIsAllowed(String text) {
        assertThat(FENCED.inspect(text)).isEqualTo(Verdict.CLEAN);
    }

    @Test
    void aSchemaAsksForJson() {
        assertThat(OBJECT.inspect("{}")).isEqualTo(Verdict.CLEAN);
        assertThat(found(OBJECT, "[]")).isEqualTo("not_of_schema");
        assertThat(found(OBJECT, "x")).isEqualTo("not_json");
    }

    @Test
    void lengthsAreOfCharacters() {
        assertThat(SHORT.inspect("😀😀")).isEqualTo(Verdict.CLEAN);
        assertThat(found(SHORT, "😀")).isEqualTo("too_short");
        assertThat(found(SHORT, "abcd")).isEqualTo("too_long");
    }

    private static String found(Format format, String text) {
        return String.join(",", ((Verdict.Found) format.inspect(text)).labels());
    }
}
