package io.agw.server.plane.llm;

import static io.agw.server.plane.llm.PlaneHarness.received;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.TestSnapshots;
import io.agw.store.SpanAttribute;
import io.agw.store.SpanRecord;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a provider is told of the trace that its call belongs to, and what spans call it.
@Timeout(30)
final class TracedCallsTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(Behaviours.json(200, Behaviours.COMPLETION));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'', /v1/chat/completions, true",
        "'', /v1/images/generations, true",
        "trace_context: false, /v1/chat/completions, false",
        "trace_context: false, /v1/images/generations, false",
    })
    void aProviderIsToldOfTheTraceUnlessItSaysOtherwise(String setting, String path, boolean told)
            throws IOException {
        use("openai", setting);

        ask(path);

        var seen = gateway.upstream.requests().getFirst();
        var call = gateway.spans().getLast();
        assertThat(seen.header("traceparent"))
                .isEqualTo(told ? "00-" + TRACE + "-" + call.spanId() + "-01" : "");
        assertThat(seen.header("tracestate")).isEqualTo(told ? "vendor=1" : "");
        assertThat(seen.header("baggage")).isEmpty();
        assertThat(gateway.spans())
                .extracting(SpanRecord::kind)
                .containsExactly("server", "internal", "client");
        assertThat(gateway.spans()).extracting(SpanRecord::traceId).containsOnly(TRACE);
    }

    @ParameterizedTest
    @CsvSource({"openai, openai", "mistral, mistral_ai", "xai, x_ai", "ollama, ollama"})
    void aSpanNamesTheVendorAsOpenTelemetryDoes(String type, String vendor) throws IOException {
        use(type, "");

        ask("/v1/chat/completions");

        assertThat(gateway.spans().getLast().attributes())
                .contains(new SpanAttribute.Text("gen_ai.provider.name", vendor));
    }

    private void ask(String path) throws IOException {
        var sink = new CollectingSink();
        gateway.serve(
                received(
                        "POST",
                        path,
                        "{\"model\":\"m\",\"messages\":[]}",
                        "content-type",
                        "application/json",
                        "traceparent",
                        "00-" + TRACE + "-00f067aa0ba902b7-01",
                        "tracestate",
                        "vendor=1",
                        "baggage",
                        "user=alice"),
                sink);
        assertThat(sink.status()).as(sink.text()).isEqualTo(200);
    }

    private void use(String type, String setting) {
        var members =
                List.of(
                        "id: fake",
                        "provider_type: " + type,
                        "api_key: k",
                        "base_url: " + gateway.upstream.baseUrl(),
                        setting.isEmpty() ? "disabled: false" : setting);
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - {%s}
                        llmRoutes:
                          - id: route
                            protocol: openai
                            auth_policy: {require_virtual_key: false}
                            target_policy: {provider_id: fake}
                        """
                                .formatted(String.join(", ", members))));
    }
}
