package io.agw.server.guard.toxicity;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.guardrail.ToxicityConfig;
import io.agw.server.guard.finding.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ToxicityTest {
    private static final Toxicity USUAL = new Toxicity(new ToxicityConfig(0.6));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Nobody asked. Go kill yourself!|threat",
                "I WILL FIND YOU, you subhumans|hate,threat",
                "what an a$$h0le he is|insult",
                "b i t c h, that is what she is|insult",
                "you stupid idiot, you make me sick|insult",
                "this fucking thing is shit, damn|profanity",
                "Verpiss dich, du Trottel|insult",
                "espèce de connard|insult",
                "eres un gilipollas|insult",
                "vai se foder|insult",
                "sei uno stronzo|insult",
                "ты мудак|insult",
                "你去死吧|threat"
            })
    void whatHurtsIsFoundByItsKind(String text, String labels) {
        assertThat(USUAL.inspect(text))
                .isInstanceOfSatisfying(
                        Verdict.Found.class,
                        found -> assertThat(String.join(",", found.labels())).isEqualTo(labels));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Please explain how a whale dives.",
                "That was a stupid mistake of mine.",
                "Scunthorpe, Essex and the cockpit of a Hancock",
                "The process was killed; kill -9 yourself if it hangs",
                "Das Arsenal lag in Assling",
                "Classic assessments of the assassin"
            })
    void othersAreLeftAlone(String text) {
        assertThat(USUAL.inspect(text)).isEqualTo(Verdict.CLEAN);
    }

    @Test
    void theThresholdDecides() {
        var text = "That was a stupid mistake of mine.";

        assertThat(new Toxicity(new ToxicityConfig(0.3)).inspect(text))
                .isInstanceOf(Verdict.Found.class);
        assertThat(new Toxicity(new ToxicityConfig(1)).inspect("go kill yourself"))
                .isEqualTo(Verdict.CLEAN);
    }

    @Test
    void aWordCountsOnceHoweverOftenItIsSaid() {
        assertThat(USUAL.inspect("stupid ".repeat(1_000))).isEqualTo(Verdict.CLEAN);
    }
}
