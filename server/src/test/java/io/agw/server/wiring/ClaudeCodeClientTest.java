package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.played.Said;
import java.io.IOException;
import java.nio.file.Path;
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
    private CodingVendors vendors;
    private Path program;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        program = CodingClients.claudeCode();
        vendors =
                new CodingVendors(
                        folder,
                        "claude",
                        "cc",
                        new Said.Call(
                                "toolu_1",
                                "Bash",
                                "{\"command\":\""
                                        + CodingVendors.COMMAND
                                        + "\",\"description\":\"Marks.\"}"));
    }

    @AfterAll
    void stop() throws IOException {
        if (vendors != null) {
            vendors.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"claude-sonnet-5, anthropic", "gpt-5, openai"})
    void aQuestionIsAnswered(String asked, String provider, @TempDir Path home) throws Exception {
        int before = vendors.usage.rows().size();

        var ran = claude(home, asked, "Say hello.");

        assertThat(vendors.model.faults()).as(ran.err()).isEmpty();
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("Hello from the model.");
        vendors.assertUsed(before, 1, provider, "messages");
    }

    @ParameterizedTest
    @CsvSource({"claude-sonnet-5, anthropic", "gpt-5, openai", "gemini-3-pro, gemini"})
    void aCommandIsRunAndItsOutputReachesTheModel(String asked, String provider, @TempDir Path home)
            throws Exception {
        int before = vendors.usage.rows().size();

        var ran = claude(home, asked, "Run the command.");

        assertThat(vendors.model.faults()).as(ran.err()).isEmpty();
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("The shell said " + CodingVendors.MARK + ".");
        vendors.assertUsed(before, 2, provider, "messages");
    }

    @Test
    void whatClaudeCodeSendsReachesItsVendorAsItIs(@TempDir Path home) throws Exception {
        int before = vendors.usage.rows().size();

        claude(home, "claude-opus-5", "Say hello.");

        vendors.assertUsed(before, 1, "anthropic", "messages");
        var seen = vendors.upstream.requests().getLast();
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
        int before = vendors.usage.rows().size() - vendors.upstream.requests().size();
        vendors.upstream.then(
                Behaviours.json(400, "{\"error\":{\"message\":\"prose of the vendor\"}}"));

        var ran = claude(home, asked, "Say hello.");

        vendors.upstream.then(vendors.model);
        vendors.usage.await(before + vendors.upstream.requests().size());
        assertThat(ran.code()).isNotZero();
        assertThat(ran.out() + ran.err()).contains("400", "prose of the vendor");
    }

    private CodingClient.Ran claude(Path home, String asked, String prompt) throws Exception {
        return new CodingClient(program, home)
                .run(
                        Map.of(
                                "ANTHROPIC_BASE_URL",
                                vendors.baseUrl(),
                                "ANTHROPIC_AUTH_TOKEN",
                                vendors.key(),
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
}
