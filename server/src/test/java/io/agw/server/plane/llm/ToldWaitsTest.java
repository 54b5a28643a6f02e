package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream.Behaviour;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Waits that vendors ask for in their errors: what the gateway makes of them, and what clients
/// hear.
@Timeout(30)
final class ToldWaitsTest extends PlaneTest {
    private static final String GOOGLE =
            "{\"error\":{\"code\":429,\"message\":\"m\",\"status\":\"RESOURCE_EXHAUSTED\",\"details\":"
                    + "[{\"@type\":\"type.googleapis.com/google.rpc.QuotaFailure\"},"
                    + "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"%s\"}]}}";
    private static final String CODEX =
            "{\"error\":{\"type\":\"usage_limit_reached\",\"message\":\"m\",%s}}";
    private static final String SEVEN = "date: Fri, 27 Nov 2026 07:00:00 GMT";

    /// The same wait of 46 s, in each vendor's words.
    static Stream<Arguments> alike() {
        return Stream.of(
                Arguments.of("gemini", limit(GOOGLE.formatted("45.837906927s"))),
                Arguments.of("gemini", limit("[" + GOOGLE.formatted("46s") + "]")),
                Arguments.of("openai", limit(CODEX.formatted("\"resets_in_seconds\":46"))),
                Arguments.of("openai", limit(CODEX.formatted("\"resets_at\":1795762846"), SEVEN)),
                Arguments.of("openai", limit("{}", "retry-after: 46")),
                Arguments.of("openai", limit("{}", "retry-after-ms: 45900")),
                Arguments.of(
                        "openai",
                        limit("{}", SEVEN, "retry-after: Fri, 27 Nov 2026 07:00:46 GMT")));
    }

    static Stream<Arguments> waits() {
        return Stream.of(
                Arguments.of(GOOGLE.formatted("45.837906927s"), List.of(), "46"),
                Arguments.of(GOOGLE.formatted("999999999s"), List.of(), "999999999"),
                Arguments.of(GOOGLE.formatted("5s"), List.of("retry-after: 70"), "70"),
                Arguments.of(GOOGLE.formatted("9999999999s"), List.of(), null),
                Arguments.of(GOOGLE.formatted("-5s"), List.of(), null),
                Arguments.of(CODEX.formatted("\"resets_in_seconds\":86400"), List.of(), "86400"),
                Arguments.of(CODEX.formatted("\"resets_in_seconds\":-1"), List.of(), null),
                Arguments.of(CODEX.formatted("\"resets_at\":1795762890"), List.of(SEVEN), "90"),
                Arguments.of(CODEX.formatted("\"resets_at\":1795762890"), List.of(), null),
                Arguments.of(CODEX.formatted("\"resets_at\":1795762890.5"), List.of(SEVEN), null),
                Arguments.of(
                        "{\"error\":{\"code\":\"x\",\"resets_in_seconds\":9}}", List.of(), null));
    }

    @ParameterizedTest
    @MethodSource("waits")
    void aWaitThatOnlyTheErrorTellsIsTold(String body, List<String> headers, String told)
            throws IOException {
        use("openai", "api_key: sk");
        gateway.upstream.then(limit(body, headers.toArray(String[]::new)));

        assertThat(chat().headers().get("retry-after")).isEqualTo(told);
    }

    /// Google's libraries read it there: https://cloud.google.com/apis/design/errors.
    @ParameterizedTest
    @CsvSource({
        "gemini, generateContent",
        "gemini, streamGenerateContent",
        "openai, generateContent"
    })
    void clientsOfGeminiAreToldInTheErrorToo(String type, String method) throws IOException {
        gateway.use("gemini", type, limit(GOOGLE.formatted("12s")));

        var reply = generate(method);

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.headers()).containsEntry("retry-after", "12");
        var document = reply.json();
        var error = (document.isArray() ? document.path(0) : document).path("error");
        assertThat(error.path("code").intValue()).isEqualTo(429);
        assertThat(error.path("status").stringValue()).isEqualTo("RESOURCE_EXHAUSTED");
        assertThat(retryDelay(error)).containsExactly("12s");
    }

    @Test
    void clientsOfGeminiAreToldOfNoWaitThatNobodyAsksFor() throws IOException {
        gateway.use("gemini", "gemini", limit("{}"));

        assertThat(retryDelay(generate("generateContent").json().path("error"))).isEmpty();
    }

    @Test
    void aLimitOfASubscriptionIsToldToResponsesWithItsEnd() throws IOException {
        use("openai", "api_key: sk");
        gateway.upstream.then(limit(CODEX.formatted("\"resets_in_seconds\":86400")));

        var error = respond().json().path("error");

        assertThat(error.path("type").stringValue()).isEqualTo("usage_limit_reached");
        assertThat(error.path("code").stringValue()).isEqualTo("usage_limit_reached");
        assertThat(error.path("resets_in_seconds").intValue()).isEqualTo(86_400);
    }

    @ParameterizedTest
    @MethodSource("alike")
    void aCredentialIsLeftAloneAsLongAndTheClientHearsHowLong(String type, Behaviour limit)
            throws IOException {
        use(type, "", "{id: one, provider_id: p, attributes: {api_key: sk-1}}");
        gateway.upstream.then(limit);

        assertThat(chat().headers()).containsEntry("retry-after", "46");
        var reply = chat();

        assertThat(reply.status()).isEqualTo(429);
        assertThat(Integer.parseInt(reply.headers().get("retry-after"))).isBetween(20, 46);
        assertThat(gateway.upstream.requests()).hasSize(1);
    }

    /// As the limit itself was told that set the key aside.
    @Test
    void whatLimitItWasIsToldAsLongAsItLasts() throws IOException {
        use("openai", "", "{id: one, provider_id: p, attributes: {api_key: sk-1}}");
        gateway.upstream.then(limit(CODEX.formatted("\"resets_in_seconds\":86400")));

        for (int i = 0; i < 2; i++) {
            var error = respond().json().path("error");
            assertThat(error.path("type").stringValue()).isEqualTo("usage_limit_reached");
            assertThat(error.path("code").stringValue()).isEqualTo("usage_limit_reached");
            assertThat(error.path("resets_in_seconds").intValue()).isBetween(86_370, 86_400);
            assertThat(error.path("message").stringValue()).contains("usage_limit_reached");
        }
        assertThat(chat().json().at("/error/code").stringValue()).isEqualTo("usage_limit_reached");
        assertThat(gateway.upstream.requests()).hasSize(1);
    }

    @Test
    void aKeyThatALimitRepeatsIsNotKeptAsItsWord() throws IOException {
        use("openai", "", "{id: one, provider_id: p, attributes: {api_key: sk-upstream}}");
        gateway.upstream.then(
                limit(
                        "{\"error\":{\"code\":\"sk-upstream\",\"type\":\"sk-upstream\"}}",
                        "retry-after: 46"));

        for (int i = 0; i < 2; i++) {
            assertThat(chat().text()).contains("rate_limit_exceeded").doesNotContain("sk-upstream");
        }
        assertThat(gateway.upstream.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"gemini, 0.7s", "openai, 0.700s"})
    void aTargetIsAskedAgainNoSoonerThanItSays(String type, String delay) throws IOException {
        use(type, "api_key: sk");
        gateway.upstream.then(limit(GOOGLE.formatted(delay)), limit("{}"), limit("{}"));
        long begun = System.nanoTime();

        chat();

        assertThat(gateway.upstream.requests()).hasSize(2);
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isGreaterThanOrEqualTo(Duration.ofMillis(700));
    }

    @ParameterizedTest
    @MethodSource("alike")
    void aTargetThatAsksForTooLongAWaitIsNotAskedAgain(String type, Behaviour limit)
            throws IOException {
        use(type, "api_key: sk");
        gateway.upstream.then(limit);

        assertThat(chat().headers()).containsEntry("retry-after", "46");
        assertThat(gateway.upstream.requests()).hasSize(1);
    }

    private static Behaviour limit(String body, String... headers) {
        return Behaviours.json(429, body, headers);
    }

    private static List<String> retryDelay(JsonNode error) {
        return error.path("details")
                .valueStream()
                .filter(detail ->
                        detail.path("@type")
                                .asString("")
                                .equals("type.googleapis.com/google.rpc.RetryInfo"))
                .map(detail -> detail.path("retryDelay").asString(""))
                .toList();
    }

    private CollectingSink chat() throws IOException {
        return gateway.chat(
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    }

    private CollectingSink respond() throws IOException {
        return gateway.request("POST", "/v1/responses", "{\"model\":\"m\",\"input\":\"hi\"}");
    }

    private CollectingSink generate(String method) throws IOException {
        return gateway.request(
                "POST",
                "/v1beta/models/m:" + method,
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}");
    }

    /// @param key of the provider's own; empty for none
    private void use(String type, String key, String... credentials) {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - id: p
                            provider_type: %s
                            base_url: %s
                            network: {max_retries: 1, retry_delay_seconds: 0}
                            %s
                        credentials: [%s]
                        llmRoutes:
                          - id: r
                            protocol: openai
                            auth_policy: {require_virtual_key: false}
                            target_policy: {provider_id: p}
                        """
                                .formatted(
                                        type,
                                        gateway.upstream.baseUrl(),
                                        key,
                                        String.join(", ", credentials))));
    }
}
