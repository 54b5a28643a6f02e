package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.admission.budget.Budgets;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a call can cost is bounded, whatever the request says. A token of a prompt costs a cent,
/// one of an answer two.
@Timeout(60)
final class BudgetBoundsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
    private static final String ROOM = "limits: {day: '100000'}, reserve_max_output_tokens: 7";

    private PlaneHarness gateway;
    private Snapshot snapshot;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness();
        snapshot = use(ROOM, "openai", "openai");
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    openai | "max_completion_tokens":null | "max_completion_tokens":7 | null
                    openai | "max_tokens":null | "max_completion_tokens":7 | -
                    openai | "max_completion_tokens":0 | "max_completion_tokens":7 | :0
                    openai | "max_completion_tokens":-1 | "max_completion_tokens":7 | -1
                    openai | "max_output_tokens":1 | "max_completion_tokens":7 | -
                    openai | "max_completion_tokens":"9" | "max_completion_tokens":"9" | 7
                    openai | "max_completion_tokens":9.0 | "max_completion_tokens":9.0 | 7
                    mistral | "max_tokens":null | "max_tokens":7 | null
                    mistral | "max_completion_tokens":5 | "max_tokens":5 | 7
                    mistral | "max_tokens":5,"max_completion_tokens":null | "max_tokens":5 | 7
                    """,
            delimiter = '|')
    void whatLimitsNoAnswerIsReplaced(String type, String asked, String said, String unsaid)
            throws IOException {
        use(ROOM, type, "openai");
        gateway.upstream.then(Behaviours.json(500, "{}"));

        ask("{\"model\":\"m\"," + asked + "," + HI + "}");

        var told = gateway.upstream.requests().getLast().text();
        assertThat(told).contains(said).doesNotContain(unsaid.equals("-") ? "\0" : unsaid);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    "generationConfig":null | {"maxOutputTokens":7}
                    "generationConfig":{"maxOutputTokens":null} | {"maxOutputTokens":7}
                    "generation_config":{"max_output_tokens":null} | {"max_output_tokens":7}
                    "generationConfig":{"topK":1,"maxOutputTokens":0} | {"topK":1,"maxOutputTokens":7}
                    "generationConfig":{"thinkingConfig":{"thinkingBudget":8000}} | "maxOutputTokens":8007
                    "generationConfig":{"maxOutputTokens":"9"} | {"maxOutputTokens":"9"}
                    """,
            delimiter = '|')
    void geminisSettingsAreReplacedInPlace(String asked, String said) throws IOException {
        use(ROOM, "gemini", "gemini");
        gateway.upstream.then(Behaviours.json(500, "{}"));
        var contents = "\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}]";

        send("/v1beta/models/m:generateContent", "{" + asked + "," + contents + "}");

        var told = gateway.upstream.requests().getLast().text();
        assertThat(told).contains(said).doesNotContain("null");
        assertThat(told.split("eneration", -1)).hasSize(2);
    }

    @Test
    void responsesWithoutALimitAreGivenOneInPlace() throws IOException {
        gateway.upstream.then(Behaviours.json(500, "{}"));

        send("/v1/responses", "{\"model\":\"m\",\"max_output_tokens\":null,\"input\":\"hi\"}");

        assertThat(gateway.upstream.requests().getLast().text())
                .isEqualTo("{\"model\":\"m\",\"max_output_tokens\":7,\"input\":\"hi\"}");
    }

    @Test
    void aTranslationDoesNotMakeAnswersLonger() throws IOException {
        use("token_limits: {day: 1000}", "anthropic", "openai");
        gateway.upstream.then(Behaviours.json(500, "{}"));

        ask(
                "{\"model\":\"claude-3-7-sonnet-latest\",\"max_completion_tokens\":100,"
                        + "\"reasoning_effort\":\"high\","
                        + HI
                        + "}");

        assertThat(gateway.upstream.requests().getLast().text())
                .contains("\"max_tokens\":100")
                .doesNotContain("thinking");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"messages\":[{\"role\":\"user\",\"content\":\"data:x;base64,%s\"}]",
                HI + ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":\"%s\"}",
                HI + ",\"functions\":[{\"name\":\"%s\"}]",
                HI + ",\"prediction\":{\"type\":\"content\",\"content\":\"%s\"}"
            })
    void whateverTheModelReadsHasToFit(String request) throws IOException {
        use("limits: {day: '190'}", "openai", "openai");

        var refused =
                ask(
                        "{\"model\":\"m\",\"max_tokens\":1,"
                                + request.formatted("a".repeat(20_000))
                                + "}");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,%s\"}}",
                "{\"type\":\"file\",\"file\":{\"file_data\":\"data:application/pdf;base64,%s\"}}",
                "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"%s\",\"format\":\"wav\"}}"
            })
    void bytesOfMediaAreNotTokens(String part) throws IOException {
        use("token_limits: {day: 13000}", "openai", "openai");
        answers("");

        var content = part.formatted("a".repeat(20_000));
        var body =
                "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":["
                        + content
                        + "]}]}";

        assertThat(ask(body).status()).isEqualTo(200);
    }

    @Test
    void everyAnswerThatIsAskedForIsReserved() throws IOException {
        use("limits: {day: '100'}", "openai", "openai");

        assertThat(ask("{\"model\":\"m\",\"max_tokens\":10,\"n\":1000," + HI + "}").status())
                .isEqualTo(429);
        assertThat(ask("{\"model\":\"m\",\"max_tokens\":1000,\"n\":\"8\"," + HI + "}").status())
                .isEqualTo(429);
    }

    @Test
    void whatAnUpstreamGoesOnWithIsChargedWhole() throws IOException {
        gateway.upstream.then(
                Behaviours.json(
                        200,
                        "{\"id\":\"r\",\"object\":\"response\",\"status\":\"queued\",\"output\":[],\"usage\":null}"));
        var body =
                "{\"model\":\"m\",\"background\":true,\"max_output_tokens\":1000,\"input\":\"hi\"}";

        assertThat(send("/v1/responses", body).status()).isEqualTo(200);

        assertThat(spent()).isEqualTo((body.length() + 2_000) * 10_000_000L);
    }

    @Test
    void aCallThatIsGivenUpIsChargedWhole() throws IOException {
        var over = new CountDownLatch(1);
        FakeUpstream.Behaviour silent =
                (request, wire) -> {
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                };
        gateway.upstream.then(silent);
        var body = "{\"model\":\"m\",\"max_tokens\":1000," + HI + "}";
        var sink = new CollectingSink();
        try {
            gateway.serve(
                    PlaneHarness.received(
                            "POST",
                            CHAT,
                            body,
                            "authorization",
                            "Bearer vk-key-one",
                            "x-agw-timeout",
                            "300ms"),
                    sink);
        } finally {
            over.countDown();
        }

        assertThat(sink.status()).isEqualTo(504);
        assertThat(spent()).isEqualTo((body.length() + 2_000) * 10_000_000L);
    }

    @Test
    void whatIsServedSoonerHasNoPrice() throws IOException {
        var refused =
                ask("{\"model\":\"m\",\"max_tokens\":1,\"service_tier\":\"priority\"," + HI + "}");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("\"code\":\"model_unpriced\"");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hard", "soft", "observe"})
    void whatHasNoPriceIsChargedTheMost(String enforcement) throws IOException {
        use("enforcement: " + enforcement + ", limits: {day: '100000'}", "openai", "openai");
        answers("\"service_tier\":\"flex\",");
        var body = "{\"model\":\"m\",\"max_tokens\":10," + HI + "}";

        assertThat(ask(body).status()).isEqualTo(200);

        assertThat(spent()).isEqualTo((body.length() + 20) * 10_000_000L);
    }

    private long spent() {
        return view().used();
    }

    private Budgets.CapView view() {
        var rule = snapshot.admission().budget("b").orElseThrow();
        return gateway.budgets.views(rule, 1).getFirst().caps().getFirst();
    }

    private void answers(String more) {
        gateway.upstream.then(
                Behaviours.json(
                        200,
                        "{\"id\":\"c\",\"object\":\"chat.completion\","
                                + more
                                + "\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4,\"total_tokens\":7}}"));
    }

    private CollectingSink ask(String body) throws IOException {
        return send(CHAT, body);
    }

    private CollectingSink send(String path, String body) throws IOException {
        var sink = new CollectingSink();
        gateway.serve(
                PlaneHarness.received("POST", path, body, "authorization", "Bearer vk-key-one"),
                sink);
        return sink;
    }

    private Snapshot use(String budget, String type, String protocol) {
        snapshot =
                TestSnapshots.of(
                        """
                        providers:
                          - {id: fake, provider_type: %s, api_key: sk, base_url: %s, network: {max_retries: 0}}
                        modelPricing:
                          - {id: m, match: {model: m}, input_per_1m_usd: '10000', output_per_1m_usd: '20000'}
                        budgets:
                          - {id: b, subject: {type: virtual_key, id: one}, %s}
                        virtualKeys:
                          - {id: one, value: vk-key-one}
                        llmRoutes:
                          - {id: route, protocol: %s, target_policy: {provider_id: fake}}
                        """
                                .formatted(type, gateway.upstream.baseUrl(), budget, protocol));
        gateway.use(snapshot);
        return snapshot;
    }
}
