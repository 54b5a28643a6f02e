package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.settings.Setting;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import io.agw.server.upstream.played.Heard;
import io.agw.server.upstream.played.PlayedModel;
import io.agw.server.upstream.played.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenAI's Codex as it is published, through a whole gateway that it knows by its base URL alone:
/// `gpt-…` is served by an upstream that has Responses, `claude-…` by one of Anthropic's API,
/// `gemini-…` by one of Google's.
@Timeout(400)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CodexTest {
    private static final String MARK = "marked-by-the-shell";

    private final PlayedModel model = new PlayedModel(CodexTest::answer);
    private FakeUpstream upstream;
    private RunningGateway gateway;
    private Path program;
    private UsageRows usage;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        program = CodingClients.codex();
        upstream = FakeUpstream.start(model);
        var bundles = Files.createDirectory(folder.resolve("bundles"));
        Files.writeString(bundles.resolve("bundle.yaml"), bundle(upstream.baseUrl()));
        gateway =
                RunningGateway.start(folder, Map.of(Setting.SOURCES, List.of("bundles")))
                        .awaitReady();
        usage = new UsageRows(folder);
    }

    @AfterAll
    void stop() throws IOException {
        if (gateway != null) {
            gateway.close();
            upstream.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"gpt-5-codex, openai", "claude-sonnet-5, anthropic"})
    void aQuestionIsAnswered(String asked, String provider, @TempDir Path home) throws Exception {
        int before = usage.rows().size();

        var ran = codex(home, asked, "Say hello.");

        assertThat(model.faults()).as(ran.err()).isEmpty();
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("Hello from the model.");
        assertUsed(before, 1, provider);
    }

    @ParameterizedTest
    @CsvSource({"gpt-5-codex, openai", "claude-sonnet-5, anthropic", "gemini-3-pro, gemini"})
    void aCommandIsRunAndItsOutputReachesTheModel(String asked, String provider, @TempDir Path home)
            throws Exception {
        int before = usage.rows().size();

        var ran = codex(home, asked, "Run the command.");

        assertThat(model.faults()).as(ran.err()).isEmpty();
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("The shell said " + MARK + ".");
        assertUsed(before, 2, provider);
    }

    /// Members that the gateway has never heard of, and tools that only this vendor has.
    @Test
    void whatCodexSendsReachesItsVendorAsItIs(@TempDir Path home) throws Exception {
        int before = usage.rows().size();

        codex(home, "gpt-5.5", "Say hello.");

        assertUsed(before, 1, "openai");
        var seen = upstream.requests().getLast();
        assertThat(seen.target()).isEqualTo("/v1/responses");
        assertThat(seen.header("authorization")).isEqualTo("Bearer k");
        assertThat(seen.text())
                .contains("\"client_metadata\":{", "\"reasoning.encrypted_content\"")
                .contains("\"type\":\"web_search\"", "\"syntax\":\"lark\"")
                .contains("\"model\":\"gpt-5.5\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-5-codex", "claude-sonnet-5"})
    void whatTheVendorRefusesIsSaid(String asked, @TempDir Path home) throws Exception {
        int before = usage.rows().size() - upstream.requests().size();
        upstream.then(Behaviours.json(400, "{\"error\":{\"message\":\"secret prose\"}}"));

        var ran = codex(home, asked, "Say hello.");

        upstream.then(model);
        usage.await(before + upstream.requests().size());
        assertThat(ran.code()).isNotZero();
        assertThat(ran.out() + ran.err()).contains("400").doesNotContain("secret prose");
    }

    private void assertUsed(int before, int count, String provider) {
        var rows = usage.await(before + count);
        assertThat(rows.subList(before, rows.size()))
                .hasSize(count)
                .containsOnly(new UsageRows.Row("codex", provider, "responses", "ok", 29));
    }

    /// Calls the shell when it is told to run something, and then says what that printed.
    private static Said answer(Heard heard) {
        if (!heard.results().isEmpty()) {
            boolean marked = heard.results().getLast().contains(MARK);
            return Said.words("The shell said " + (marked ? MARK : "nothing") + ".");
        }
        if (heard.body().toString().contains("Run the command.")) {
            assertThat(heard.tools()).contains("exec_command");
            var command = "{\"cmd\":\"echo marked-by-$(echo the)-shell\"}";
            return Said.calling(new Said.Call("call_1", "exec_command", command));
        }
        return Said.words("Hello from the model.");
    }

    private CodingClient.Ran codex(Path home, String asked, String prompt) throws Exception {
        // a search that OpenAI runs, no other vendor can be asked for
        var search = asked.startsWith("gpt") ? "live" : "disabled";
        var settings = Files.createDirectories(home.resolve(".codex"));
        Files.writeString(
                settings.resolve("config.toml"),
                """
                model = "%s"
                model_provider = "gateway"
                approval_policy = "never"
                sandbox_mode = "danger-full-access"
                check_for_update_on_startup = false
                web_search = "%s"

                [analytics]
                enabled = false

                [model_providers.gateway]
                name = "Agent Gateway"
                base_url = "%s"
                env_key = "AGW_API_KEY"
                wire_api = "responses"
                request_max_retries = 0
                stream_max_retries = 0
                """
                        .formatted(asked, search, gateway.baseUrl().replace("/v1", "/codex/v1")));
        return new CodingClient(program, home)
                .run(
                        Map.of("AGW_API_KEY", gateway.key("engineers")),
                        "exec",
                        "--skip-git-repo-check",
                        prompt);
    }

    private static String bundle(String vendor) {
        return """
        apiVersion: gateway.agw/v1alpha1
        kind: GatewayBundle
        providers:
          - {id: openai, provider_type: openai, base_url: '%1$s', api_key: k, discovery: {enabled: false}}
          - {id: anthropic, provider_type: anthropic, base_url: '%1$s', api_key: k, discovery: {enabled: false}}
          - {id: gemini, provider_type: gemini, base_url: '%1$s', api_key: k, discovery: {enabled: false}}
        llmRoutes:
          - id: codex
            protocol: openai
            match_policy: {path_prefix: /codex}
            target_policy:
              type: logical-model
              model_targets:
                - {name: "gpt-*", candidates: [{provider_id: openai, upstream_model: "*"}]}
                - {name: "claude-*", candidates: [{provider_id: anthropic, upstream_model: "*"}]}
                - {name: "gemini-*", candidates: [{provider_id: gemini, upstream_model: "*"}]}
        virtualKeys:
          - {id: engineers, allowed_route_ids: [codex]}
        """
                .formatted(vendor);
    }
}
