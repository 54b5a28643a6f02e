package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream.Behaviour;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What becomes of a call is counted once, when it is over: also of a stream that broke off in its
/// middle, and by the breaker.
@Timeout(30)
final class AttemptOutcomesTest extends PlaneTest {
    private static final String FIRST = Behaviours.chunk("Hel");
    private static final String LIMIT = VendorErrors.LIMIT.event(Vendor.CHAT);

    static Stream<Arguments> streams() {
        return Stream.of(
                arguments("ok", Behaviours.openAi()),
                arguments("upstream_reset", Behaviours.cutAfter(FIRST)),
                arguments("upstream_reset", Behaviours.events(FIRST)),
                arguments("upstream_reset", Behaviours.cutAfter()),
                arguments("upstream_malformed", Behaviours.events(FIRST, "data: {\n\n")),
                arguments("rate_limited", Behaviours.events(FIRST, LIMIT)),
                arguments("rate_limited", Behaviours.events(LIMIT)),
                arguments(
                        "upstream_error",
                        Behaviours.events(FIRST, VendorErrors.OVERLOADED.event(Vendor.CHAT))),
                arguments("rejected", Behaviours.json(400, "{}")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void aStreamIsCountedByItsEnd(String outcome, Behaviour upstream) throws IOException {
        gateway.use("openai", "openai", upstream);

        for (var client : List.of(Vendor.CHAT, Vendor.CHAT)) {
            gateway.request("POST", client.path(true), client.request(true));
        }

        assertThat(counts()).containsExactly(outcome + " 2.0");
    }

    @ParameterizedTest
    @CsvSource({"openai, openai", "anthropic, openai"})
    void aTranslatedOrPassedStreamThatBreaksIsNoGoodOne(String protocol, String type)
            throws IOException {
        gateway.use(protocol, type, Behaviours.cutAfter(FIRST));
        var client = protocol.equals("openai") ? Vendor.CHAT : Vendor.MESSAGES;

        gateway.request("POST", client.path(true), client.request(true));

        assertThat(counts()).containsExactly("upstream_reset 1.0");
    }

    @Test
    void bytesThatBreakOffAreNoGoodAnswer() throws IOException {
        gateway.use(
                "openai",
                "openai",
                Behaviours.raw(
                        "HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: 9\r\n\r\nabc"));

        gateway.request("POST", "/v1/audio/speech", "{\"model\":\"tts\",\"input\":\"hi\"}");

        assertThat(counts()).containsExactly("upstream_reset 1.0");
    }

    @Test
    void aWholeAnswerIsCountedOnce() throws IOException {
        gateway.chat(Vendor.CHAT.request(false));

        assertThat(counts()).containsExactly("ok 1.0");
    }

    @Test
    void aClientThatLeavesIsNoOutcomeOfTheUpstreams() throws Exception {
        gateway.use("openai", "openai", Behaviours.silentAfter(FIRST));
        var sink = new CollectingSink();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var turn =
                    threads.submit(() -> {
                        gateway.request(
                                "POST", Vendor.CHAT.path(true), Vendor.CHAT.request(true), sink);
                        return "";
                    });
            Awaitility.await().until(() -> sink.text().contains(FIRST));
            sink.leave();
            assertThatThrownBy(() -> turn.get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(IOException.class);
        }

        assertThat(counts()).containsExactly("cancelled 1.0");
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT, true, true",
        "CHAT, true, false",
        "CHAT, false, true",
        "CHAT, false, false",
        "MESSAGES, true, true",
        "MESSAGES, false, true",
        "RESPONSES, true, true",
        "RESPONSES, false, true",
        "GENERATE, true, true",
        "GENERATE, false, true",
    })
    void aLimitWithinAStreamOpensTheBreakerWhereLimitsCount(
            Vendor vendor, boolean counts, boolean behindTheFirstToken) throws IOException {
        var limit = VendorErrors.LIMIT.event(vendor);
        gateway.upstream.then(
                behindTheFirstToken
                        ? Behaviours.events(vendor.opening(), vendor.token("Hel"), limit)
                        : Behaviours.events(limit));
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - id: fake
                            provider_type: %s
                            api_key: sk-upstream
                            base_url: %s
                            network: {max_retries: 0}
                        circuitBreakers:
                          - {id: b, subject: {type: provider, id: fake}, error_threshold: 1,
                             error_percent: 0, count_429: %s}
                        llmRoutes:
                          - id: route
                            protocol: %s
                            auth_policy: {require_virtual_key: false}
                            target_policy: {provider_id: fake}
                        """
                                .formatted(
                                        vendor.type(),
                                        gateway.upstream.baseUrl(),
                                        counts,
                                        vendor.protocol())));
        var target = vendor.path(true) + (vendor == Vendor.GENERATE ? "?alt=sse" : "");

        gateway.ask("POST", target, "application/json", vendor.request(true));
        var code = gateway.errorCode();
        gateway.upstream.then(Behaviours.events(vendor.stream()));
        gateway.ask("POST", target, "application/json", vendor.request(true));

        assertThat(code).isEqualTo("rate_limit_exceeded");
        assertThat(gateway.upstream.requests()).hasSize(counts ? 1 : 2);
        assertThat(gateway.errorCode()).isEqualTo(counts ? "circuit_open" : "");
    }

    private List<String> counts() {
        var name = "agw_upstream_attempts_total{outcome=\"";
        return gateway.meters()
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).replaceAll("\".*}", ""))
                .toList();
    }
}
