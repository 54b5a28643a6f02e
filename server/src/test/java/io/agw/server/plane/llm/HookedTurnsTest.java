package io.agw.server.plane.llm;

import static io.agw.server.plane.llm.GuardedGateway.letters;
import static io.agw.server.plane.llm.GuardedGateway.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.server.call.EgressPolicy;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import io.agw.server.upstream.LocalClient;
import io.agw.server.upstream.TestSnapshots;
import io.agw.server.upstream.VerdictService;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/// Turns whose texts a service of the operator's judges.
@Timeout(60)
final class HookedTurnsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final VerdictService SERVICE = new VerdictService("s3cret");
    private static final String PASS = "{\"verdict\":\"pass\"}";
    private static final String FAIL =
            "{\"verdict\":\"fail\",\"labels\":[\"customer\",\"call Ann Smith\"]}";
    private static final String INPUT = "stage: input, action: block";
    private static final String HELD = ", stream_mode: hold";

    private PlaneHarness gateway;
    private FakeUpstream service;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(Behaviours.openAi());
        service = FakeUpstream.start(SERVICE.says(PASS));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        service.close();
    }

    @Test
    void whatTheServicePassesGoesOn() throws IOException {
        use(INPUT);
        var sink = new CollectingSink();
        gateway.serve(
                PlaneHarness.received(
                        "POST",
                        "/v1/chat/completions",
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"user\":\"u\"}",
                        "authorization",
                        "Bearer vk-of-the-client",
                        "cookie",
                        "a=vk-of-the-client"),
                sink);

        assertThat(sink.status()).isEqualTo(200);
        var asked = service.requests().getLast();
        assertThat(asked.target()).isEqualTo("/verdicts?of=us");
        assertThat(asked.header("x-tenant")).isEqualTo("ours");
        assertThat(JSON.readTree(asked.body()))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"version":1,"guardrail":"dlp","stage":"input","request_id":"req-1",
                                 "route":"route","model":"m","texts":["hi"],"json":[]}
                                """));
        assertThat(asked.headers().toString()).doesNotContain("vk-of-the-client", "sk-upstream");
        assertThat(gateway.spans().toString())
                .contains("dlp input clean", "webhook", "agw.asked_for, value=guardrail:dlp");
    }

    @Test
    void whatItFailsIsRefusedAndAsksNobodyElse() throws IOException {
        service.then(SERVICE.says(FAIL));
        use(INPUT);

        var refused = chat("who is it?");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text())
                .contains(
                        "guardrail \\\"dlp\\\" found customer, something (expected: none in the input)")
                .doesNotContain("Ann");
        assertThat(gateway.upstream.requests()).isEmpty();
        assertThat(gateway.errorCode()).isEqualTo("guardrail_blocked");
        assertThat(gateway.spans().toString()).contains("dlp input blocked customer,something");
        assertThat(gateway.usage().decisions().toString()).contains("dlp");
        assertThat(gateway.meters())
                .contains(
                        "agw_guardrail_runs_total{guardrail=\"dlp\",outcome=\"blocked\",stage=\"input\"} 1.0",
                        "agw_guardrail_duration_seconds_count{guardrail=\"dlp\"} 1");
    }

    @Test
    void whatIsOnlyFlaggedGoesOn() throws IOException {
        service.then(SERVICE.says(FAIL));
        use("stage: input, action: flag");

        assertThat(chat("who is it?").status()).isEqualTo(200);
        assertThat(gateway.spans().toString()).contains("dlp input flagged customer,something");
    }

    @Test
    void whatItFindsIsTakenOutWhereverItStands() throws IOException {
        service.then(SERVICE.finds("Ann Smith", "customer"));
        use("stage: input, action: redact");

        chat("😀 Ann Smith and Ann Smith, \"Ann Smith\"");
        assertThat(gateway.asked().at("/messages/0/content").asString())
                .isEqualTo("😀 [CUSTOMER] and [CUSTOMER], \"[CUSTOMER]\"");
        assertThat(gateway.spans().toString()).contains("dlp input redacted customer");

        chat("nobody");
        assertThat(gateway.asked().at("/messages/0/content").asString()).isEqualTo("nobody");
        assertThat(gateway.spans().toString()).contains("dlp input clean");
    }

    @Test
    void whereNothingIsSaidOfWhereNothingCanBeTakenOut() throws IOException {
        service.then(SERVICE.says(FAIL));
        use("stage: input, action: redact");

        assertThat(chat("Ann Smith").text()).contains("guardrail_not_answered", "not_a_verdict");
    }

    @ParameterizedTest
    @EnumSource(PieceByPiece.class)
    void aStreamedAnswerIsJudgedOnceHoweverItIsCut(PieceByPiece dialect) throws IOException {
        var answer = "Ask Ann Smith.";
        for (var pieces : List.of(List.of(answer), letters(answer))) {
            use(dialect.protocol, dialect.type, "stage: output, action: block" + HELD, "20s");
            service.then(SERVICE.says(PASS));
            int before = service.requests().size();
            assertThat(said(dialect, stream(dialect, pieces))).isEqualTo(answer);
            assertThat(service.requests()).hasSize(before + 1);
            assertThat(service.requests().getLast().text())
                    .contains("\"texts\":[\"" + answer + "\"]");
            service.then(SERVICE.says(FAIL));
            assertThat(stream(dialect, pieces).text())
                    .contains("guardrail \\\"dlp\\\" found customer")
                    .doesNotContain("Ask");

            use(dialect.protocol, dialect.type, "stage: output, action: redact" + HELD, "20s");
            service.then(SERVICE.finds("Ann Smith", "customer"));
            assertThat(said(dialect, stream(dialect, pieces))).isEqualTo("Ask [CUSTOMER].");
        }
    }

    @Test
    void whatIsTakenOutOfJsonLeavesJson() throws IOException {
        service.then(SERVICE.finds("\\u0041nn Smith", "customer"));
        use("openai", "openai", "stage: tool_input, action: redact" + HELD, "20s");
        var arguments = "{\"who\":\"\\u0041nn Smith\",\"n\":1}";

        var answered = stream(PieceByPiece.CHAT, List.of("ok"), letters(arguments));

        var told = new StringBuilder();
        answered.events().forEach(event -> told.append(PieceByPiece.CHAT.arguments(event)));
        assertThat(told).hasToString("{\"who\":\"[CUSTOMER]\",\"n\":1}");
        assertThat(service.requests().getFirst().text()).contains("\"json\":[0]");
        assertThat(said(PieceByPiece.CHAT, answered)).isEqualTo("ok");
    }

    @Test
    void whatHoldsJsonTogetherCannotBeTakenOut() throws IOException {
        service.then(SERVICE.finds("{\"", "customer"));
        use("openai", "openai", "stage: tool_input, action: redact" + HELD, "20s");

        var refused = stream(PieceByPiece.CHAT, List.of("ok"), List.of("{\"n\":1}"));

        assertThat(refused.text()).contains("guardrail_not_answered", "not_a_verdict");
        assertThat(gateway.spans().toString()).contains("dlp tool_input refused not_a_verdict");
    }

    @Test
    void whatIsNoVerdictIsRefusedUnlessItMayPass() throws IOException {
        assertUnanswered("not_a_verdict", SERVICE.says("{\"verdict\":\"pass: Ann\"}"));
        assertUnanswered("webhook_error", Behaviours.json(500, "{\"error\":\"Ann\"}"));
        assertUnanswered("webhook_error", Behaviours.json(302, PASS, "Location: /elsewhere"));
        assertUnanswered("upstream_too_large", Behaviours.json(200, " ".repeat(300_000) + PASS));
        assertUnanswered("upstream_reset", Behaviours.reset());
        assertUnanswered("upstream_malformed", Behaviours.raw("nothing of HTTP\r\n\r\n"));
    }

    @Test
    void anotherSecretIsNotHeard() throws IOException {
        assertUnanswered("webhook_error", new VerdictService("another").says(PASS));
    }

    @Test
    void aServiceThatIsDownIsRefusedUnlessItMayPass() throws IOException {
        service.close();

        assertUnanswered("upstream_unreachable", SERVICE.says(PASS));
    }

    @Test
    void aServiceHasSoMuchTimeAndNoMoreThanTheTurn() throws IOException {
        service.then(Behaviours.hang());
        use("openai", "openai", INPUT, "100ms");
        assertThat(chat("hi").text()).contains("guardrail_not_answered", "upstream_timeout");

        use("openai", "openai", INPUT, "2m");
        var body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        assertThat(gateway.within("200ms", body).text()).contains("upstream_timeout");
    }

    /// Else whoever leaves no time for the question has it its own way.
    @Test
    void aTurnWhoseTimeIsOverEndsAlsoWhereTheServiceNeedNotAnswer() throws IOException {
        service.then(Behaviours.hang());
        use("openai", "openai", "stage: output, action: redact, on_error: open" + HELD, "2m");
        var body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

        var late = gateway.within("500ms", body);

        assertThat(late.text())
                .contains("guardrail_not_answered", "upstream_timeout")
                .doesNotContain("Hello");
        assertThat(gateway.upstream.requests()).hasSize(1);
        assertThat(gateway.spans().toString()).contains("dlp output refused upstream_timeout");
    }

    @Test
    void anAddressThatMayNotBeCalledIsNot() throws IOException {
        gateway.close();
        gateway =
                new PlaneHarness(
                        PlaneHarness.SETTINGS, new LocalClient(new EgressPolicy(false, List.of())));
        use(INPUT);

        assertThat(chat("hi").text()).contains("guardrail_not_answered", "upstream_forbidden");
        assertThat(service.connections()).isZero();
    }

    @Test
    void aConnectionThatWasClosedMeanwhileCostsOneMoreTryAndNothingElseDoes() throws IOException {
        service.then(SERVICE.says(PASS), Behaviours.reset(), SERVICE.says(PASS));
        use(INPUT);

        assertThat(chat("one").status()).isEqualTo(200);
        assertThat(chat("two").status()).isEqualTo(200);
        var deliveries =
                service.requests().stream().map(each -> each.header("x-agw-delivery")).toList();
        assertThat(deliveries).hasSize(3);
        assertThat(deliveries.get(1)).isEqualTo(deliveries.get(2)).isNotEqualTo(deliveries.get(0));
    }

    @Test
    void nobodyWaitsForAServiceThatIsBehind() throws Exception {
        var gate = new CountDownLatch(1);
        service.then((request, wire) -> {
            Behaviours.await(gate);
            SERVICE.says(PASS).serve(request, wire);
        });
        use(INPUT);
        var first = new CollectingSink();
        var waiting = Thread.ofVirtual().start(() -> chatTo(first));
        await().atMost(PATIENCE).until(() -> service.requests().size() == 1);

        assertThat(chat("hi").text()).contains("guardrail_not_answered", "webhook_busy");
        gate.countDown();
        waiting.join();
        assertThat(first.status()).isEqualTo(200);
        assertThat(chat("hi").status()).isEqualTo(200);
    }

    @Test
    void aClientThatLeavesHasTheQuestionGivenUp() throws Exception {
        service.then(Behaviours.hang());
        use("openai", "openai", INPUT, "2m");
        var sink = new CollectingSink();
        var turn = Thread.ofVirtual().start(() -> chatTo(sink));
        await().atMost(PATIENCE).until(() -> service.requests().size() == 1);

        sink.leave();

        turn.join();
        await().atMost(PATIENCE).until(() -> service.openConnections() == 0);
        assertThat(gateway.usage().outcome()).isEqualTo("client_cancelled");
        assertThat(gateway.spans().toString()).contains("client_closed_request");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void aGatewayThatGoesDownWaitsForNoService() throws Exception {
        service.then(Behaviours.hang());
        use("openai", "openai", INPUT, "2m");
        var sink = new CollectingSink();
        var turn = Thread.ofVirtual().start(() -> chatTo(sink));
        await().atMost(PATIENCE).until(() -> service.requests().size() == 1);

        sink.shutDown();

        turn.join();
        assertThat(sink.text()).contains("guardrail_not_answered", "shutting_down");
        assertThat(sink.headers()).containsEntry("x-should-retry", "false");
    }

    @Test
    void anAnswerOfACacheIsJudgedAnew() throws IOException {
        gateway.use(
                TestSnapshots.of(
                        bundle("openai", "openai", "stage: output, action: block" + HELD, "20s")
                                        .replace(
                                                "guardrail_ids: [dlp]",
                                                "guardrail_ids: [dlp]\n    cache_id: c")
                                + "caches: [{id: c, type: exact, scope: route}]\n"));
        assertThat(chat("hi").headers()).containsEntry("x-agw-cache", "miss");
        assertThat(chat("hi").headers()).containsEntry("x-agw-cache", "hit");
        service.then(SERVICE.says(FAIL));

        assertThat(chat("hi").text()).contains("guardrail_blocked");
        assertThat(gateway.upstream.requests()).hasSize(1);
        assertThat(service.requests()).hasSize(3);
    }

    private void assertUnanswered(String code, FakeUpstream.Behaviour does) throws IOException {
        service.then(does);
        gateway.upstream.then(Behaviours.openAi());
        int before = gateway.upstream.requests().size();
        use(INPUT);
        var refused = chat("hi");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text())
                .contains("\"code\":\"guardrail_not_answered\"", code)
                .doesNotContain("Ann");
        assertThat(gateway.upstream.requests()).hasSize(before);
        assertThat(gateway.spans().toString()).contains("dlp input refused " + code);

        use(INPUT + ", on_error: open");
        assertThat(chat("hi").status()).isEqualTo(200);
        assertThat(gateway.spans().toString()).contains("dlp input unread " + code);
    }

    private CollectingSink stream(PieceByPiece dialect, List<String> pieces) throws IOException {
        return stream(dialect, pieces, List.of("{}"));
    }

    private CollectingSink stream(PieceByPiece dialect, List<String> pieces, List<String> arguments)
            throws IOException {
        return GuardedGateway.stream(
                gateway, dialect, dialect.request(), dialect.events(pieces, arguments));
    }

    private CollectingSink chat(String text) throws IOException {
        return gateway.chat(
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":"
                        + PieceByPiece.quoted(text)
                        + "}]}");
    }

    private void chatTo(CollectingSink sink) {
        try {
            gateway.request(
                    "POST",
                    "/v1/chat/completions",
                    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                    sink);
        } catch (IOException _) {
            // the client has left, as the test wants it
        }
    }

    private void use(String guardrail) {
        use("openai", "openai", guardrail, "20s");
    }

    private void use(String protocol, String type, String guardrail, String timeout) {
        gateway.use(TestSnapshots.of(bundle(protocol, type, guardrail, timeout)));
    }

    private String bundle(String protocol, String type, String guardrail, String timeout) {
        return """
        providers:
          - id: fake
            provider_type: %s
            api_key: sk-upstream
            base_url: %s
            network: {request_timeout_seconds: 300, max_retries: 0}
        guardrails:
          - id: dlp
            type: webhook
            %s
            config: {labels: [customer], timeout: %s, max_concurrent: 1}
            webhook:
              url: http://127.0.0.1:%d/verdicts?of=us
              secret: s3cret
              headers: {X-Tenant: ours}
        llmRoutes:
          - id: route
            protocol: %s
            guardrail_ids: [dlp]
            auth_policy: {require_virtual_key: false}
            target_policy: {provider_id: fake}
        """
                .formatted(
                        type,
                        gateway.upstream.baseUrl(),
                        guardrail.replace(", ", "\n    "),
                        timeout,
                        service.port(),
                        protocol);
    }
}
