package io.agw.server.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.CircuitBreaker;
import io.agw.server.upstream.TestSnapshots;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Which breaker is for which provider.
final class BreakerTableTest {
    private static final String PROVIDERS =
            """
            providers:
              - {id: p, provider_type: echo}
              - {id: q, provider_type: echo}
            """;

    @Test
    void theOneThatNamesTheProviderComesBeforeTheOneForEach() {
        var breakers =
                TestSnapshots.of(
                                PROVIDERS
                                        + """
                                        circuitBreakers:
                                          - {id: own, subject: {type: provider, id: p}}
                                          - {id: each, subject: {type: provider, id: '*'}}
                                        """)
                        .breakers();

        assertThat(List.of("p", "q"))
                .map(breakers::of)
                .map(BreakerTableTest::id)
                .containsExactly("own", "each");
    }

    @Test
    void thereNeedBeNone() {
        assertThat(TestSnapshots.of(PROVIDERS).breakers().of("p")).isNull();
    }

    private static @Nullable String id(@Nullable CircuitBreaker breaker) {
        return breaker == null ? null : breaker.id();
    }
}
