package io.agw.bundle.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Intent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What texts are about.
final class IntentsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    code_generation  | Please fix the bug in this method
                    code_generation  | Why does this FUNCTION fail?
                    summarization    | Give me the key points.
                    translation      | Say good morning in German
                    extraction       | Return the addresses as JSON
                    math             | What is 12 * 7?
                    creative_writing | a haiku about rain
                    """)
    void builtInIntentsAreFound(String intent, String text) {
        assertThat(Intents.of(List.of()).has(intent, text)).isTrue();
    }

    @Test
    void keywordsAreWholeWordsOfAnyScriptAndCase() {
        var intents =
                Intents.of(List.of(new Intent("w", List.of("rain", "straße", "c++"), List.of())));

        assertThat(intents.has("w", "RAIN, again")).isTrue();
        assertThat(intents.has("w", "auf der Straße")).isTrue();
        assertThat(intents.has("w", "I like C++.")).isTrue();
        assertThat(intents.has("w", "a train to Bahrain")).isFalse();
        assertThat(intents.has("w", "no_rain_here")).isFalse();
    }

    @Test
    void anIntentOfTheRouteTakesThePlaceOfABuiltInOne() {
        var intents = Intents.of(List.of(new Intent("math", List.of(), List.of("^sum of \\d+"))));

        assertThat(intents.has("math", "Sum of 3 and 4")).isTrue();
        assertThat(intents.has("math", "calculate the integral")).isFalse();
        assertThat(intents.has("unheard-of", "calculate")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "(", "a{2,1}", "(?=x)", "\\1", "a**"})
    void patternsThatAreNoneAreTold(String pattern) {
        assertThat(LinearPattern.problem(pattern)).isPresent();
    }

    @Test
    @Timeout(10)
    void aHostilePatternTakesNoLongerThanItsText() {
        var intents = Intents.of(List.of(new Intent("h", List.of(), List.of("(a+)+$|(a|aa)*b"))));

        assertThat(intents.has("h", "a".repeat(50_000) + "!")).isFalse();
    }
}
