package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.TestSnapshots;
import io.agw.store.Payer;
import io.agw.store.SpanAttribute;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whom a turn is counted for: the key, its team, the team's organization, the key's user.
@Timeout(30)
final class PayersTest {
    private static final String HI =
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private static final List<String> OF_PAYERS = List.of("agw.key.id", "agw.team", "user.id");

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(Behaviours.openAi());
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - {id: fake, provider_type: openai, api_key: sk, base_url: %s}
                        teams:
                          - {id: research, org: acme}
                          - {id: alone}
                          - {id: gone, org: acme, disabled: true}
                        virtualKeys:
                          - {id: ada, value: vk-ada-key, team: research, user: ada@example.com}
                          - {id: single, value: vk-single, team: alone}
                          - {id: free, value: vk-free-key}
                          - {id: left, value: vk-left-key, team: gone}
                        llmRoutes:
                          - {id: chat, protocol: openai, target_policy: {provider_id: fake}}
                        """
                                .formatted(gateway.upstream.baseUrl())));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "vk-ada-key, ada, research, acme, ada@example.com, ada research ada@example.com",
        "vk-single, single, alone, , , single alone",
        "vk-free-key, free, , , , free",
    })
    void aTurnIsCountedForAllThatTheKeyBelongsTo(
            String text,
            String key,
            @Nullable String team,
            @Nullable String org,
            @Nullable String user,
            String spanned)
            throws IOException {
        assertThat(chat(text).status()).isEqualTo(200);

        assertThat(gateway.usage().payer())
                .isEqualTo(new Payer(key, team, org, user, "unattributed"));
        assertThat(spanned()).isEqualTo(spanned);
    }

    @Test
    void keysOfADisabledTeamAreRefused() throws IOException {
        var reply = chat("vk-left-key");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(gateway.errorCode()).isEqualTo("team_disabled");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void whoShowsNoUsableKeyPaysForNothing() throws IOException {
        chat("vk-of-nobody");

        assertThat(gateway.usage().payer()).isEqualTo(Payer.NOBODY);
    }

    /// What the turn's span says of them.
    private String spanned() {
        return gateway.spans().getFirst().attributes().stream()
                .filter(SpanAttribute.Text.class::isInstance)
                .map(SpanAttribute.Text.class::cast)
                .filter(text -> OF_PAYERS.contains(text.key()))
                .map(SpanAttribute.Text::value)
                .collect(Collectors.joining(" "));
    }

    private CollectingSink chat(String key) throws IOException {
        var sink = new CollectingSink();
        gateway.serve(
                PlaneHarness.received(
                        "POST", "/v1/chat/completions", HI, "authorization", "Bearer " + key),
                sink);
        return sink;
    }
}
