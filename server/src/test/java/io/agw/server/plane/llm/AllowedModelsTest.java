package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.snapshot.Snapshot;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys that may ask for some models only.
@Timeout(30)
final class AllowedModelsTest {
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String ASK = "{\"model\":\"%s\"," + MESSAGES;
    private static final String ASK_NONE = "{" + MESSAGES;

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness();
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "team/a", "team/"})
    void whatIsAllowedIsAsked(String model) throws IOException {
        gateway.use(logical("fast"));
        gateway.upstream.then(Behaviours.openAi());

        var reply = send("POST", "/v1/chat/completions", ASK.formatted(model));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(gateway.upstream.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    /v1/chat/completions, slow
                    /v1/chat/completions, FAST
                    /v1/chat/completions, fas
                    /v1/chat/completions, tea
                    /v1/responses, slow
                    /v1/embeddings, slow
                    /v1/images/generations, slow
                    """)
    void anyOtherIsRefusedBeforeAnybodyIsAsked(String path, String model) throws IOException {
        gateway.use(logical("fast"));

        var reply = send("POST", path, "{\"model\":\"" + model + "\",\"input\":\"hi\"}");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.text())
                .contains("\"code\":\"model_not_allowed\"", "\"param\":\"model\"", model);
        assertThat(gateway.errorCode()).isEqualTo("model_not_allowed");
        assertThat(gateway.usage().requestedModel()).isEqualTo(model);
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void theRoutesModelCountsWhereNoneIsNamed() throws IOException {
        gateway.upstream.then(Behaviours.openAi());
        gateway.use(logical("fast"));
        assertThat(send("POST", "/v1/chat/completions", ASK_NONE).status()).isEqualTo(200);

        gateway.use(logical("slow"));
        var refused = send("POST", "/v1/chat/completions", ASK_NONE);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("slow");
    }

    @Test
    void whatNamesNoModelMayReachAnyOfThem() throws IOException {
        gateway.use(logical("fast"));

        var reply = send("POST", "/v1/batches", "{\"input_file_id\":\"f\"}");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.text()).contains("what names no model");
    }

    @Test
    void listsHoldWhatIsAllowed() throws IOException {
        gateway.use(logical("fast"));

        assertThat(send("GET", "/v1/models", "").text()).contains("fast").doesNotContain("slow");
        assertThat(send("GET", "/v1/models/fast", "").status()).isEqualTo(200);
        assertThat(send("GET", "/v1/models/slow", "").status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    openai | openai | {"object":"list","data":[{"id":"slow"},{"id":"team/a"},{"id":"x"}]} | {"object":"list","data":[{"id":"team/a"}]}
                    anthropic | anthropic | {"data":[{"id":"slow"},{"id":"fast"}],"has_more":false,"first_id":"slow","last_id":"fast"} | {"data":[{"id":"fast"}],"has_more":false,"first_id":"fast","last_id":"fast"}
                    anthropic | anthropic | {"data":[{"id":"slow"}],"has_more":false,"first_id":"slow","last_id":"slow"} | {"data":[],"has_more":false,"first_id":null,"last_id":null}
                    gemini | gemini | {"models":[{"name":"models/slow"},{"name":"models/fast"}]} | {"models":[{"name":"models/fast"}]}
                    """,
            delimiter = '|')
    void soDoListsOfProviders(String protocol, String type, String given, String told)
            throws IOException {
        gateway.upstream.then(Behaviours.json(200, given));
        gateway.use(direct(protocol, type));
        var path = protocol.equals("gemini") ? "/v1beta/models" : "/v1/models";

        assertThat(send("GET", path, "").text()).isEqualTo(told);
    }

    @Test
    void aDirectRouteAsksOnlyForWhatIsAllowed() throws IOException {
        gateway.upstream.then(Behaviours.openAi());
        gateway.use(direct("openai", "openai"));

        assertThat(send("POST", "/v1/chat/completions", ASK.formatted("slow")).status())
                .isEqualTo(403);
        assertThat(send("POST", "/v1/chat/completions", ASK.formatted("fast")).status())
                .isEqualTo(200);
    }

    private CollectingSink send(String method, String path, String body) throws IOException {
        var sink = new CollectingSink();
        gateway.serve(
                PlaneHarness.received(method, path, body, "authorization", "Bearer vk-limited"),
                sink);
        return sink;
    }

    private Snapshot logical(String usual) {
        return TestSnapshots.of(
                """
                providers:
                  - {id: fake, provider_type: openai, api_key: sk, base_url: %s, network: {max_retries: 0}}
                virtualKeys:
                  - {id: limited, value: vk-limited, allowed_models: [fast, 'team/*']}
                llmRoutes:
                  - id: route
                    protocol: openai
                    target_policy:
                      default_model: %s
                      model_targets:
                        - {name: fast, candidates: [{provider_id: fake, upstream_model: m}]}
                        - {name: slow, candidates: [{provider_id: fake, upstream_model: n}]}
                        - {name: '*', candidates: [{provider_id: fake, upstream_model: o}]}
                """
                        .formatted(gateway.upstream.baseUrl(), usual));
    }

    private Snapshot direct(String protocol, String type) {
        return TestSnapshots.of(
                """
                providers:
                  - {id: fake, provider_type: %s, api_key: sk, base_url: %s, network: {max_retries: 0}}
                virtualKeys:
                  - {id: limited, value: vk-limited, allowed_models: [fast, 'team/*']}
                llmRoutes:
                  - {id: route, protocol: %s, target_policy: {provider_id: fake}}
                """
                        .formatted(type, gateway.upstream.baseUrl(), protocol));
    }
}
