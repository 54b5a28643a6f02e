package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.played.Said;
import java.io.IOException;
import java.nio.file.Files;
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

/// OpenAI's Codex as it is published, through a whole gateway that it knows by its base URL alone:
/// `gpt-…` is served by an upstream that has Responses, `claude-…` by one of Anthropic's API,
/// `gemini-…` by one of Google's.
@Timeout(400)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CodexTest {
    private CodingVendors vendors;
    private Path program;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        program = CodingClients.codex();
        vendors =
                new CodingVendors(
                        folder,
                        "codex",
                        "openai",
                        new Said.Call(
                                "call_1",
                                "exec_command",
                                "{\"cmd\":\"" + CodingVendors.COMMAND + "\"}"));
    }

    @AfterAll
    void stop() throws IOException {
        if (vendors != null) {
            vendors.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"gpt-5-codex, openai", "claude-sonnet-5, anthropic"})
    void aQuestionIsAnswered(String asked, String provider, @TempDir Path home) throws Exception {
        int before = vendors.usage.rows().size();

        var ran = codex(home, asked, "Say hello.");

        assertThat(vendors.model.faults()).as(ran.err()).isEmpty();
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("Hello from the model.");
        vendors.assertUsed(before, 1, provider, "responses");
    }

    @ParameterizedTest
    @CsvSource({"gpt-5-codex, openai", "claude-sonnet-5, anthropic", "gemini-3-pro, gemini"})
    void aCommandIsRunAndItsOutputReachesTheModel(String asked, String provider, @TempDir Path home)
            throws Exception {
        int before = vendors.usage.rows().size();

        var ran = codex(home, asked, "Run the command.");

        assertThat(vendors.model.faults()).as(ran.err()).isEmpty();
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("The shell said " + CodingVendors.MARK + ".");
        vendors.assertUsed(before, 2, provider, "responses");
    }

    /// Members that the gateway has never heard of, and tools that only this vendor has.
    @Test
    void whatCodexSendsReachesItsVendorAsItIs(@TempDir Path home) throws Exception {
        int before = vendors.usage.rows().size();

        codex(home, "gpt-5.5", "Say hello.");

        vendors.assertUsed(before, 1, "openai", "responses");
        var seen = vendors.upstream.requests().getLast();
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
        int before = vendors.usage.rows().size() - vendors.upstream.requests().size();
        vendors.upstream.then(
                Behaviours.json(400, "{\"error\":{\"message\":\"prose of the vendor\"}}"));

        var ran = codex(home, asked, "Say hello.");

        vendors.upstream.then(vendors.model);
        vendors.usage.await(before + vendors.upstream.requests().size());
        assertThat(ran.code()).isNotZero();
        assertThat(ran.out() + ran.err()).contains("prose of the vendor");
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
                        .formatted(asked, search, vendors.baseUrl() + "/v1"));
        return new CodingClient(program, home)
                .run(Map.of("AGW_API_KEY", vendors.key()), "exec", "--skip-git-repo-check", prompt);
    }
}
