package io.agw.server.dialect.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.dialect.shape.converse.ConverseDialect;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SignatoryTest {
    private final UpstreamDialect converse = new ConverseDialect();

    @Test
    void everybodyHasAWordOfTheirOwn() {
        var models =
                Stream.of(
                        "eu.anthropic.claude-sonnet-4-5-20250929-v1:0",
                        "amazon.nova-pro-v1:0",
                        "us.amazon.nova-2-lite-v1:0",
                        "openai.gpt-oss-120b-1:0",
                        "deepseek.v3-v1:0",
                        "moonshot.kimi-k2-thinking");
        var words =
                Stream.concat(
                                KnownDialects.all().values().stream()
                                        .map(dialect -> dialect.signatory("m")),
                                models.map(converse::signatory))
                        .toList();

        assertThat(words).hasSize(10).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "us.anthropic.claude-opus-4-6-v1, eu.anthropic.claude-sonnet-4-5-20250929-v1:0, true",
        "us.anthropic.claude-opus-4-6-v1, us.amazon.nova-2-lite-v1:0, false",
        "us.anthropic.claude-opus-4-6-v1, us.deepseek.r1-v1:0, false",
        "us.deepseek.r1-v1:0, us.deepseek.r1-v1:0, true",
        "us.deepseek.r1-v1:0, moonshot.kimi-k2-thinking, false",
    })
    void aSignatureGoesBackToTheFamilyThatMadeIt(String maker, String model, boolean taken) {
        var told = converse.signatory(maker).marked("c2ln");

        assertThat(converse.signatory(model).own(told)).isEqualTo(taken ? "c2ln" : null);
        assertThat(Signer.isOurs(told)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "abcde", "ab-c", "abcé"})
    void wordsAreFourLettersThatBase64Has(String word) {
        assertThatThrownBy(() -> new Signatory(word))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: 4 letters or digits");
    }
}
