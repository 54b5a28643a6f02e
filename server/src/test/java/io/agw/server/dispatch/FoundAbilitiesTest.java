package io.agw.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.call.UpstreamFailure;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.JsonLimits;
import io.agw.server.dialect.RequestScanner;
import io.agw.server.dialect.ScannedRequest;
import io.agw.server.dialect.shape.Dialects;
import io.agw.server.dialect.shape.chat.ChatDialect;
import io.agw.server.dialect.shape.generate.GenerateDialect;
import io.agw.server.dialect.shape.messages.MessagesDialect;
import io.agw.server.provider.ProviderTypes;
import io.agw.server.provider.anthropic.AnthropicType;
import io.agw.server.provider.compatible.CompatibleTypes;
import io.agw.server.provider.gemini.GeminiType;
import io.agw.server.provider.openai.OpenAiType;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.snapshot.Snapshots;
import io.agw.server.survey.Survey;
import io.agw.server.turn.TurnRefused;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import io.agw.server.upstream.LocalClient;
import io.agw.server.upstream.TestSnapshots;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// Who is chosen by what vendors say of their models, as their lists come over real sockets. The
/// second candidate is of a vendor that says nothing.
@Timeout(30)
final class FoundAbilitiesTest {
    private static final int MEGABYTE = 1 << 20;

    private static final Map<String, String> LISTS =
            Map.of(
                    "claude",
                    """
                    {"data":[{"type":"model","id":"claude-x","display_name":"Claude X",\
                    "max_input_tokens":200000,"max_tokens":64000}],"has_more":false}\
                    """,
                    "gemini",
                    """
                    {"models":[{"name":"models/gemini-x","inputTokenLimit":1000,"outputTokenLimit":500,\
                    "supportedGenerationMethods":["generateContent","countTokens"]},\
                    {"name":"models/gemini-embedding-x","inputTokenLimit":2048,"outputTokenLimit":1,\
                    "supportedGenerationMethods":["embedContent"]}]}\
                    """,
                    "vllm",
                    """
                    {"object":"list","data":[{"id":"whisper","object":"model","max_model_len":448},\
                    {"id":"small","object":"model","max_model_len":1000}]}\
                    """,
                    "openrouter",
                    """
                    {"data":[{"id":"blind","context_length":100000,\
                    "architecture":{"input_modalities":["text"]},"supported_parameters":["tools"]}]}\
                    """,
                    "other",
                    "{\"object\":\"list\",\"data\":[]}");

    private final LocalClient local = new LocalClient();
    private final Snapshots snapshots = new Snapshots();
    private final Dialects dialects =
            new Dialects(
                    Map.of(
                            Api.CHAT, new ChatDialect(),
                            Api.MESSAGES, new MessagesDialect(),
                            Api.GENERATE, new GenerateDialect()));
    private FakeUpstream upstream;
    private Routings routings;
    private Survey survey;

    @BeforeEach
    void start() throws Exception {
        upstream =
                FakeUpstream.start((request, wire) ->
                        Behaviours.json(200, LISTS.getOrDefault(vendor(request.target()), ""))
                                .serve(request, wire));
        var client = local.client();
        var all = new ArrayList<>(CompatibleTypes.all(client));
        all.add(new AnthropicType(client));
        all.add(new GeminiType(client));
        all.add(new OpenAiType(client));
        var types = new ProviderTypes(all);
        var accounts = RoutingsTest.accounts(types);
        survey = new Survey(snapshots, accounts::all, InstantSource.system());
        routings = new Routings(types, accounts, dialects, survey);
    }

    @AfterEach
    void stop() throws Exception {
        survey.close();
        local.close();
        upstream.close();
    }

    /// The vendor, which is the second segment of an address.
    private static String vendor(String target) {
        return target.split("/", 4)[2];
    }

    @Test
    void aScreenshotIsNoLongTextForAModelWhoseInputIsLimited() {
        var snapshot = found("claude", "claude-x", "");

        assertThat(chosen(snapshot, Api.MESSAGES, picture(4 * MEGABYTE))).isEqualTo("claude-x");
        assertThat(chosen(snapshot, Api.MESSAGES, text(1_500_000))).isEqualTo("unknown");
    }

    @Test
    void aBatchOfTextsToEmbedIsNoLongText() {
        var batch = "{\"model\":\"m\",\"input\":[" + "\"word word\",".repeat(5_000) + "\"last\"]}";

        assertThat(chosen(found("gemini", "gemini-embedding-x", ""), Api.EMBEDDINGS, batch))
                .isEqualTo("gemini-embedding-x");
        assertThat(
                        chosen(
                                found(
                                        "other",
                                        "embed",
                                        "- {provider_id: a, upstream_model: embed,"
                                                + " capability_overrides: {context_window: 8191}}"),
                                Api.EMBEDDINGS,
                                batch))
                .isEqualTo("embed");
        assertThat(chosen(found("gemini", "gemini-x", ""), Api.EMBEDDINGS, batch))
                .as("lists no embedContent")
                .isEqualTo("unknown");
    }

    @Test
    void aFormIsNoLongTextAndFallsUnderNoRuleOfSize() throws Exception {
        var form =
                """
                --b\r
                Content-Disposition: form-data; name="model"\r
                \r
                m\r
                --b\r
                Content-Disposition: form-data; name="file"; filename="a.mp3"\r
                \r
                %s\r
                --b--\r
                """
                        .formatted("x".repeat(MEGABYTE))
                        .getBytes(StandardCharsets.UTF_8);
        var scanned = ScannedRequest.form(Api.PASSTHROUGH, form, "multipart/form-data; boundary=b");
        var snapshot =
                found(
                        "vllm",
                        "whisper",
                        "",
                        "rules: [{name: long, match: {input_tokens_gt: 100}, target: other}]");

        assertThat(chosen(snapshot, scanned)).isEqualTo("whisper");
        assertThat(chosen(snapshot, Api.CHAT, text(4_000))).isEqualTo("unknown");
    }

    @Test
    void whatAVendorSaysThatAModelCannotReadOrWriteIsLookedAt() {
        var snapshot = found("openrouter", "blind", "");
        var schema =
                """
                {"model":"m","messages":[{"role":"user","content":"hi"}],"response_format":\
                {"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}}}\
                """;

        assertThat(chosen(snapshot, Api.CHAT, text(4))).isEqualTo("blind");
        assertThat(chosen(snapshot, Api.MESSAGES, picture(4))).isEqualTo("unknown");
        assertThat(chosen(snapshot, Api.CHAT, schema)).isEqualTo("unknown");
    }

    @ParameterizedTest
    @CsvSource({
        // 900 tokens of input and 400 of output
        "gemini, gemini-x, 3600, 400, gemini-x",
        "vllm, small, 3600, 400, unknown",
        "vllm, small, 3600, 90, small",
        "gemini, gemini-x, 3600, 501, unknown",
        "gemini, gemini-x, 4400, 400, unknown",
    })
    void aLimitOfInputSaysNothingOfTheOutput(
            String vendor, String model, int characters, int output, String expected) {
        var request = text(characters).replace("}]}", "}],\"max_tokens\":" + output + "}");

        assertThat(chosen(found(vendor, model, ""), Api.CHAT, request)).isEqualTo(expected);
    }

    @Test
    void theLimitOfARequestToGeminiIsReadWhereItStands() {
        var request =
                "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}],\"generationConfig\":{\"maxOutputTokens\":%d}}";

        assertThat(chosen(found("gemini", "gemini-x", ""), generate(request.formatted(500))))
                .isEqualTo("gemini-x");
        assertThat(chosen(found("gemini", "gemini-x", ""), generate(request.formatted(501))))
                .isEqualTo("unknown");
    }

    @Test
    void nothingIsRefusedForALittleMoreThanTheLimitButForMuchMore() {
        var snapshot = alone("vllm", "small");

        assertThat(chosen(snapshot, Api.CHAT, text(4_600))).isEqualTo("small");
        assertThatThrownBy(() -> chosen(snapshot, Api.CHAT, text(6_000)))
                .isInstanceOfSatisfying(
                        TurnRefused.class,
                        e ->
                                assertThat(e.refusal().message())
                                        .contains("takes 1504 tokens of input and output"));
    }

    @Test
    void whatIsOnlyCountedMayBeOfAnySize() {
        assertThat(chosen(alone("claude", "claude-x"), Api.COUNT_TOKENS, text(8 * MEGABYTE)))
                .isEqualTo("claude-x");
    }

    @Test
    void stepsOfAFallbackAreLookedAtLikeCandidates() {
        var snapshot =
                found(
                        "other",
                        "any",
                        "",
                        """
                        fallback:
                          enabled: true
                          chain:
                            - {provider_id: b, upstream_model: blind}
                            - {provider_id: o, upstream_model: blind}
                            - {provider_id: b, upstream_model: sees}
                        """);
        survey.refresh(Objects.requireNonNull(snapshot.provider("o")));
        var candidates = candidates(snapshot, scanned(Api.MESSAGES, picture(MEGABYTE)));
        var broken = new Fault.Broken(new UpstreamFailure.Unreachable("gone"));

        assertThat(model(candidates.fallBack(broken, _ -> false))).isEqualTo("sees");
        assertThat(candidates.fallBack(broken, _ -> false)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"claude-x, 64000", "claude-later, 2000", "claude-old, 4096"})
    void whereADialectDemandsALimitItIsTheModelsOwn(String model, long expected) throws Exception {
        var direct =
                TestSnapshots.of(
                        """
                        providers:
                          - {id: a, provider_type: anthropic, api_key: k, base_url: '%s/claude'}
                        llmRoutes:
                          - id: r
                            protocol: openai
                            auth_policy: {require_virtual_key: false}
                            target_policy: {provider_id: a}
                        managedModels:
                          - {provider_id: a, upstream_model: claude-later,
                             capability_overrides: {max_output_tokens: 2000}}
                        """
                                .formatted(upstream.baseUrl()));
        snapshots.publish(direct);
        survey.refresh(Objects.requireNonNull(direct.provider("a")));

        assertThat(maxTokens(found("claude", model, LATER), "m")).isEqualTo(expected);
        assertThat(maxTokens(direct, model)).isEqualTo(expected);
    }

    private static final String LATER =
            "- {provider_id: a, upstream_model: claude-later, capability_overrides:"
                    + " {max_output_tokens: 2000}}";

    /// The limit that a request without one is sent with.
    private long maxTokens(Snapshot snapshot, String model) throws Exception {
        var request = scanned(Api.CHAT, text(4).replace("\"m\"", '"' + model + '"'));
        var candidates = candidates(snapshot, request);
        var target = Objects.requireNonNull(candidates.draw(RandomGenerator.getDefault()));
        var provider = target.accounts().open().findFirst().orElseThrow().provider();
        var wanted = target.wanted(target.modelFor(candidates.model()));
        var spoken = Wording.of(request, dialects).to(provider, wanted);
        return JsonMapper.shared().readTree(spoken.body()).path("max_tokens").longValue();
    }

    private static String picture(int size) {
        return """
        {"model":"m","max_tokens":1000,"messages":[{"role":"user","content":[{"type":"image",\
        "source":{"type":"base64","media_type":"image/png","data":"%s"}}]}]}\
        """
                .formatted("A".repeat(size));
    }

    private static String text(int characters) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                .formatted("a".repeat(characters));
    }

    private static ScannedRequest generate(String body) {
        return scanned(Api.GENERATE, body).with("m", false);
    }

    private static ScannedRequest scanned(Api api, String body) {
        try {
            return new RequestScanner(JsonLimits.defaults())
                    .scan(api, body.getBytes(StandardCharsets.UTF_8));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String chosen(Snapshot snapshot, Api api, String body) {
        return chosen(snapshot, scanned(api, body));
    }

    private String chosen(Snapshot snapshot, ScannedRequest request) {
        return model(candidates(snapshot, request).draw(RandomGenerator.getDefault()));
    }

    private static String model(@Nullable Target target) {
        return Objects.requireNonNull(Objects.requireNonNull(target).upstreamModel());
    }

    private Candidates candidates(Snapshot snapshot, ScannedRequest request) {
        return routings.candidates(
                routings.of(snapshot, RoutingsTest.route(snapshot), null),
                Wording.of(request, dialects),
                RoutingsTest.requester(snapshot));
    }

    private Snapshot alone(String vendor, String model) {
        return asked(vendor, "- {provider_id: a, upstream_model: " + model + "}", "", "");
    }

    private Snapshot found(String vendor, String model, String further, String... policy) {
        return asked(
                vendor,
                """
                - {provider_id: a, upstream_model: %s, priority: 2}
                - {provider_id: b, upstream_model: unknown}
                """
                        .formatted(model),
                further,
                policy);
    }

    private Snapshot asked(String vendor, String candidates, String further, String... policy) {
        var snapshot =
                TestSnapshots.of(
                        """
                        providers:
                          - {id: a, provider_type: %1$s, api_key: k, base_url: '%2$s/%3$s'}
                          - {id: o, provider_type: openrouter, api_key: k, base_url: '%2$s/openrouter'}
                          - {id: b, provider_type: openai, api_key: k, base_url: '%2$s/other'}
                        llmRoutes:
                          - id: r
                            protocol: openai
                            auth_policy: {require_virtual_key: false}
                            target_policy:
                              model_selector_strategy: priority
                        %4$s
                              model_targets:
                                - name: m
                                  candidates:
                        %5$s
                                - {name: other, candidates: [{provider_id: b, upstream_model: unknown}]}
                        managedModels:
                          - {provider_id: b, upstream_model: blind, capability_overrides: {vision: false}}
                        %6$s
                        """
                                .formatted(
                                        switch (vendor) {
                                            case "claude" -> "anthropic";
                                            case "other" -> "openai";
                                            default -> vendor;
                                        },
                                        upstream.baseUrl(),
                                        vendor,
                                        String.join("\n", policy).indent(6),
                                        candidates.indent(12),
                                        further.indent(2)));
        snapshots.publish(snapshot);
        survey.refresh(Objects.requireNonNull(snapshot.provider("a")));
        return snapshot;
    }
}
