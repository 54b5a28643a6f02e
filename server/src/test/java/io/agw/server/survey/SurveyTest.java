package io.agw.server.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.server.dispatch.Abilities;
import io.agw.server.dispatch.CoolDowns;
import io.agw.server.dispatch.ProviderAccounts;
import io.agw.server.provider.AccessTokens;
import io.agw.server.provider.ProviderTypes;
import io.agw.server.provider.anthropic.AnthropicType;
import io.agw.server.provider.openai.OpenAiType;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.snapshot.Snapshots;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import io.agw.server.upstream.LocalClient;
import io.agw.server.upstream.TestSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is found out about a provider, asked over real sockets; the test moves the clock.
@Timeout(30)
final class SurveyTest {
    private static final String MODELS =
            """
            {"object":"list","data":[
              {"id":"gpt-x","object":"model","created":1,"owned_by":"v"},
              {"id":"long/name","context_length":4096,"supported_parameters":["tools"],
               "architecture":{"input_modalities":["text"]},
               "top_provider":{"max_completion_tokens":512}}]}\
            """;

    private final LocalClient local = new LocalClient();
    private final Snapshots snapshots = new Snapshots();
    private volatile Instant now = Instant.parse("2026-11-26T12:00:00Z");
    private FakeUpstream upstream;
    private Survey survey;

    @BeforeEach
    void start() throws Exception {
        upstream = FakeUpstream.start(Behaviours.json(200, MODELS));
        var client = local.client();
        var types = new ProviderTypes(List.of(new OpenAiType(client), new AnthropicType(client)));
        survey =
                new Survey(
                        snapshots,
                        new ProviderAccounts(
                                        types, AccessTokens.NONE, new CoolDowns(System::nanoTime))
                                ::all,
                        () -> now);
    }

    @AfterEach
    void stop() throws Exception {
        survey.close();
        local.close();
        upstream.close();
    }

    @Test
    void modelsAreListedWithWhatTheProviderSaysOfThem() {
        var snapshot = use("openai", "");

        round(snapshot, 1);

        await().until(() -> survey.models("p").size() == 2);
        assertThat(survey.models("p")).containsExactly("gpt-x", "long/name");
        var known = Objects.requireNonNull(survey.abilities("p", "long/name").known());
        assertThat(known.contextWindow()).isEqualTo(4096);
        assertThat(known.maxOutputTokens()).isEqualTo(512);
        assertThat(known.tools()).isTrue();
        assertThat(known.vision()).isFalse();
        assertThat(known.streaming()).isNull();
        assertThat(survey.abilities("p", "unheard-of")).isEqualTo(Abilities.UNKNOWN);
        assertThat(upstream.requests().getFirst().target()).isEqualTo("/v1/models");
    }

    @Test
    void aListIsAskedForAgainAfterItsIntervalAndKeptWhenThatFails() {
        var snapshot = use("openai", "discovery: {interval: 10m}");
        round(snapshot, 1);
        await().until(() -> survey.models("p").size() == 2);
        upstream.then(Behaviours.json(500, "{}"));

        now = now.plus(Duration.ofMinutes(9));
        survey.round(snapshot);
        assertThat(upstream.requests()).hasSize(1);
        now = now.plus(Duration.ofMinutes(1));
        round(snapshot, 2);

        await().until(() -> survey.list("p").problem() != null);
        assertThat(survey.list("p").problem()).isEqualTo("status 500");
        assertThat(survey.models("p")).hasSize(2);
        now = now.plus(Duration.ofMinutes(1));
        round(snapshot, 3);
    }

    @Test
    void allPagesAreRead() {
        upstream.then((request, wire) -> {
            boolean first = !request.target().contains("after_id=m1");
            Behaviours.json(
                            200,
                            first
                                    ? "{\"data\":[{\"id\":\"m1\",\"display_name\":\"M"
                                            + " 1\"}],\"has_more\":true,\"last_id\":\"m1\"}"
                                    : "{\"data\":[{\"id\":\"m2\"}],\"has_more\":false,\"last_id\":\"m2\"}")
                    .serve(request, wire);
        });
        var snapshot = use("anthropic", "");

        round(snapshot, 2);

        await().until(() -> survey.models("p").size() == 2);
        assertThat(Objects.requireNonNull(survey.list("p").models().get("m1")).displayName())
                .isEqualTo("M 1");
        assertThat(upstream.requests()).allMatch(request -> request.method().equals("GET"));
    }

    @Test
    void aProviderThatMayNotBeAskedIsNot() {
        var snapshot = use("openai", "discovery: {enabled: false}");

        survey.round(snapshot);

        assertThat(upstream.requests()).isEmpty();
        assertThat(survey.models("p")).isEmpty();
        assertThat(survey.refresh(Objects.requireNonNull(snapshot.provider("p"))).models())
                .hasSize(2);
    }

    @Test
    void aProviderIsUnhealthyAfterSoManyFailuresAndHealthyAfterOneGoodAnswer() {
        var snapshot =
                use(
                        "openai",
                        "discovery: {enabled: false}, health_check: {path: /status, interval: 10s}");
        upstream.then(Behaviours.json(401, "{}"));

        check(snapshot, 1);
        assertThat(survey.isHealthy("p")).isTrue();
        check(snapshot, 2);
        assertThat(survey.isHealthy("p")).isFalse();
        assertThat(survey.health("p").problem()).isEqualTo("status 401");
        assertThat(upstream.requests().getFirst().target()).isEqualTo("/v1/status");

        upstream.then(Behaviours.json(200, "{}"));
        check(snapshot, 3);
        assertThat(survey.isHealthy("p")).isTrue();
        assertThat(survey.health("p").problem()).isNull();
    }

    @Test
    void anAnswerThatDoesNotComeIsAFailure() {
        var snapshot =
                use(
                        "openai",
                        "discovery: {enabled: false}, health_check: {timeout: 1s, unhealthy_after: 1}");
        upstream.then((_, wire) -> wire.awaitClose());

        check(snapshot, 1);

        assertThat(survey.isHealthy("p")).isFalse();
        assertThat(survey.health("p").problem()).isEqualTo("no answer within 1000 ms");
    }

    @Test
    void aListThatDoesNotComeKeepsNoCheckWaiting() {
        var snapshot =
                use("openai", "health_check: {path: /ping, unhealthy_after: 2, interval: 30s}");
        upstream.then((request, wire) -> {
            if (request.target().endsWith("/models")) {
                wire.awaitClose();
            }
            Behaviours.json(500, "{}").serve(request, wire);
        });

        for (int i = 0; i < 2; i++) {
            var at = now;
            await().until(() -> {
                survey.round(snapshot);
                return at.equals(survey.health("p").checkedAt());
            });
            now = now.plus(Duration.ofSeconds(30));
        }

        assertThat(survey.isHealthy("p")).isFalse();
        assertThat(upstream.requests())
                .filteredOn(request -> request.target().endsWith("/models"))
                .hasSize(1);
    }

    /// Such a key is no fault of the provider, which answers others.
    @Test
    void aKeyThatIsRefusedIsFollowedByTheNext() {
        upstream.then((request, wire) -> {
            boolean refused = request.header("authorization").endsWith("sk-old");
            Behaviours.json(refused ? 401 : 200, refused ? "{}" : MODELS).serve(request, wire);
        });
        var snapshot =
                TestSnapshots.of(
                        """
                        providers:
                          - {id: p, provider_type: openai, base_url: '%s', health_check: {unhealthy_after: 1}}
                        credentials:
                          - {id: old, provider_id: p, priority: 2, attributes: {api_key: sk-old}}
                          - {id: new, provider_id: p, attributes: {api_key: sk-new}}
                        """
                                .formatted(upstream.baseUrl()));
        snapshots.publish(snapshot);

        survey.round(snapshot);

        await().until(() -> survey.health("p").checkedAt() != null);
        assertThat(survey.isHealthy("p")).isTrue();
        assertThat(survey.health("p").problem()).isNull();
        await().until(() -> survey.models("p").size() == 2);
    }

    @Test
    void aProviderThatIsGoneIsForgottenAndAChangedOneAskedAnew() {
        var snapshot = use("openai", "");
        round(snapshot, 1);
        await().until(() -> survey.models("p").size() == 2);

        round(use("openai", "default_model: m"), 2);
        await().until(() -> survey.models("p").size() == 2);

        survey.round(
                TestSnapshots.of("providers: [{id: q, provider_type: openai, disabled: true}]"));
        assertThat(survey.models("p")).isEmpty();
        assertThat(survey.providers()).isEmpty();
    }

    private void check(Snapshot snapshot, int checks) {
        var at = now;
        survey.round(snapshot);
        await().until(() -> at.equals(survey.health("p").checkedAt()));
        assertThat(upstream.requests()).hasSize(checks);
        // the thread that asked has to end before the next can begin
        now = now.plus(Duration.ofSeconds(30));
    }

    private void round(Snapshot snapshot, int requests) {
        await().until(() -> {
            survey.round(snapshot);
            return upstream.requests().size() == requests;
        });
    }

    private Snapshot use(String type, String members) {
        var snapshot =
                TestSnapshots.of(
                        """
                        providers:
                          - {id: p, provider_type: %s, api_key: k, base_url: '%s'%s}
                        """
                                .formatted(
                                        type,
                                        upstream.baseUrl(),
                                        members.isEmpty() ? "" : ", " + members));
        snapshots.publish(snapshot);
        return snapshot;
    }
}
