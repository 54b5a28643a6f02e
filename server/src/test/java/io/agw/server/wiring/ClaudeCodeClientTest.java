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

/// Anthropic's Claude Code as it is published, through a whole gateway that it knows by its base
/// URL alone: `claude-…` is served by an upstream of Anthropic's API, `gpt-…` by one of OpenAI's,
/// `gemini-…` by one of Google's.
@Timeout(400)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClaudeCodeClientTest {
    private static final String MARK = "marked-by-the-shell";

    private final PlayedModel model = new PlayedModel(ClaudeCodeClientTest::answer);
    private FakeUpstream upstream;
    private RunningGateway gateway;
    private Path program;
    private UsageRows usage;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        program = CodingClients.claudeCode();
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
    @CsvSource({"claude-sonnet-5, anthropic", "gpt-5, openai"})
    void aQuestionIsAnswered(String asked, String provider, @TempDir Path home) throws Exception {
        int before = usage.rows().size();

        var ran = claude(home, asked, "Say hello.");

        assertThat(model.faults()).as(ran.err()).isEmpty();
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("Hello from the model.");
        assertUsed(before, 1, provider);
    }

    @ParameterizedTest
    @CsvSource({"claude-sonnet-5, anthropic", "gpt-5, openai", "gemini-3-pro, gemini"})
    void aCommandIsRunAndItsOutputReachesTheModel(String asked, String provider, @TempDir Path home)
            throws Exception {
        int before = usage.rows().size();

        var ran = claude(home, asked, "Run the command.");

        assertThat(model.faults()).as(ran.err()).isEmpty();
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("The shell said " + MARK + ".");
        assertUsed(before, 2, provider);
    }

    @Test
    void whatClaudeCodeSendsReachesItsVendorAsItIs(@TempDir Path home) throws Exception {
        int before = usage.rows().size();

        claude(home, "claude-opus-5", "Say hello.");

        assertUsed(before, 1, "anthropic");
        var seen = upstream.requests().getLast();
        assertThat(seen.target()).isEqualTo("/v1/messages?beta=true");
        assertThat(seen.header("x-api-key")).isEqualTo("k");
        assertThat(seen.header("anthropic-beta"))
                .contains("claude-code-20250219", "context-management-2025-06-27");
        assertThat(seen.text())
                .contains(
                        "\"thinking\":{\"type\":\"adaptive\"", "\"context_management\":{\"edits\"")
                .contains("\"output_config\":{", "\"defer_loading\":true", "\"role\":\"system\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-sonnet-5", "gpt-5"})
    void whatTheVendorRefusesIsSaid(String asked, @TempDir Path home) throws Exception {
        int before = usage.rows().size() - upstream.requests().size();
        upstream.then(Behaviours.json(400, "{\"error\":{\"message\":\"secret prose\"}}"));

        var ran = claude(home, asked, "Say hello.");

        upstream.then(model);
        usage.await(before + upstream.requests().size());
        assertThat(ran.code()).isNotZero();
        assertThat(ran.out() + ran.err()).contains("400").doesNotContain("secret prose");
    }

    private void assertUsed(int before, int count, String provider) {
        var rows = usage.await(before + count);
        assertThat(rows.subList(before, rows.size()))
                .hasSize(count)
                .containsOnly(new UsageRows.Row("claude", provider, "messages", "ok", 29));
    }

    /// Calls the shell when it is told to run something, and then says what that printed.
    private static Said answer(Heard heard) {
        if (!heard.results().isEmpty()) {
            boolean marked = heard.results().getLast().contains(MARK);
            return Said.words("The shell said " + (marked ? MARK : "nothing") + ".");
        }
        if (heard.body().toString().contains("Run the command.")) {
            assertThat(heard.tools()).contains("Bash");
            var command =
                    "{\"command\":\"echo marked-by-$(echo the)-shell\",\"description\":\"Marks.\"}";
            return Said.calling(new Said.Call("toolu_1", "Bash", command));
        }
        return Said.words("Hello from the model.");
    }

    private CodingClient.Ran claude(Path home, String asked, String prompt) throws Exception {
        return new CodingClient(program, home)
                .run(
                        Map.of(
                                "ANTHROPIC_BASE_URL",
                                gateway.baseUrl().replace("/v1", "/claude"),
                                "ANTHROPIC_AUTH_TOKEN",
                                gateway.key("engineers"),
                                "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC",
                                "1",
                                "DISABLE_TELEMETRY",
                                "1",
                                "DISABLE_AUTOUPDATER",
                                "1"),
                        "-p",
                        prompt,
                        "--model",
                        asked,
                        "--allowedTools",
                        "Bash");
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
          - id: claude
            protocol: cc
            match_policy: {path_prefix: /claude}
            target_policy:
              type: logical-model
              model_targets:
                - {name: "gpt-*", candidates: [{provider_id: openai, upstream_model: "*"}]}
                - {name: "claude-*", candidates: [{provider_id: anthropic, upstream_model: "*"}]}
                - {name: "gemini-*", candidates: [{provider_id: gemini, upstream_model: "*"}]}
        virtualKeys:
          - {id: engineers, allowed_route_ids: [claude]}
        """
                .formatted(vendor);
    }
}
