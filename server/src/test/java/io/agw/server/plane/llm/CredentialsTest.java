package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream.Behaviour;
import io.agw.server.upstream.SeenRequest;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Routes whose provider is called with managed credentials, against an upstream that judges each
/// key for itself.
@Timeout(30)
final class CredentialsTest {
    private final Map<String, Behaviour> byKey = new ConcurrentHashMap<>();
    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway =
                new PlaneHarness((request, wire) ->
                        byKey.getOrDefault(key(request), Behaviours.json(401, "{}"))
                                .serve(request, wire));
        takes("sk-a", "sk-b", "sk-c", "sk-own");
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @Test
    void theyTakeTurnsWithinTheHighestPriority() throws IOException {
        use("", credential("a", 1), credential("b", 1), credential("c", 0));

        for (int i = 0; i < 4; i++) {
            assertThat(chat()).isEqualTo(200);
        }

        assertThat(keys()).containsExactly("sk-a", "sk-b", "sk-a", "sk-b");
    }

    @Test
    void theFirstIsUsedUntilItIsFullWhereTheRouteSaysSo() throws IOException {
        use("credential_selector: fill_first", credential("a", 0), credential("b", 0));
        chat();
        chat();
        byKey.put("sk-a", limited("30"));

        chat();
        chat();

        assertThat(keys()).containsExactly("sk-a", "sk-a", "sk-a", "sk-b", "sk-b");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403, 429})
    void aKeyThatIsRefusedIsFollowedByTheNextAndLeftAloneFromThenOn(int status) throws IOException {
        byKey.put("sk-a", Behaviours.json(status, "{}"));
        use("credential_selector: fill_first", credential("a", 5), credential("b", 0));

        assertThat(chat()).isEqualTo(200);
        assertThat(chat()).isEqualTo(200);

        assertThat(keys()).containsExactly("sk-a", "sk-b", "sk-b");
    }

    @Test
    void aLimitThatIsReportedWithinAnAnswerIsOne() throws IOException {
        byKey.put(
                "sk-a",
                Behaviours.json(200, "{\"error\":{\"code\":429,\"message\":\"slow down\"}}"));
        use("credential_selector: fill_first", credential("a", 5), credential("b", 0));

        assertThat(chat()).isEqualTo(200);
        assertThat(chat()).isEqualTo(200);

        assertThat(keys()).containsExactly("sk-a", "sk-b", "sk-b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"code\":429,\"message\":\"slow down\"}}",
                "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"pay\"}}"
            })
    void aKeyOfWhichTheErrorIsThatBreaksAStreamOffIsLeftAloneFromThenOn(String error)
            throws IOException {
        byKey.put("sk-a", Behaviours.events(Behaviours.chunk("Hel"), "data: " + error + "\n\n"));
        use("credential_selector: fill_first", credential("a", 5), credential("b", 0));

        var streamed = gateway.chat("{\"model\":\"m\",\"stream\":true,\"messages\":[]}");

        assertThat(streamed.text()).contains("Hel").contains("\"error\"");
        assertThat(gateway.usage().outcome()).isEqualTo("truncated");
        assertThat(chat()).isEqualTo(200);

        assertThat(keys()).containsExactly("sk-a", "sk-b");
        assertThat(gateway.meters()).contains("agw_credential_cooldowns_total");
    }

    @ParameterizedTest
    @CsvSource({
        "429, '{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"details\":{\"error_code\":\"enforced_spend_limit_reached\"}}}'",
        "429, '{\"error\":{\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\"}}'",
        "400, '{\"error\":{\"code\":\"billing_hard_limit_reached\"}}'",
        "200, '{\"error\":{\"code\":\"insufficient_quota\"}}'"
    })
    void aSpentAccountIsLeftAloneForEveryModelAndNotTriedAgain(int status, String body)
            throws IOException {
        byKey.put("sk-a", Behaviours.json(status, body));
        use("credential_selector: fill_first", "retries", credential("a", 0));

        var reply = send();

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.text()).contains("upstream_payment_required");
        assertThat(chat("other")).isEqualTo(502);
        assertThat(keys()).containsExactly("sk-a");
    }

    @Test
    void theProvidersOwnKeyComesLast() throws IOException {
        byKey.put("sk-a", limited("30"));
        use("", "own", credential("a", 0));

        assertThat(chat()).isEqualTo(200);
        assertThat(chat()).isEqualTo(200);

        assertThat(keys()).containsExactly("sk-a", "sk-own", "sk-own");
    }

    @Test
    void whenAllAreOverTheirLimitTheClientHearsWhenTheFirstIsBack() throws IOException {
        byKey.put("sk-a", limited("60"));
        byKey.put("sk-b", limited("45"));
        use("", credential("a", 0), credential("b", 0));
        chat();

        var reply = send();

        assertThat(reply.status()).isEqualTo(429);
        assertThat(Integer.parseInt(reply.headers().get("retry-after"))).isBetween(30, 45);
        assertThat(reply.text()).contains("rate_limit_exceeded").contains("over its limit");
        assertThat(keys()).hasSize(2);
    }

    @Test
    void whenAllWereRefusedNobodyIsAskedAndTheAnswerSaysWhoseKeyItWas() throws IOException {
        byKey.put("sk-a", Behaviours.json(401, "{}"));
        use("", credential("a", 0));
        chat();

        var reply = send();

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.text()).contains("upstream_unauthorized");
        assertThat(keys()).hasSize(1);
    }

    @Test
    void aNewSecretIsUsedAtOnce() throws IOException {
        byKey.put("sk-a", Behaviours.json(401, "{}"));
        use("", credential("a", 0));
        chat();

        use("", credential("a", 0).replace("sk-a", "sk-b"));

        assertThat(chat()).isEqualTo(200);
    }

    @Test
    void aSnapshotThatChangesSomethingElseForgetsNothing() throws IOException {
        byKey.put("sk-a", limited("60"));
        use("", credential("a", 0), credential("b", 0));
        chat();
        chat();

        use("credential_selector: fill_first", credential("a", 0), credential("b", 0));
        chat();

        assertThat(keys().stream().filter("sk-a"::equals)).hasSize(1);
    }

    @Test
    void aLimitOfOneModelIsNotAnothers() throws IOException {
        byKey.put(
                "sk-a",
                (request, wire) ->
                        (request.text().contains("\"big\"")
                                        ? limited("60")
                                        : Behaviours.json(200, Behaviours.COMPLETION))
                                .serve(request, wire));
        use("", credential("a", 0));

        assertThat(chat("big")).isEqualTo(429);
        assertThat(chat("big")).isEqualTo(429);
        assertThat(chat("small")).isEqualTo(200);

        assertThat(keys()).hasSize(2);
    }

    @Test
    void aLimitThatPassesSoonIsWaitedForWhereRetriesAreAllowed() throws IOException {
        var calls = new AtomicInteger();
        byKey.put(
                "sk-a",
                (request, wire) ->
                        (calls.incrementAndGet() == 1
                                        ? limited("0")
                                        : Behaviours.json(200, Behaviours.COMPLETION))
                                .serve(request, wire));
        use("", "retries", credential("a", 0));

        assertThat(chat()).isEqualTo(200);
        assertThat(keys()).containsExactly("sk-a", "sk-a");
    }

    @ParameterizedTest
    @CsvSource({"sk-a, provider_id: p", "sk-b, 'provider_type: openai, scope: id:p'"})
    void aCredentialIsForAProviderOrForAllOfAType(String key, String whose) throws IOException {
        use("", "{id: x, " + whose + ", attributes: {api_key: " + key + "}}");

        assertThat(chat()).isEqualTo(200);
        assertThat(keys()).containsExactly(key);
    }

    @Test
    void aCredentialOfAnotherTypeIsNotUsed() throws IOException {
        use(
                "",
                "own",
                "{id: x, provider_type: anthropic, scope: 'id:p', attributes: {api_key: sk-a}}");

        assertThat(chat()).isEqualTo(200);
        assertThat(keys()).containsExactly("sk-own");
    }

    @Test
    void aBurstThatMeetsALimitSetsTheKeyAsideOnce() throws Exception {
        byKey.put("sk-a", limited(""));
        use("", credential("a", 0));

        var clients =
                IntStream.range(0, 20)
                        .mapToObj(_ -> Thread.ofVirtual().start(this::chatQuietly))
                        .toList();
        for (var client : clients) {
            client.join();
        }

        var reply = send();
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.headers().get("retry-after")).isEqualTo("1");
    }

    private void chatQuietly() {
        try {
            chat();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void takes(String... keys) {
        for (var key : keys) {
            byKey.put(key, Behaviours.json(200, Behaviours.COMPLETION));
        }
    }

    private static String credential(String id, int priority) {
        return "{id: %s, provider_id: p, priority: %d, attributes: {api_key: sk-%s}}"
                .formatted(id, priority, id);
    }

    /// @param policy a further member of the route's target policy
    /// @param rest `own` for a key of the provider's own, `retries` to allow one, and credentials
    private void use(String policy, String... rest) {
        var words = List.of(rest);
        var credentials = words.stream().filter(word -> word.startsWith("{")).toList();
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - id: p
                            provider_type: openai
                            base_url: %s
                            %s
                            network: {max_retries: %s, retry_delay_seconds: 0}
                        credentials: [%s]
                        llmRoutes:
                          - id: r
                            protocol: openai
                            auth_policy: {require_virtual_key: false}
                            target_policy:
                              type: direct-provider
                              provider_id: p
                              %s
                        """
                                .formatted(
                                        gateway.upstream.baseUrl(),
                                        words.contains("own") ? "api_key: sk-own" : "",
                                        words.contains("retries") ? "1" : "0",
                                        String.join(", ", credentials),
                                        policy)));
    }

    private static Behaviour limited(String retryAfter) {
        return retryAfter.isEmpty()
                ? Behaviours.json(429, "{}")
                : Behaviours.json(429, "{}", "retry-after: " + retryAfter);
    }

    private int chat() throws IOException {
        return send().status();
    }

    private int chat(String model) throws IOException {
        return gateway.chat("{\"model\":\"" + model + "\",\"messages\":[]}").status();
    }

    private CollectingSink send() throws IOException {
        return gateway.chat("{\"model\":\"m\",\"messages\":[]}");
    }

    private List<String> keys() {
        return gateway.upstream.requests().stream().map(CredentialsTest::key).toList();
    }

    private static String key(SeenRequest request) {
        return request.header("authorization").replace("Bearer ", "");
    }
}
