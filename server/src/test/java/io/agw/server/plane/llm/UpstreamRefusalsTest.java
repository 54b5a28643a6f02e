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
import tools.jackson.databind.json.JsonMapper;

/// What a client is told, and what is recorded, when an upstream answers that it will not.
@Timeout(60)
final class UpstreamRefusalsTest {
    private static final String PLAIN = "{\"model\":\"gpt-x\",\"messages\":[]}";

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
    @ValueSource(ints = {408, 429})
    void limitsKeepTheirStatusButNotTheirProse(int status) throws IOException {
        gateway.upstream.then(
                Behaviours.json(
                        status,
                        "{\"error\":{\"message\":\"secret prose\",\"type\":\"t\",\"param\":\"tools\","
                                + "\"code\":\"some_code\"}}",
                        "Retry-After: 40"));

        var reply = gateway.chat(PLAIN);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text()).doesNotContain("secret").contains("some_code for tools");
        assertThat(error(reply, "param")).isEqualTo("tools");
        assertThat(reply.headers()).containsEntry("retry-after", "40");
        assertThat(error(reply, "code")).isEqualTo("some_code");
    }

    @ParameterizedTest
    @CsvSource({
        "401, upstream_unauthorized",
        "402, upstream_payment_required",
        "403, upstream_permission_denied"
    })
    void refusalOfTheGatewaysOwnKeyIsABadGateway(int status, String code) throws IOException {
        gateway.upstream.then(
                Behaviours.json(
                        status,
                        "{\"error\":{\"message\":\"secret prose\",\"type\":\"t\","
                                + "\"code\":\"unsupported_country_region_territory\"}}"));

        var reply = gateway.chat(PLAIN);

        assertThat(reply.status()).isEqualTo(502);
        assertThat(error(reply, "code")).isEqualTo(code);
        assertThat(error(reply, "type")).isEqualTo("api_error");
        assertThat(error(reply, "message"))
                .isEqualTo(
                        "provider \"fake\" refused the gateway's own key: "
                                + status
                                + " unsupported_country_region_territory");
        assertThat(gateway.usage().errorCode()).isEqualTo(code);
        assertThat(gateway.usage().outcome()).isEqualTo("upstream_error");
        assertThat(gateway.meters()).contains("outcome=\"credential_refused\"");
        assertThat(gateway.spans())
                .anySatisfy(span -> assertThat(span.toString()).contains("upstream_" + status));
    }

    @Test
    void anotherCandidateAnswersWhenTheGatewaysKeyForOneIsRefused() throws IOException {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - {id: a, provider_type: openai, api_key: sk-a, base_url: '%1$s'}
                          - {id: b, provider_type: openai, api_key: sk-b, base_url: '%1$s'}
                        llmRoutes:
                          - id: chat
                            protocol: openai
                            auth_policy: {require_virtual_key: false}
                            target_policy:
                              type: logical-model
                              fallback: {enabled: true, max_num: 1}
                              model_targets:
                                - name: gpt-x
                                  strategy: priority
                                  candidates:
                                    - {provider_id: a, upstream_model: m, priority: 2}
                                    - {provider_id: b, upstream_model: m, priority: 1}
                        """
                                .formatted(gateway.upstream.baseUrl())));
        gateway.upstream.then(Behaviours.json(403, "{}"), Behaviours.openAi());

        assertThat(gateway.chat(PLAIN).status()).isEqualTo(200);

        assertThat(gateway.upstream.requests())
                .extracting(request -> request.header("authorization"))
                .containsExactly("Bearer sk-a", "Bearer sk-b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sk-upstream", "SK-Upstream", "no.sk-upstream", "onlyletters", "letters"})
    void secretThatAnUpstreamRepeatsIsNotShownWhateverItLooksLike(String word) throws IOException {
        gateway.use(gateway.direct("extra_headers: {X-Token: Bearer onlyletters}"));
        gateway.upstream.then(
                Behaviours.json(
                        400,
                        "{\"error\":{\"type\":\"%1$s\",\"param\":\"%1$s\",\"code\":\"%1$s\"}}"
                                .formatted(word)));

        var reply = gateway.chat(PLAIN);

        assertThat(reply.text()).doesNotContain(word);
        assertThat(error(reply, "code")).isEqualTo("upstream_refused");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 502, 520, 529, 503, 504})
    void serverErrorsAreABadGateway(int status) throws IOException {
        gateway.upstream.then(Behaviours.json(status, "<html>secret</html>"));

        var reply = gateway.chat(PLAIN);

        assertThat(reply.status())
                .isEqualTo(status == 503 || status == 529 ? 503 : status == 504 ? 504 : 502);
        assertThat(reply.text()).doesNotContain("secret");
        assertThat(gateway.usage().outcome()).isEqualTo("upstream_error");
    }

    @ParameterizedTest
    @CsvSource({
        "400, 400, rejected",
        "404, 404, rejected",
        "413, 413, rejected",
        "422, 422, rejected",
        "401, 502, upstream_error",
        "408, 408, upstream_error",
        "429, 429, upstream_error",
        "500, 502, upstream_error",
    })
    void faultsOfTheClientAreNoneOfTheUpstreams(int status, int told, String outcome)
            throws IOException {
        gateway.upstream.then(Behaviours.json(status, "{\"error\":{\"message\":\"prose\"}}"));

        assertThat(gateway.chat(PLAIN).status()).isEqualTo(told);

        assertThat(gateway.usage().outcome()).isEqualTo(outcome);
        assertThat(gateway.spans().getFirst().status().equals("error"))
                .isEqualTo(outcome.equals("upstream_error"));
        assertThat(gateway.meters()).contains("agw_requests_total{outcome=\"" + outcome + "\"");
        assertThat(gateway.meters().contains("{outcome=\"rejected\",provider=\"fake\"}"))
                .isEqualTo(outcome.equals("rejected"));
    }

    /// Libraries repeat what has such a status, unless they are told not to.
    @ParameterizedTest
    @CsvSource({
        "401, false",
        "402, false",
        "403, false",
        "302, false",
        "500, ''",
        "503, ''",
        "429, ''"
    })
    void whatNoRepetitionMendsIsNotToBeRepeated(int status, String told) throws IOException {
        gateway.upstream.then(Behaviours.json(status, "{}", "Location: http://[::1]/"));

        var reply = gateway.chat(PLAIN);

        assertThat(reply.headers().getOrDefault("x-should-retry", "")).isEqualTo(told);
    }

    @Test
    void aCallThatIsNotMadeIsNotCounted() throws IOException {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - {id: fake, provider_type: openai, base_url: 'http://10.0.0.1/v1'}
                        llmRoutes:
                          - id: chat
                            protocol: openai
                            auth_policy: {require_virtual_key: false}
                            target_policy: {provider_id: fake}
                        """));

        var reply = gateway.chat(PLAIN);

        assertThat(error(reply, "code")).isEqualTo("upstream_forbidden");
        assertThat(reply.headers()).containsEntry("x-should-retry", "false");
        assertThat(reply.headers()).doesNotContainKey("x-agw-attempts");
        assertThat(gateway.usage().attempts()).isZero();
        assertThat(gateway.meters()).doesNotContain("agw_upstream_attempts_total{");
    }

    private static String error(CollectingSink reply, String member) {
        return JsonMapper.shared().readTree(reply.text()).path("error").path(member).asString("");
    }
}
