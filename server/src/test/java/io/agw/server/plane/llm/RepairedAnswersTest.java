package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.admission.budget.Budgets;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import io.agw.server.upstream.TestSnapshots;
import io.agw.server.upstream.played.Heard;
import io.agw.server.upstream.played.PlayedModel;
import io.agw.server.upstream.played.Said;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Models that are asked once more, as their answer has not the form that it should. A token of a
/// prompt costs a cent, one of an answer two; each answer costs 39 cents.
@Timeout(60)
final class RepairedAnswersTest {
    private static final String BAD = "Sure: \"{}\"";
    private static final String GOOD = "{\"a\":1}";
    private static final String WISH = "does not have the form";
    private static final long ONE = 390_000_000;

    private PlaneHarness gateway;
    private Snapshot snapshot;
    private String budget = "b";

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness();
        snapshot = snapshot("openai", "openai", "action: block", "'100'");
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT, openai, false",
        "CHAT, anthropic, true",
        "CHAT, gemini, false",
        "MESSAGES, anthropic, true",
        "MESSAGES, gemini, false",
        "MESSAGES, openai, true",
        "RESPONSES, openai, false",
        "RESPONSES, openai, true",
        "RESPONSES, anthropic, false",
        "GENERATE, gemini, true",
        "GENERATE, openai, false",
        "GENERATE, anthropic, true"
    })
    void theModelIsAskedOnceMore(PieceByPiece dialect, String type, boolean streams)
            throws IOException {
        use(dialect.protocol, type, "action: block", "'100'");
        var model = new PlayedModel(RepairedAnswersTest::better);
        gateway.upstream.then(model);

        var sink = ask(dialect, streams, dialect.request());

        assertThat(model.faults()).isEmpty();
        assertThat(sink.status()).isEqualTo(200);
        if (streams) {
            assertThat(said(dialect, sink)).isEqualTo(GOOD);
        } else {
            assertThat(sink.text()).contains("{\\\"a\\\":1}").doesNotContain("Sure");
            assertThat(sink.headers()).containsEntry("x-agw-attempts", "2");
        }
        assertThat(gateway.upstream.requests()).hasSize(2);
        assertThat(gateway.asked().toString())
                .contains("Sure: \\\"{}\\\"", WISH, "one JSON document");
        assertThat(gateway.spans().toString())
                .contains("form output repaired not_json", "agw.repair");
        var row = gateway.usage();
        assertThat(row.attempts()).isEqualTo(2);
        assertThat(row.tokens())
                .isNotNull()
                .satisfies(tokens -> assertThat(tokens.input()).isEqualTo(38))
                .satisfies(tokens -> assertThat(tokens.output()).isEqualTo(20));
        assertThat(row.outcome()).isEqualTo("ok");
        assertThat(row.decisions().guards().getFirst().verdict()).isEqualTo("repaired");
        assertThat(spent()).isEqualTo(2 * ONE);
        assertThat(held()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAnswerThatIsNoBetterIsBlocked(boolean streams) throws IOException {
        use("openai", "openai", "action: block", "'100'");
        gateway.upstream.then(new PlayedModel(_ -> Said.words(BAD)));

        var sink = ask(PieceByPiece.CHAT, streams, PieceByPiece.CHAT.request());

        assertThat(sink.text())
                .contains("guardrail \\\"form\\\" found not_json, repair_failed")
                .doesNotContain("Sure");
        assertThat(sink.status()).isEqualTo(streams ? 200 : 400);
        assertThat(gateway.upstream.requests()).hasSize(2);
        assertThat(gateway.usage().outcome()).isEqualTo("refused");
        assertThat(gateway.usage().errorCode()).isEqualTo("guardrail_blocked");
        assertThat(spent()).isEqualTo(2 * ONE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whereNobodyAnswersOnceMoreTheFirstAnswerIsJudged(boolean streams) throws IOException {
        var model = new PlayedModel(_ -> Said.words(BAD));

        use("openai", "openai", "action: flag", "'100'");
        gateway.upstream.then(model, Behaviours.json(500, "{}"));
        var flagged = ask(PieceByPiece.CHAT, streams, PieceByPiece.CHAT.request());

        assertThat(flagged.status()).isEqualTo(200);
        assertThat(flagged.text()).contains("Su");
        assertThat(gateway.spans().toString())
                .contains("form output flagged not_json,repair_failed");
        assertThat(gateway.usage().outcome()).isEqualTo("ok");
        assertThat(gateway.usage().attempts()).isEqualTo(2);
        assertThat(spent()).isEqualTo(ONE);

        gateway.upstream.then(
                model,
                streams
                        ? Behaviours.cutAfter(
                                PieceByPiece.CHAT.events(List.of("Su"), List.of("{}")).getFirst())
                        : Behaviours.reset());
        var cut = ask(PieceByPiece.CHAT, streams, PieceByPiece.CHAT.request());
        assertThat(cut.status()).isEqualTo(200);
        assertThat(cut.text()).contains("Su").doesNotContain("\"error\"");
        assertThat(gateway.usage().outcome()).isEqualTo("ok");

        use("openai", "openai", "action: block", "'100'");
        gateway.upstream.then(model, Behaviours.json(500, "{}"));
        var blocked = ask(PieceByPiece.CHAT, streams, PieceByPiece.CHAT.request());

        assertThat(blocked.text()).contains("not_json, repair_failed").doesNotContain("Su");
        assertThat(gateway.usage().outcome()).isEqualTo("refused");
        assertThat(held()).isZero();
    }

    /// 126 bytes at most a cent each, 9 tokens of an answer two: 144 cents for the first call; the
    /// second one is longer.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whereThereIsNoRoomForItTheModelIsNotAsked(boolean streams) throws IOException {
        use("openai", "openai", "action: block", "'1.60'");
        gateway.upstream.then(new PlayedModel(RepairedAnswersTest::better));

        var sink = ask(PieceByPiece.CHAT, streams, PieceByPiece.CHAT.request());

        assertThat(sink.text()).contains("not_json, repair_failed");
        assertThat(gateway.upstream.requests()).hasSize(1);
        assertThat(spent()).isEqualTo(ONE);
        assertThat(held()).isZero();
    }

    /// What the first answer cost stays set aside beside what the second one may cost.
    @Test
    void bothCallsHaveRoomOrOnlyTheFirstIsMade() throws IOException {
        int calls = 0;
        for (int cents = 145; calls < 2; cents += 40) {
            assertThat(cents).isLessThan(1_000);
            use("openai", "openai", "action: block", "'" + cents / 100.0 + "'", "b" + cents);
            gateway.upstream.requests().clear();
            var held = new ArrayList<Long>();
            gateway.upstream.then(
                    new PlayedModel(heard -> {
                        held.add(held());
                        return better(heard);
                    }));

            ask(PieceByPiece.CHAT, false, PieceByPiece.CHAT.request());

            calls = gateway.upstream.requests().size();
            assertThat(held).hasSize(calls).allMatch(each -> each <= view().cap().most());
            assertThat(spent()).isEqualTo(calls * ONE);
            if (calls == 2) {
                assertThat(held.getLast() - ONE).isGreaterThan(held.getFirst());
            }
        }
        assertThat(held()).isZero();
    }

    @Test
    void aDeadlineEndsTheSecondCall() throws IOException {
        use("openai", "openai", "action: flag", "'100'");
        gateway.upstream.then(new PlayedModel(_ -> Said.words(BAD)), Behaviours.hang());
        var request = PieceByPiece.CHAT.request().replace("\"stream\":true,", "");
        var sink = new CollectingSink();

        gateway.serve(
                PlaneHarness.received(
                        "POST",
                        "/v1/chat/completions",
                        request,
                        "authorization",
                        "Bearer vk-key-one",
                        "x-agw-timeout",
                        "600ms"),
                sink);

        assertThat(sink.status()).isEqualTo(200);
        assertThat(sink.text()).contains("Sure");
        assertThat(gateway.spans().toString()).contains("flagged not_json,repair_failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"n\":2,",
                "\"tools\":[{\"type\":\"mcp\",\"server_label\":\"x\"}],",
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],"
            })
    void whatMayHaveHadAnEffectIsNotAskedForAnew(String members) throws IOException {
        use("openai", "openai", "action: block", "'100'");
        var call = new Said.Call("call_1", "f", "{}");
        gateway.upstream.then(answer(BAD, members, call));

        var sink =
                ask(
                        PieceByPiece.CHAT,
                        false,
                        PieceByPiece.CHAT
                                .request()
                                .replace("{\"model\"", "{" + members + "\"model\""));

        assertThat(sink.status()).isEqualTo(400);
        assertThat(sink.text()).contains("found not_json (expected");
        assertThat(gateway.upstream.requests()).hasSize(1);
    }

    @Test
    void anAnswerWithoutWordsHasNotTheForm() throws IOException {
        use("openai", "openai", "action: block", "'100'");
        for (boolean streams : new boolean[] {false, true}) {
            gateway.upstream.then(new PlayedModel(_ -> Said.words("")));
            var empty = ask(PieceByPiece.CHAT, streams, PieceByPiece.CHAT.request());
            assertThat(empty.text()).contains("found not_json (expected");

            var call = new Said.Call("call_1", "f", "{}");
            gateway.upstream.then(new PlayedModel(_ -> Said.calling(call)));
            var calls = ask(PieceByPiece.CHAT, streams, PieceByPiece.CHAT.request());
            assertThat(calls.text()).contains("call_1").doesNotContain("not_json");
        }
        assertThat(gateway.upstream.requests()).hasSize(4);
    }

    private static FakeUpstream.Behaviour answer(String text, String members, Said.Call call) {
        return members.contains("function")
                ? new PlayedModel(_ -> new Said(text, List.of(call)))
                : Behaviours.json(200, Behaviours.COMPLETION.replace("Hello!", "no JSON"));
    }

    private static Said better(Heard heard) {
        return Said.words(heard.body().toString().contains(WISH) ? GOOD : BAD);
    }

    private CollectingSink ask(PieceByPiece dialect, boolean streams, String request)
            throws IOException {
        var path = dialect.path;
        var body = request;
        if (!streams) {
            path = path.replace("streamGenerateContent", "generateContent");
            body = body.replace("\"stream\":true,", "");
        }
        var sink = new CollectingSink();
        gateway.serve(
                PlaneHarness.received("POST", path, body, "authorization", "Bearer vk-key-one"),
                sink);
        return sink;
    }

    /// Gemini's streams are an array where nobody asks for events.
    private static String said(PieceByPiece dialect, CollectingSink sink) {
        return dialect == PieceByPiece.GENERATE
                ? JsonMapper.shared()
                        .readTree(sink.text())
                        .valueStream()
                        .map(dialect::text)
                        .collect(Collectors.joining())
                : GuardedGateway.said(dialect, sink);
    }

    private long spent() {
        return view().used();
    }

    private long held() {
        return view().held();
    }

    private Budgets.CapView view() {
        var rule = snapshot.admission().budget(budget).orElseThrow();
        return gateway.budgets.views(rule, 1).getFirst().caps().getFirst();
    }

    private void use(String protocol, String type, String action, String limit) {
        use(protocol, type, action, limit, "b");
    }

    private void use(String protocol, String type, String action, String limit, String id) {
        budget = id;
        snapshot = snapshot(protocol, type, action, limit);
        gateway.use(snapshot);
    }

    private Snapshot snapshot(String protocol, String type, String action, String limit) {
        return TestSnapshots.of(
                """
                providers:
                  - {id: fake, provider_type: %s, api_key: sk, base_url: %s, network: {max_retries: 0}}
                modelPricing:
                  - {id: m, match: {model: m}, input_per_1m_usd: '10000', output_per_1m_usd: '20000'}
                guardrails:
                  - id: form
                    type: format
                    stage: output
                    %s
                    stream_mode: hold
                    config: {json: true, repair: true}
                budgets:
                  - {id: %s, subject: {type: virtual_key, id: one}, limits: {day: %s}}
                virtualKeys:
                  - {id: one, value: vk-key-one}
                llmRoutes:
                  - id: route
                    protocol: %s
                    guardrail_ids: [form]
                    target_policy: {provider_id: fake}
                """
                        .formatted(
                                type, gateway.upstream.baseUrl(), action, budget, limit, protocol));
    }
}
