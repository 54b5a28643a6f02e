package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tokens that a provider did not count: whoever is told the gateway's guess is told that it is
/// one.
@Timeout(30)
final class EstimatedUsageTest {
    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(Behaviours.openAi());
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT, MESSAGES, anthropic, usage, prompt_tokens, completion_tokens",
        "CHAT, GENERATE, gemini, usage, prompt_tokens, completion_tokens",
        "RESPONSES, CHAT, openai-compatible, usage, input_tokens, output_tokens",
        "RESPONSES, MESSAGES, anthropic, usage, input_tokens, output_tokens",
        "RESPONSES, GENERATE, gemini, usage, input_tokens, output_tokens",
        "MESSAGES, CHAT, openai, usage, input_tokens, output_tokens",
        "MESSAGES, GENERATE, gemini, usage, input_tokens, output_tokens",
        "GENERATE, CHAT, openai, usageMetadata, promptTokenCount, candidatesTokenCount",
        "GENERATE, MESSAGES, anthropic, usageMetadata, promptTokenCount, candidatesTokenCount",
    })
    void aGuessIsMarkedInHeaderAndRow(
            Vendor client, Vendor provider, String type, String member, String in, String out)
            throws IOException {
        var answer = provider.whole("1", "2").replaceFirst(",\"usage(Metadata)?\":\\{[^}]*}", "");
        gateway.use(client.protocol(), type, Behaviours.json(200, answer));

        var reply = ask(client);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.headers()).containsEntry("x-agw-estimated", member);
        var told = reply.json().path(member);
        assertThat(told.path(in).longValue()).isEqualTo(gateway.usage().inputTokens());
        assertThat(told.path(out).longValue()).isEqualTo(gateway.usage().outputTokens());
        assertThat(gateway.usage().inputTokens()).isPositive();
        assertThat(gateway.usage().outputTokens()).as("Hello!").isEqualTo(2);
        assertThat(gateway.usage().estimated()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"CHAT, openai", "MESSAGES, anthropic", "GENERATE, gemini", "RESPONSES, openai"})
    void anAnswerThatIsPassedOnIsGuessedByItsWordsToo(Vendor client, String type)
            throws IOException {
        var answer = client.whole("1", "2").replaceFirst(",\"usage(Metadata)?\":\\{[^}]*}", "");
        gateway.use(client.protocol(), type, Behaviours.json(200, answer));

        var reply = ask(client);

        assertThat(reply.text()).isEqualTo(answer);
        assertThat(gateway.usage().outputTokens()).as("Hello!").isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT, MESSAGES, anthropic",
        "CHAT, GENERATE, gemini",
        "MESSAGES, CHAT, openai",
        "GENERATE, CHAT, openai",
        "RESPONSES, CHAT, openai-compatible",
        "CHAT, CHAT, openai",
    })
    void whatTheProviderCountedIsNotMarked(Vendor client, Vendor provider, String type)
            throws IOException {
        gateway.use(client.protocol(), type, Behaviours.json(200, provider.whole("19", "10")));

        var reply = ask(client);

        assertThat(reply.headers()).doesNotContainKey("x-agw-estimated");
        assertThat(gateway.usage().inputTokens()).isEqualTo(19);
        assertThat(gateway.usage().estimated()).isFalse();
    }

    /// The head of a stream is out before the tokens are counted.
    @ParameterizedTest
    @CsvSource({
        "CHAT, MESSAGES, anthropic",
        "CHAT, GENERATE, gemini",
        "CHAT, RESPONSES, codex",
        "RESPONSES, CHAT, openai-compatible",
        "MESSAGES, CHAT, openai",
        "MESSAGES, RESPONSES, codex",
        "GENERATE, CHAT, openai",
        "CHAT, CHAT, openai",
        "MESSAGES, MESSAGES, anthropic",
        "GENERATE, GENERATE, gemini",
        "RESPONSES, RESPONSES, openai",
    })
    void aGuessOfAStreamIsMarkedInTheRow(Vendor client, Vendor provider, String type)
            throws IOException {
        var stream =
                (provider.opening() + provider.token("Hel") + provider.ending("-1", "-1"))
                        + provider.last();
        gateway.use(client.protocol(), type, Behaviours.events(stream));

        var reply =
                gateway.ask(
                        "POST",
                        client.path(true) + (client == Vendor.GENERATE ? "?alt=sse" : ""),
                        "",
                        client.request(true));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(gateway.usage().outcome()).as(reply.text()).isEqualTo("ok");
        assertThat(gateway.usage().estimated()).isTrue();
    }

    /// A few large events are not a few tokens, and many small ones are one each.
    @ParameterizedTest
    @CsvSource({"CHAT, openai", "GENERATE, gemini", "RESPONSES, openai"})
    void aStreamIsGuessedByItsWords(Vendor client, String type) throws IOException {
        assertThat(tokens(client, type, "x".repeat(400), 4)).isBetween(300L, 480L);
        assertThat(tokens(client, type, "abcd", 50)).isBetween(45L, 60L);
    }

    private long tokens(Vendor client, String type, String text, int times) throws IOException {
        var stream = client.opening() + client.token(text).repeat(times) + client.last();
        gateway.use(client.protocol(), type, Behaviours.events(stream));
        gateway.ask(
                "POST",
                client.path(true) + (client == Vendor.GENERATE ? "?alt=sse" : ""),
                "",
                client.request(true));
        return Objects.requireNonNull(gateway.usage().outputTokens());
    }

    private CollectingSink ask(Vendor client) throws IOException {
        return gateway.request("POST", client.path(false), client.request(false));
    }
}
