package io.agw.bundle.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.expression.Condition.Fault;
import io.agw.bundle.expression.Condition.Read;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    private final Map<ConditionField, Object> values = new EnumMap<>(ConditionField.class);

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    error_rate > 0.5 && calls_this_hour >= 20 ~ true
                    error_rate > 0.75 && calls_this_hour >= 20 ~ false
                    calls_this_hour == 20 ~ true
                    calls_this_hour in [19, 20] ~ true
                    cost_today * 2 > 5 + 1.5 ~ true
                    cost_today / 0 > 1 ~ true
                    -cost_today < -1 ~ true
                    status == "active" || total_cost > 1 ~ true
                    'prod' in tags && !("test" in tags) ~ true
                    model.startsWith("gpt-") && model.endsWith("mini") && model.contains("5") ~ true
                    team == "" ? agent_id == "a" : false ~ true
                    """,
            delimiter = '~',
            quoteCharacter = '`')
    void whatHoldsIsToldByTheFields(String text, boolean holds) {
        values.put(ConditionField.ERROR_RATE, 0.6);
        values.put(ConditionField.CALLS_THIS_HOUR, 20.0);
        values.put(ConditionField.COST_TODAY, 4.0);
        values.put(ConditionField.TOTAL_COST, 0.0);
        values.put(ConditionField.STATUS, "active");
        values.put(ConditionField.TAGS, List.of("prod", "eu"));
        values.put(ConditionField.MODEL, "gpt-5-mini");
        values.put(ConditionField.TEAM, "");
        values.put(ConditionField.AGENT_ID, "a");

        assertThat(good(text).condition().holds(field -> Objects.requireNonNull(values.get(field))))
                .isEqualTo(holds);
        assertThat(good(text).older()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    error_rate > 0.5 and calls_this_hour >= 20 ~ error_rate > 0.5 && calls_this_hour >= 20
                    status == paused or status == 'idle' ~ status == "paused" || status == 'idle'
                    not error_rate > 0.5 or cost_today > 1 ~ !(error_rate > 0.5) || cost_today > 1
                    (not status == idle) and not not (cost_today > 1) ~ (!(status == "idle")) && !(!(cost_today > 1))
                    not cost_today > (1 + 2) and call_count > 1 ~ !(cost_today > (1 + 2)) && call_count > 1
                    model == "this and not that" or not status == active ~ model == "this and not that" || !(status == "active")
                    """,
            delimiter = '~',
            quoteCharacter = '`')
    void wordsOfOlderGatewaysAreUnderstood(String text, String today) {
        var read = good(text);

        assertThat(read.older()).isTrue();
        assertThat(read.condition().text()).isEqualTo(today);
        assertThat(good(today).older()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    error_rate > ~ 13 ~ mismatched input '<EOF>'
                    calls > 3 ~ 1 ~ undeclared reference to 'calls'
                    total_cost > 1 && calls > 3 ~ 19 ~ undeclared reference to 'calls'
                    status > 3 ~ 8 ~ found no matching overload for '_>_' applied to '(string, double)'
                    error_rate + 1 ~ 12 ~ expected type 'bool' but found 'double'
                    tags.matches("a*") ~ 13 ~ matches is not part of conditions
                    tags[0] == "a" ~ 5 ~ [ is not part of conditions
                    agent_id.name == "a" ~ 9 ~ .name is not part of conditions
                    call_count > 5u - 6u ~ 14 ~ a number with u is not part of conditions
                    agent_id == "a" || b"a" == b"b" ~ 20 ~ a text of bytes is not part of conditions
                    tags.exists(t, t == "a") ~ 12 ~ exists is not part of conditions
                    """,
            delimiter = '~',
            quoteCharacter = '`')
    void whatIsWrongIsToldWithItsColumn(String text, int column, String says) {
        var faults = bad(text);

        assertThat(faults.getFirst().column()).isEqualTo(column);
        assertThat(faults.getFirst().says()).startsWith(says);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "((((((((((((((((((((((((((((((((((((((((true))))))))))))))))))))))))))))))))))))))))"
            })
    void whatIsNothingOrTooDeepIsRefused(String text) {
        assertThat(bad(text)).isNotEmpty();
    }

    @Test
    void whatIsTooLongIsRefused() {
        assertThat(bad("error_rate > 0" + " ".repeat(Condition.LONGEST))).isNotEmpty();
    }

    @Test
    void itIsKnownWhatItSpeaksOf() {
        assertThat(good("model == 'a' && cost_today > 1").condition().isOfRequest()).isTrue();
        assertThat(good("cost_today > 1").condition().isOfRequest()).isFalse();
        assertThat(good("p95_latency_ms > 1").condition().isOfShares()).isTrue();
        assertThat(good("call_count > 1").condition().isOfShares()).isFalse();
    }

    @Test
    void onlyWhatIsNeededIsAskedFor() {
        var condition = good("cost_today > 1 && p95_latency_ms > 100").condition();

        assertThat(
                        condition.holds(field -> {
                            assertThat(field).isEqualTo(ConditionField.COST_TODAY);
                            return 1.0;
                        }))
                .isFalse();
    }

    @Test
    void everyFieldCanBeSpokenOf() {
        var text =
                Arrays.stream(ConditionField.values())
                        .map(field ->
                                switch (field.type()) {
                                    case NUMBER -> field.word() + " > 1";
                                    case TEXT -> field.word() + " == 'a'";
                                    case TEXTS -> "'a' in " + field.word();
                                })
                        .collect(Collectors.joining(" || "));

        assertThat(good(text).condition().isOfRequest()).isTrue();
    }

    private static Read.Good good(String text) {
        return switch (Condition.read(text)) {
            case Read.Good good -> good;
            case Read.Bad(var read, var faults) -> throw new AssertionError(read + ": " + faults);
        };
    }

    private static List<Fault> bad(String text) {
        return switch (Condition.read(text)) {
            case Read.Good _ -> throw new AssertionError(text + " is taken");
            case Read.Bad(_, var faults) -> faults;
        };
    }
}
