package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Embeddings of both dialects, each for clients of either.
@Timeout(30)
final class EmbeddingsTest extends PlaneTest {
    private static final String ONE =
            "{ \"model\": \"models/m\", \"content\": {\"parts\":[{\"text\":\"a\"}]}, \"taskType\":\"CLUSTERING\" }";
    private static final String SEVERAL =
            "{\"requests\":[{\"model\":\"models/m\",\"content\":{\"parts\":[{\"text\":\"a\"}]}},"
                    + "{\"model\":\"models/m\",\"content\":{\"parts\":[{\"text\":\"b}\"}]}}]}";
    private static final String OF_GEMINI =
            "{\"embeddings\":[{\"values\":[0.1234567890123456789,-1]},{\"values\":[0.5,0.25]}]}";
    private static final String OF_OPENAI =
            "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":1,\"embedding\":[0.5]},"
                    + "{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.25]}],\"model\":\"m\","
                    + "\"usage\":{\"prompt_tokens\":7,\"total_tokens\":7}}";

    @Test
    void geminisPassByteForByte() throws IOException {
        var answer =
                "{\"embedding\":{\"values\":[0.5]},\"usageMetadata\":{\"promptTokenCount\":3}}";
        gateway.use("gemini", "gemini", Behaviours.json(200, answer));

        var reply = gemini("embedContent", ONE);

        assertThat(reply.text()).isEqualTo(answer);
        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.target()).isEqualTo("/v1/models/m:embedContent");
        assertThat(seen.text()).isEqualTo(ONE);
        assertThat(gateway.usage().inputTokens()).isEqualTo(3);
        assertThat(gateway.usage().requestedModel()).isEqualTo("m");
        assertThat(gateway.usage().outcome()).isEqualTo("ok");
    }

    @Test
    void everyPlaceThatNamesTheModelNamesTheUpstreams() throws IOException {
        gateway.upstream.then(Behaviours.json(200, OF_GEMINI));
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - id: fake
                            provider_type: gemini
                            base_url: %s
                        llmRoutes:
                          - id: route
                            protocol: gemini
                            auth_policy: {require_virtual_key: false}
                            target_policy:
                              type: logical-model
                              model_targets:
                                - name: m
                                  candidates:
                                    - {provider_id: fake, upstream_model: models/real}
                        """
                                .formatted(gateway.upstream.baseUrl())));

        var reply = gemini("batchEmbedContents", SEVERAL);

        assertThat(reply.text()).isEqualTo(OF_GEMINI);
        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.target()).isEqualTo("/v1/models/real:batchEmbedContents");
        assertThat(seen.text()).isEqualTo(SEVERAL.replace("models/m", "models/real"));
        assertThat(gateway.usage().estimated()).isTrue();
        assertThat(gateway.usage().outputTokens()).isZero();
    }

    /// A hundred texts of 3,072 numbers each.
    @ParameterizedTest
    @CsvSource({"openai, openai", "openai, gemini", "gemini, openai", "gemini, gemini"})
    void aBatchMayBeHundredsOfThousandsOfNumbers(String client, String vendor) throws IOException {
        var numbers = "[" + "0,".repeat(307_199) + "0]";
        var answer =
                vendor.equals("openai")
                        ? "{\"data\":[{\"index\":0,\"embedding\":"
                                + numbers
                                + "}],\"usage\":{\"prompt_tokens\":7,\"total_tokens\":7}}"
                        : "{\"embeddings\":[{\"values\":" + numbers + "}]}";
        gateway.use(client, vendor, Behaviours.json(200, answer));

        var reply =
                client.equals("openai")
                        ? openAi("\"input\":\"a\"")
                        : gemini(
                                "batchEmbedContents",
                                "{\"requests\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).contains(numbers);
        assertThat(gateway.usage().estimated()).isEqualTo(vendor.equals("gemini"));
    }

    @Test
    void geminiEmbedsForAClientOfOpenAi() throws IOException {
        gateway.use("openai", "gemini", Behaviours.json(200, OF_GEMINI));

        var reply = openAi("\"input\":[\"a\",\"b\"],\"dimensions\":2,\"user\":\"u\"");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.text()).contains("[0.1234567890123456789,-1]");
        assertThat(reply.json().at("/data/1/index").intValue()).isEqualTo(1);
        assertThat(reply.json().path("model").stringValue()).isEqualTo("m");
        assertThat(reply.json().at("/usage/prompt_tokens").longValue())
                .isEqualTo(gateway.usage().inputTokens());
        assertThat(reply.headers())
                .containsEntry("x-agw-left-out", "user")
                .containsEntry("x-agw-estimated", "usage");
        assertThat(gateway.upstream.requests().getFirst().target())
                .isEqualTo("/v1/models/m:batchEmbedContents");
        assertThat(gateway.asked().at("/requests/1").toString())
                .isEqualTo(
                        "{\"model\":\"models/m\",\"content\":{\"parts\":[{\"text\":\"b\"}]},"
                                + "\"outputDimensionality\":2}");
        assertThat(gateway.usage().estimated()).isTrue();
    }

    @Test
    void numbersArePackedForWhoeverWantsThemSo() throws IOException {
        gateway.use(
                "openai",
                "gemini",
                Behaviours.json(200, "{\"embeddings\":[{\"values\":[1,-0.5]}]}"));

        var reply = openAi("\"input\":\"a\",\"encoding_format\":\"base64\"");

        assertThat(reply.json().at("/data/0/embedding").stringValue()).isEqualTo("AACAPwAAAL8=");
    }

    @Test
    void openAiEmbedsForAClientOfGemini() throws IOException {
        gateway.use("gemini", "openai", Behaviours.json(200, OF_OPENAI));

        var several = gemini("batchEmbedContents", SEVERAL);
        var asked = gateway.asked().toString();
        gateway.upstream.then(
                Behaviours.json(
                        200,
                        "{\"data\":[{\"index\":0,\"embedding\":[0.5]}],\"usage\":{\"prompt_tokens\":7}}"));
        var one = gemini("embedContent", ONE.replace("CLUSTERING", "TASK_TYPE_UNSPECIFIED"));

        assertThat(several.text())
                .isEqualTo("{\"embeddings\":[{\"values\":[0.25]},{\"values\":[0.5]}]}");
        assertThat(asked).isEqualTo("{\"model\":\"m\",\"input\":[\"a\",\"b}\"]}");
        assertThat(one.text()).isEqualTo("{\"embedding\":{\"values\":[0.5]}}");
        assertThat(gateway.usage().inputTokens()).isEqualTo(7);
        assertThat(gateway.usage().estimated()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "input":[1,2]                               | input
                    "input":"a","encoding_format":"int8"        | encoding_format
                    "input":"a","truncate":"END"                | truncate
                    """)
    void whatGeminiCannotBeToldIsRefused(String members, String name) throws IOException {
        gateway.use(gateway.route("openai", "gemini"));

        var reply = openAi(members);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.json().at("/error/param").stringValue()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    embedContent       | {"content":{"parts":[{"text":"a"}]},"taskType":"CLUSTERING"} | taskType
                    embedContent       | {"content":{"parts":[{"text":"a"},{"text":"b"}]}}             | content
                    batchEmbedContents | {"requests":[{"content":{"parts":[{"inlineData":{}}]}}]}      | requests[0].content.parts[0].text
                    batchEmbedContents | {}                                                            | requests
                    """)
    void whatOpenAiCannotBeToldIsRefused(String method, String body, String name)
            throws IOException {
        gateway.use(gateway.route("gemini", "openai"));

        var reply = gemini(method, body);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.json().at("/error/message").stringValue()).startsWith(name + ": ");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void anAnswerForFewerTextsIsMalformed() throws IOException {
        gateway.use("openai", "gemini", Behaviours.json(200, OF_GEMINI));

        var reply = openAi("\"input\":\"a\"");

        assertThat(reply.status()).isEqualTo(502);
        assertThat(gateway.errorCode()).isEqualTo("upstream_malformed");
    }

    @ParameterizedTest
    @CsvSource({"openai, /v1/embeddings", "gemini, /v1beta/models/m:embedContent"})
    void whoHasNoEmbeddingsSaysSo(String protocol, String path) throws IOException {
        gateway.use(gateway.route(protocol, "anthropic"));

        var reply = gateway.request("POST", path, "{\"model\":\"m\"}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(gateway.errorCode()).isEqualTo("api_not_served");
    }

    private CollectingSink gemini(String method, String body) throws IOException {
        return gateway.request("POST", "/v1beta/models/m:" + method, body);
    }

    private CollectingSink openAi(String members) throws IOException {
        return gateway.request("POST", "/v1/embeddings", "{\"model\":\"m\"," + members + "}");
    }
}
