package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Turns that a cache answers.
@Timeout(60)
final class CachedTurnsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String HEADER = "x-agw-cache";

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness();
        gateway.upstream.then(Behaviours.openAi());
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @Test
    void theSameRequestIsAnsweredAgainAndAsksNobody() throws IOException {
        use("type: exact, scope: route", "");
        var first = chat("", "hi", false);
        gateway.cacheNanos.addAndGet(3_000_000_000L);
        var again = chat("", "hi", false);

        assertThat(first.headers()).containsEntry(HEADER, "miss").doesNotContainKey("age");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.headers())
                .containsEntry(HEADER, "hit")
                .containsEntry("age", "3")
                .containsEntry("content-type", "application/json")
                .doesNotContainKey("x-agw-attempts");
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(gateway.upstream.requests()).hasSize(1);
        var row = gateway.usage();
        assertThat(row.outcome()).isEqualTo("cache_hit");
        assertThat(row.succeeded()).isTrue();
        assertThat(row.attempts()).isZero();
        assertThat(row.tokens()).isNull();
        assertThat(row.cost()).isNull();
        assertThat(row.decisions().cache()).isEqualTo("hit");
        assertThat(gateway.spans().toString()).contains("agw.cache, value=hit");
        assertThat(gateway.meters())
                .contains(
                        "llm_cache_hits_total{model=\"m\",provider=\"fake\"} 1.0",
                        "llm_cache_misses_total{model=\"m\",provider=\"fake\"} 1.0");
    }

    @ParameterizedTest
    @EnumSource(PieceByPiece.class)
    void aStreamIsAnsweredAgainByteForByte(PieceByPiece dialect) throws IOException {
        gateway.upstream.then(
                Behaviours.events(
                        dialect.events(List.of("Hel", "lo"), List.of("{}"))
                                .toArray(String[]::new)));
        use("type: exact, scope: route", dialect, "");
        var first = ask(dialect);
        gateway.upstream.then(Behaviours.json(500, "{}"));
        var again = ask(dialect);

        assertThat(first.headers()).containsEntry(HEADER, "miss");
        assertThat(again.headers())
                .containsEntry(HEADER, "hit")
                .containsEntry("content-type", first.headers().get("content-type"));
        assertThat(again.text()).isEqualTo(first.text()).contains("Hel");
        assertThat(again.hasEnded()).isTrue();
        assertThat(gateway.usage().outcome()).isEqualTo("cache_hit");
    }

    @Test
    void aTranslatedAnswerIsKeptInTheClientsWords() throws IOException {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers: [{id: fake, provider_type: openai, api_key: sk, base_url: %s}]
                        caches: [{id: c, type: exact, scope: route}]
                        llmRoutes:
                          - {id: route, protocol: anthropic, cache_id: c, auth_policy: {require_virtual_key: false},
                             target_policy: {provider_id: fake}}
                        """
                                .formatted(gateway.upstream.baseUrl())));
        for (var stream : List.of("false", "true")) {
            var request =
                    "{\"model\":\"m\",\"max_tokens\":9,\"stream\":"
                            + stream
                            + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
            var first = gateway.request("POST", "/v1/messages", request);
            var again = gateway.request("POST", "/v1/messages", request);

            assertThat(first.headers()).containsEntry(HEADER, "miss");
            assertThat(again.headers()).containsEntry(HEADER, "hit");
            assertThat(again.text()).isEqualTo(first.text()).contains("message");
        }
        assertThat(gateway.upstream.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type: exact",
                "type: prefix, messages: 1, ignore_suffix: true",
                "type: semantic, embedding: {route_id: embed, model: e}"
            })
    void twoKeysShareNothingUnlessTheBundleSaysSo(String cache) throws IOException {
        for (var scope : List.of("virtual_key", "team")) {
            use(cache + ", scope: " + scope, "");
            assertThat(chat("vk-ann-key", "hi", false).headers()).containsEntry(HEADER, "miss");
            assertThat(chat("vk-ann-key", "hi", false).headers()).containsEntry(HEADER, "hit");
            assertThat(chat("vk-bob-key", "hi", false).headers())
                    .containsEntry(HEADER, scope.equals("team") ? "hit" : "miss");
            assertThat(chat("vk-eve-key", "hi", false).headers()).containsEntry(HEADER, "miss");
            assertThat(chat("vk-eve-key", "hi", true).headers()).containsEntry(HEADER, "miss");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200|{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"length\"}]}",
                "200|{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"content_filter\"}]}",
                "429|{\"error\":{\"message\":\"slow\"}}",
                "400|{\"error\":{\"message\":\"bad\"}}"
            })
    void onlyCleanAnswersAreKept(int status, String body) throws IOException {
        gateway.upstream.then(Behaviours.json(status, body));
        use("type: exact, scope: route", "");
        for (int i = 0; i < 2; i++) {
            assertThat(chat("", "hi", false).headers()).containsEntry(HEADER, "miss");
        }
        assertThat(gateway.caches.view("c").orElseThrow().entries()).isZero();
    }

    @Test
    void aStreamThatBreaksOffIsNotKept() throws IOException {
        gateway.upstream.then(Behaviours.cutAfter(Behaviours.chunk("Hel")));
        use("type: exact, scope: route", "");
        chat("", "hi", true);

        assertThat(chat("", "hi", true).headers()).containsEntry(HEADER, "miss");
    }

    @Test
    void aStreamThatItsClientLeavesIsNotKept() throws IOException {
        use("type: exact, scope: route", "");
        var sink = new CollectingSink();
        sink.leave();
        try {
            gateway.request("POST", CHAT, body("hi", true), sink);
        } catch (IOException _) {
            // gone, as it should be
        }

        assertThat(gateway.caches.view("c").orElseThrow().entries()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/responses|{\"model\":\"m\",\"input\":\"x\"}|bypass",
                "/v1/responses|{\"model\":\"m\",\"input\":\"x\",\"store\":false}|miss",
                "/v1/responses|{\"model\":\"m\",\"input\":\"x\",\"store\":false,\"background\":true}|bypass",
                "/v1/responses|{\"model\":\"m\",\"input\":\"x\",\"store\":false,\"conversation\":\"c\"}|bypass",
                "/v1/chat/completions|{\"model\":\"m\",\"messages\":[],\"store\":true}|bypass",
                "/v1/chat/completions|{\"model\":\"m\",\"messages\":[],\"tools\":[{\"type\":\"mcp\"}]}|bypass",
                "/v1/embeddings|{\"model\":\"m\",\"input\":\"x\"}|miss"
            })
    void whatIsMoreThanAnAnswerGoesPastTheCache(String path, String body, String word)
            throws IOException {
        gateway.upstream.then(Behaviours.json(200, "{\"data\":[],\"status\":\"completed\"}"));
        use("type: exact, scope: route", "");

        assertThat(gateway.request("POST", path, body).headers()).containsEntry(HEADER, word);
        assertThat(gateway.usage().decisions().cache()).isEqualTo(word);
        assertThat(gateway.request("POST", path, body).headers())
                .containsEntry(HEADER, word.equals("miss") ? "hit" : word);
    }

    @Test
    void guardrailsLookAtWhatIsAnsweredAgain() throws IOException {
        use("type: exact, scope: route", "");
        chat("", "hi", false);
        chat("", "hi", true);
        use(
                "type: exact, scope: route",
                "- {id: g, type: content_policy, stage: output, action: redact, config: {words: [Hello]}}");
        var whole = chat("", "hi", false);
        var stream = chat("", "hi", true);
        assertThat(whole.headers()).containsEntry(HEADER, "hit");
        assertThat(whole.text()).doesNotContain("Hello");
        assertThat(stream.headers()).containsEntry(HEADER, "hit");
        assertThat(stream.text()).doesNotContain("Hel").contains("[DONE]");
        assertThat(gateway.spans().toString()).contains("g output redacted");

        use(
                "type: exact, scope: route",
                "- {id: g, type: content_policy, stage: output, action: block, stream_mode: hold, config: {words: [Hello]}}");
        assertThat(chat("", "hi", false).status()).isEqualTo(400);
        assertThat(chat("", "hi", true).text())
                .contains("guardrail_blocked")
                .doesNotContain("Hel\"");
        assertThat(gateway.usage().outcome()).isEqualTo("refused");
        assertThat(gateway.upstream.requests()).hasSize(2);
    }

    @Test
    void whatGuardrailsReplaceInARequestIsWhatIsLookedUp() throws IOException {
        use(
                "type: exact, scope: route",
                "- {id: g, type: pii, stage: input, action: redact, config: {entities: [email]}}");
        chat("", "I am ann@example.com", false);

        assertThat(chat("", "I am bob@example.com", false).headers()).containsEntry(HEADER, "hit");
    }

    @Test
    void geminisArrayIsMadeOfTheSameEvents() throws IOException {
        var dialect = PieceByPiece.GENERATE;
        gateway.upstream.then(
                Behaviours.events(
                        dialect.events(List.of("Hel", "lo"), List.of("{}"))
                                .toArray(String[]::new)));
        use("type: exact, scope: route", dialect, "");
        ask(dialect);
        var array = gateway.request("POST", dialect.path, dialect.request());

        assertThat(array.headers())
                .containsEntry(HEADER, "hit")
                .containsEntry("content-type", "application/json");
        assertThat(array.json().at("/0/candidates/0/content/parts/0/text").asString())
                .isEqualTo("Hel");
    }

    @Test
    void limitsCountWhatIsAnsweredAgainAndBudgetsDoNot() throws IOException {
        var cache = "type: exact, scope: virtual_key";
        gateway.use(
                TestSnapshots.of(
                        bundle(cache, "openai", "openai", "")
                                + """
                                rateLimits: [{id: l, subject: {type: global}, requests: 4/h}]
                                budgets: [{id: b, subject: {type: virtual_key, id: ann}, turn_limits: {day: 2}}]
                                """));
        for (int i = 0; i < 3; i++) {
            assertThat(chat("vk-ann-key", "hi", false).headers())
                    .containsEntry(HEADER, i == 0 ? "miss" : "hit");
        }
        assertThat(chat("vk-ann-key", "other", false).status()).isEqualTo(200);
        assertThat(chat("vk-ann-key", "third", false).text()).contains("budget");
        assertThat(gateway.errorCode()).isEqualTo("virtual_key_paused");
        var early = chat("vk-bob-key", "hi", false);
        assertThat(early.text()).contains("rate");
        assertThat(early.headers()).as("nobody asked the cache").doesNotContainKey(HEADER);
    }

    @Test
    void whatAPolicySendsElsewhereHasAnswersOfItsOwn() throws IOException {
        var cache = "type: exact, scope: team";
        var policy =
                "policies: [{id: p, condition: 'true', match: {virtual_key_ids: [bob]}, action: route, params: {provider_id: fake}}]\n";
        gateway.use(TestSnapshots.of(bundle(cache, "openai", "openai", "")));
        chat("vk-ann-key", "hi", false);
        gateway.use(TestSnapshots.of(bundle(cache, "openai", "openai", "") + policy));

        assertThat(chat("vk-ann-key", "hi", false).headers()).containsEntry(HEADER, "hit");
        assertThat(chat("vk-bob-key", "hi", false).headers()).containsEntry(HEADER, "miss");
    }

    @Test
    void clientsMayGoPastIt() throws IOException {
        use("type: exact, scope: route", "");
        chat("", "hi", false);
        var sink = new CollectingSink();
        gateway.serve(
                PlaneHarness.received("POST", CHAT, body("hi", false), "cache-control", "no-store"),
                sink);
        assertThat(sink.headers()).containsEntry(HEADER, "bypass");
        sink = new CollectingSink();
        gateway.serve(
                PlaneHarness.received("POST", CHAT, body("hi", false), "cache-control", "no-cache"),
                sink);
        assertThat(sink.headers()).containsEntry(HEADER, "miss");
        assertThat(gateway.upstream.requests()).hasSize(3);
    }

    @Test
    void aBeginningIsEnoughWhereTheBundleSaysSo() throws IOException {
        use("type: prefix, messages: 1, ignore_suffix: true, scope: route", "");
        var one = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"},%s]}";
        gateway.chat(one.formatted("{\"role\":\"user\",\"content\":\"b\"}"));

        assertThat(gateway.chat(one.formatted("{\"role\":\"user\",\"content\":\"c\"}")).headers())
                .containsEntry(HEADER, "hit");
        assertThat(chat("", "x", false).headers()).containsEntry(HEADER, "miss");
    }

    private CollectingSink ask(PieceByPiece dialect) throws IOException {
        return switch (dialect) {
            case GENERATE -> gateway.ask("POST", dialect.path + "?alt=sse", "", dialect.request());
            case RESPONSES ->
                    gateway.request(
                            "POST",
                            dialect.path,
                            dialect.request().replaceFirst("\\{", "{\"store\":false,"));
            case CHAT, MESSAGES -> gateway.request("POST", dialect.path, dialect.request());
        };
    }

    private void use(String cache, String guardrails) {
        gateway.use(TestSnapshots.of(bundle(cache, "openai", "openai", guardrails)));
    }

    private void use(String cache, PieceByPiece dialect, String guardrails) {
        gateway.use(TestSnapshots.of(bundle(cache, dialect.protocol, dialect.type, guardrails)));
    }

    private String bundle(String cache, String protocol, String type, String guardrails) {
        boolean open = !cache.contains("virtual_key") && !cache.contains("team");
        return """
        providers:
          - {id: fake, provider_type: %s, api_key: sk-upstream, base_url: %s,
             network: {request_timeout_seconds: 5, max_retries: 0}}
        teams: [{id: red}, {id: blue}]
        virtualKeys:
          - {id: ann, value: vk-ann-key, team: red}
          - {id: bob, value: vk-bob-key, team: red}
          - {id: eve, value: vk-eve-key, team: blue}
        caches: [{id: c, %s}]
        %sllmRoutes:
          - {id: route, protocol: %s, cache_id: c, auth_policy: {require_virtual_key: %s}%s,
             target_policy: {provider_id: fake}}
          - {id: embed, protocol: openai, match_policy: {path_prefix: /embed}, target_policy: {provider_id: fake}}
        """
                .formatted(
                        type,
                        gateway.upstream.baseUrl(),
                        cache,
                        guardrails.isEmpty() ? "" : "guardrails:\n" + guardrails.indent(2),
                        protocol,
                        !open,
                        guardrails.isEmpty() ? "" : ", guardrail_ids: [g]");
    }

    private CollectingSink chat(String key, String text, boolean stream) throws IOException {
        var sink = new CollectingSink();
        var received =
                key.isEmpty()
                        ? PlaneHarness.received("POST", CHAT, body(text, stream))
                        : PlaneHarness.received(
                                "POST", CHAT, body(text, stream), "authorization", "Bearer " + key);
        gateway.serve(received, sink);
        return sink;
    }

    private static String body(String text, boolean stream) {
        return "{\"model\":\"m\",\"stream\":"
                + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\""
                + text
                + "\"}]}";
    }
}
