package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

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

/// What is not passed on, and what of an upstream's refusal is not.
@Timeout(30)
final class PassThroughRefusalsTest {
    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(Behaviours.json(200, "{}"));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({"400, 400", "404, 404", "409, 409", "500, 502", "302, 502"})
    void whatAnUpstreamRefusesIsToldByWhoseFaultItIs(int status, int told) throws IOException {
        gateway.upstream.then(
                Behaviours.json(
                        status,
                        "{\"error\":{\"message\":\"prose\",\"type\":\"t\",\"code\":\"c_1\"}}",
                        "Location: http://169.254.169.254/"));

        var reply = gateway.ask("GET", "/v1/files/f", "", "");

        assertThat(reply.status()).isEqualTo(told);
        assertThat(reply.text()).startsWith("{\"error\":{");
        assertThat(reply.text().contains("prose")).isEqualTo(told < 500);
        assertThat(gateway.usage().operation()).isEqualTo("passthrough");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/files/..",
                "/v1/files/./x",
                "/v1/files/%2e%2e/x",
                "/v1/files/..;/x",
                "/v1/files/a\\b",
                "/v1/files/http:/evil.example"
            })
    void aPathWithTricksIsRefused(String path) throws IOException {
        var reply = gateway.ask("GET", path, "", "");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains("invalid_path");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, '[1]', invalid_json",
        "'', '{\"model\":1}', invalid_json",
        "multipart/form-data; boundary=Y, x, invalid_form"
    })
    void aBodyThatIsNotWhatItSaysIsRefused(String type, String body, String code)
            throws IOException {
        var reply = gateway.ask("POST", "/v1/moderations", type, body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains(code);
    }

    @Test
    void otherMethodsAreRefused() throws IOException {
        var reply = gateway.ask("HEAD", "/v1/files", "", "");

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.headers()).containsEntry("allow", "GET, POST, PUT, PATCH, DELETE");
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic, GET, /v1/files",
        "gemini, GET, /v1/files",
        "echo, GET, /v1/files",
        "codex, GET, /v1/files",
        "codex, POST, /v1/images/generations",
    })
    void aProviderWithoutSuchCallsIsNotAsked(String type, String method, String path)
            throws IOException {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers: [{id: fake, provider_type: %s, base_url: "%s"}]
                        llmRoutes:
                          - id: chat
                            protocol: openai
                            auth_policy: {require_virtual_key: false}
                            target_policy: {provider_id: fake}
                        """
                                .formatted(type, gateway.upstream.baseUrl())));

        var reply = gateway.ask(method, path, "", method.equals("GET") ? "" : "{\"model\":\"m\"}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text())
                .contains("api_not_served")
                .contains("of type \\\"" + type + "\\\" has no other calls of OpenAI's API");
        assertThat(gateway.upstream.requests()).isEmpty();
    }
}
