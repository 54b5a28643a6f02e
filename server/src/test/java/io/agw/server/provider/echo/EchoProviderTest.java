package io.agw.server.provider.echo;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.call.CallFailed;
import io.agw.server.call.Cancellation;
import io.agw.server.call.Timeouts;
import io.agw.server.call.UpstreamReply;
import io.agw.server.dialect.Api;
import io.agw.server.provider.ProviderCall;
import io.agw.server.provider.Resource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the built-in provider says.
final class EchoProviderTest {
    private final EchoProvider echo =
            new EchoProvider("echo", InstantSource.fixed(Instant.ofEpochSecond(1234)));

    @Test
    void answersWithTheLastUserMessage() throws CallFailed {
        var answer =
                ask(
                        """
                        {"model":"any","messages":[{"role":"system","content":"be kind"},
                         {"role":"user","content":"first"},{"role":"assistant","content":"yes"},
                         {"role":"user","content":[{"type":"text","text":"one two"},
                          {"type":"image_url","image_url":{"url":"x"}},
                          {"type":"text","text":"three"}]}]}\
                        """);

        assertThat(answer.at("/choices/0/message/content").stringValue())
                .isEqualTo("one two\nthree");
        assertThat(answer.at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
        assertThat(answer.path("model").stringValue()).isEqualTo("any");
        assertThat(answer.path("created").intValue()).isEqualTo(1234);
        assertThat(answer.at("/usage/prompt_tokens").intValue()).isEqualTo(2 + 1 + 1 + 3);
        assertThat(answer.at("/usage/completion_tokens").intValue()).isEqualTo(3);
        assertThat(answer.at("/usage/total_tokens").intValue()).isEqualTo(10);
    }

    @Test
    void sameQuestionHasTheSameAnswer() throws CallFailed {
        var body = "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

        assertThat(ask(body)).isEqualTo(ask(body));
    }

    @Test
    void answerEndsAtTheTokenLimit() throws CallFailed {
        for (var limit : new String[] {"max_tokens", "max_completion_tokens"}) {
            var answer =
                    ask(
                            "{\"messages\":[{\"role\":\"user\",\"content\":\"a b c\"}],\"%s\":2}"
                                    .formatted(limit));

            assertThat(answer.at("/choices/0/message/content").stringValue()).isEqualTo("a b ");
            assertThat(answer.at("/choices/0/finish_reason").stringValue()).isEqualTo("length");
        }
    }

    @Test
    void requestWithoutMessagesIsRefused() throws CallFailed {
        try (var reply = send("{\"model\":\"m\"}")) {
            assertThat(reply.status()).isEqualTo(400);
        }
    }

    @Test
    void emptyConversationHasAnEmptyAnswer() throws CallFailed {
        assertThat(ask("{\"messages\":[]}").at("/choices/0/message/content").stringValue())
                .isEmpty();
    }

    private JsonNode ask(String body) throws CallFailed {
        try (var reply = send(body)) {
            return JsonMapper.shared().readTree(reply.readAll(10_000));
        }
    }

    private UpstreamReply send(String body) throws CallFailed {
        return echo.call(
                Api.CHAT,
                new ProviderCall(
                        null,
                        false,
                        Resource.OWN,
                        body.getBytes(StandardCharsets.UTF_8),
                        List.of(),
                        Timeouts.defaults(),
                        new Cancellation()));
    }
}
