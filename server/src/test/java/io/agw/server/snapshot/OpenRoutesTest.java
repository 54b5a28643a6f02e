package io.agw.server.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.problem.Code;
import io.agw.server.upstream.TestSnapshots;
import org.junit.jupiter.api.Test;

/// Routes that ask for no key.
final class OpenRoutesTest {
    private static final String ROUTE =
            """
            providers:
              - {id: echo, provider_type: echo}
            llmRoutes:
              - id: open
                protocol: openai
                disabled: %s
                auth_policy: {require_virtual_key: false}
                target_policy: {provider_id: echo}
            """;

    @Test
    void areServedWhereOnlyThisMachineReachesThem() {
        assertThat(TestSnapshots.compile(ROUTE.formatted(false), true))
                .isInstanceOf(Compiled.Done.class);
    }

    @Test
    void areAnErrorWhereOtherMachinesReachThem() {
        assertThat(TestSnapshots.compile(ROUTE.formatted(false), false))
                .isInstanceOfSatisfying(
                        Compiled.Faulty.class,
                        faulty -> {
                            var problem = faulty.problems().getFirst();
                            assertThat(problem.code()).isEqualTo(Code.OPEN_ROUTE);
                            assertThat(problem.message()).contains("require_virtual_key: false");
                        });
        assertThat(TestSnapshots.compile(ROUTE.formatted(true), false))
                .isInstanceOf(Compiled.Done.class);
    }
}
