package io.agw.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.TestSnapshots;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What breakers go by.
final class BreakerRuleTest {
    @Test
    void whereNothingIsSaidItIsWhatAnObjectSaysByDefault() {
        assertThat(rule("")).isEqualTo(BreakerRule.USUAL);
        assertThat(BreakerRule.USUAL.isOff()).isFalse();
    }

    @Test
    void aDisabledOneIsOff() {
        assertThat(rule(", disabled: true").isOff()).isTrue();
        assertThat(BreakerRule.OFF.isOff()).isTrue();
    }

    private static BreakerRule rule(String members) {
        var snapshot =
                TestSnapshots.of(
                        """
                        providers:
                          - {id: p, provider_type: echo}
                        circuitBreakers:
                          - {id: b, subject: {type: provider, id: p}%s}
                        """
                                .formatted(members));
        return BreakerRule.of(Objects.requireNonNull(snapshot.breakers().of("p")));
    }
}
