package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.call.EgressPolicy;
import io.agw.server.call.EgressRule;
import io.agw.server.upstream.LocalClient;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Ollama where it is unless somebody says otherwise. Nobody is called: whatever listens there is
/// not the test's.
@Timeout(30)
final class OllamaTest {
    @Test
    void aProviderWithoutAnAddressIsLookedForOnTheMachineItselfAndMayBeCalled() throws IOException {
        var asked = new ConcurrentHashMap<InetAddress, Optional<String>>();
        var usual = new EgressPolicy(true, List.of());
        EgressRule rule =
                address -> {
                    asked.put(address, usual.objection(address));
                    return Optional.of("would be called");
                };
        try (var gateway = new PlaneHarness(PlaneHarness.SETTINGS, new LocalClient(rule))) {
            gateway.use(
                    TestSnapshots.of(
                            """
                            providers: [{id: local, provider_type: ollama}]
                            llmRoutes:
                              - id: r
                                protocol: openai
                                auth_policy: {require_virtual_key: false}
                                target_policy: {provider_id: local}
                            """));

            gateway.chat("{\"model\":\"m\",\"messages\":[]}");

            assertThat(gateway.errorCode()).isEqualTo("upstream_forbidden");
            assertThat(asked).isNotEmpty();
            assertThat(asked.keySet()).allMatch(InetAddress::isLoopbackAddress);
            assertThat(asked.values()).containsOnly(Optional.empty());
            assertThat(gateway.spans())
                    .anySatisfy(span -> assertThat(span.toString()).contains("localhost:11434"));
        }
    }
}
