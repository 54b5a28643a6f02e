package io.agw.bundle.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.AcpService;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ManagedModel;
import io.agw.bundle.model.McpRoute;
import io.agw.bundle.model.Provider;
import io.agw.bundle.model.VirtualKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectReadingTest {
    private static final String PROVIDER = "id: p\nprovider_type: openai\n";

    @Test
    void everyProblemOfAnObjectIsReportedAtItsPlace() {
        var reading =
                Reading.of(
                        Kind.PROVIDER,
                        """
                        id: a/b
                        disabled: "yes"
                        base_ulr: x
                        network: {max_retries: 9, request_timeout_seconds: 1.5, extra_headers: []}
                        lifecycle: {prune: never}
                        """);

        assertThat(reading.object()).isEmpty();
        assertThat(reading.problems())
                .containsExactly(
                        "f:1:1: error AGW1103: provider_type is missing (expected: a string)",
                        "f:1:5: error AGW1104: id: \"a/b\" (expected: letters, digits and . _ : @ -,"
                                + " at most 128, beginning with a letter or digit)",
                        "f:2:11: error AGW1102: disabled: \"yes\" (expected: a boolean)",
                        "f:3:1: error AGW1101: base_ulr: unknown field (did you mean base_url?)",
                        "f:4:24: error AGW1104: network.max_retries: 9 (expected: 0 to 5)",
                        "f:4:52: error AGW1102: network.request_timeout_seconds: 1.5 (expected: a"
                                + " whole number)",
                        "f:4:72: error AGW1102: network.extra_headers: a list (expected: a mapping)",
                        "f:5:20: error AGW1104: lifecycle.prune: \"never\" (expected: enabled or"
                                + " disabled)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "apiKey: x|did you mean api_key?",
                "api-key: x|did you mean api_key?",
                "API_KEY: x|did you mean api_key?",
                "ai_key: x|did you mean api_key?",
                "provider_tpye: x|did you mean provider_type?",
                "disable: true|did you mean disabled?",
                "ids: x|''",
                "zzz: x|''",
                "<<: {}|YAML 1.2 has no merge keys: write the members out"
            })
    void anUnknownFieldIsRefusedWithTheNearestKnownOne(String line, String hint) {
        var reading = Reading.of(Kind.PROVIDER, PROVIDER + line);

        var name = line.substring(0, line.indexOf(':'));
        var problem = "f:3:1: error AGW1101: " + name + ": unknown field";
        assertThat(reading.problems())
                .containsExactly(hint.isEmpty() ? problem : problem + " (" + hint + ")");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "provider_type: 5|provider_type: 5 (expected: a string) (put quotes around it)",
                "provider_type: [a]|provider_type: a list (expected: a string)",
                "provider_type: {a: b}|provider_type: a mapping (expected: a string)",
                "provider_type: ''|provider_type is missing (expected: a string)",
                "provider_type:|provider_type is missing (expected: a string)"
            })
    void aRequiredTextMustBeThereAndBeText(String line, String message) {
        var reading = Reading.of(Kind.PROVIDER, "id: p\n" + line);

        assertThat(reading.problems()).singleElement().asString().endsWith(": " + message);
    }

    @Test
    void anUnknownWordIsRefusedWithTheAllowedOnes() {
        var reading =
                Reading.of(
                        Kind.LLM_ROUTE,
                        "{id: r, protocol: opnai, target_policy: {type: direct, provider_id: p}}");

        assertThat(reading.problems())
                .containsExactly(
                        "f:1:19: error AGW1104: protocol: \"opnai\" (expected: openai, anthropic, cc or"
                                + " gemini) (did you mean openai?)",
                        "f:1:48: error AGW1104: target_policy.type: \"direct\" (expected:"
                                + " direct-provider or logical-model)");
    }

    @Test
    void listsNameTheElementThatIsWrong() {
        var reading =
                Reading.of(
                        Kind.LLM_ROUTE,
                        """
                        id: r
                        protocol: openai
                        target_policy:
                          type: logical-model
                          model_targets:
                          - name: m
                            candidates: []
                          - {name: n, candidates: [{provider_id: p, upstream_model: u, weight: x}, 5]}
                        """);

        assertThat(reading.problems())
                .containsExactly(
                        "f:7:17: error AGW1104: target_policy.model_targets[0].candidates: 0 elements"
                                + " (expected: >= 1)",
                        "f:8:72: error AGW1102: target_policy.model_targets[1].candidates[0].weight:"
                                + " \"x\" (expected: a whole number)",
                        "f:8:76: error AGW1102: target_policy.model_targets[1].candidates[1]: 5"
                                + " (expected: a mapping)");
    }

    @Test
    void nullAndEmptyTextCountAsAbsent() {
        var provider =
                (Provider)
                        Reading.of(
                                        Kind.PROVIDER,
                                        PROVIDER
                                                + "disabled: null\nbase_url: ''\napi_key: ''\n"
                                                + "default_model: ~\nnetwork:\noptions: null\n")
                                .clean();

        assertThat(provider).isEqualTo(Reading.of(Kind.PROVIDER, PROVIDER).clean());
        assertThat(provider.baseUrl()).isNull();
        assertThat(provider.network().maxRetries()).isEqualTo(2);
    }

    @Test
    void zeroStaysZero() {
        var provider =
                (Provider)
                        Reading.of(Kind.PROVIDER, PROVIDER + "network: {max_retries: 0}").clean();

        assertThat(provider.network().maxRetries()).isZero();
    }

    @Test
    void aManagedModelIsDisabledWithoutOverrides() {
        var model =
                (ManagedModel)
                        Reading.of(
                                        Kind.MANAGED_MODEL,
                                        "{provider_id: p, upstream_model: m, enabled: false}")
                                .clean();

        assertThat(model.enabled()).isFalse();
        assertThat(model.capabilityOverrides()).isNull();
    }

    @Test
    void listsWithoutOrderAreSortedAndHoldEachElementOnce() {
        var key =
                (VirtualKey)
                        Reading.of(Kind.VIRTUAL_KEY, "{id: k, allowed_route_ids: [b, a, b, ' a ']}")
                                .clean();

        assertThat(key.allowedRouteIds()).containsExactly("a", "b");
    }

    @Test
    void timesAreRfc3339AndTheZeroTimeIsNone() {
        assertThat(expiry("2030-01-31T12:00:00Z")).isEqualTo(Instant.parse("2030-01-31T12:00:00Z"));
        assertThat(expiry("2030-01-31T12:00:00.5+02:00"))
                .isEqualTo(Instant.parse("2030-01-31T10:00:00.5Z"));
        assertThat(expiry("0001-01-01T00:00:00Z")).isNull();
        assertThat(Reading.of(Kind.VIRTUAL_KEY, "{id: k, expires_at: tomorrow}").problems())
                .containsExactly(
                        "f:1:21: error AGW1104: expires_at: \"tomorrow\" (expected: a time such as"
                                + " 2030-01-31T12:00:00Z)");
    }

    private static @Nullable Instant expiry(String text) {
        return ((VirtualKey)
                        Reading.of(Kind.VIRTUAL_KEY, "{id: k, expires_at: '" + text + "'}").clean())
                .expiresAt();
    }

    @ParameterizedTest
    @CsvSource({
        "90s, PT90S",
        "5m, PT5M",
        "1h30m, PT1H30M",
        "1h0m5s, PT1H5S",
        "0s, PT0S",
        "1500ms, PT1.5S",
        "10us, PT0.00001S",
        "7ns, PT0.000000007S"
    })
    void durationsAreText(String text, Duration duration) {
        assertThat(((AcpService) Reading.of(Kind.ACP_SERVICE, acp(text)).clean()).idleTtl())
                .isEqualTo(duration);
        assertThat(Durations.parse(Durations.text(duration))).contains(duration);
    }

    @ParameterizedTest
    @CsvSource({"-5m", "5 m", "1.5h", "5m1h", "1d", "-1", "1.5", "true", "5"})
    void nothingElseIsADurationButANumberOfNanoseconds(String text) {
        var problems = Reading.of(Kind.ACP_SERVICE, acp(text)).problems();

        assertThat(problems)
                .singleElement()
                .asString()
                .containsAnyOf("AGW1106", "(expected: a duration such as 90s, 5m or 1h30m)");
    }

    @Test
    void wholeNumbersOfNanosecondsAreAnOlderSpelling() {
        var reading = Reading.of(Kind.ACP_SERVICE, acp("300000000000"));

        assertThat(((AcpService) reading.object().orElseThrow()).idleTtl())
                .isEqualTo(Duration.ofMinutes(5));
        assertThat(reading.problems())
                .containsExactly(
                        "f:1:65: warning AGW1106: idle_ttl: 300000000000 nanoseconds is an older"
                                + " spelling (write 5m)");
    }

    private static String acp(String ttl) {
        return "{id: a, name: A, agent_type: codex, cwd: /work, idle_ttl:       " + ttl + "}";
    }

    @Test
    void aRouteOfAServiceWithoutIdIsNamedByServiceAndPath() {
        var route =
                (McpRoute)
                        Reading.of(
                                        Kind.MCP_ROUTE,
                                        "{service_id: files, match_policy: {path_prefix: /mcp/Foo/bar/}}")
                                .clean();

        assertThat(route.id()).isEqualTo("mcp:files:mcp-foo-bar");
        assertThat(((McpRoute) Reading.of(Kind.MCP_ROUTE, "{service_id: files}").clean()).id())
                .isEqualTo("mcp:files:root");
        assertThat(Reading.of(Kind.MCP_ROUTE, "{}").problems())
                .containsExactly(
                        "f:1:1: error AGW1103: id is missing (expected: a string)",
                        "f:1:1: error AGW1103: service_id is missing (expected: a string)");
    }

    @Test
    void referencesAreTypedWhereTheyStandAlone() {
        var yaml =
                """
                id: a
                name: ${N}
                agent_type: codex
                cwd: /work
                max_instances: ${N}
                description: say $${user}
                """;

        var service = (AcpService) Reading.of(Kind.ACP_SERVICE, yaml, Map.of("N", "4")).clean();

        assertThat(service.maxInstances()).isEqualTo(4);
        assertThat(service.name()).isEqualTo("4");
        assertThat(service.description()).isEqualTo("say ${user}");
    }

    @Test
    void aResolvedValueIsShownAsItsReference() {
        var reading = Reading.of(Kind.PROVIDER, PROVIDER + "disabled: ${S}", Map.of("S", "s3cret"));

        assertThat(reading.problems())
                .containsExactly("f:3:11: error AGW1102: disabled: \"${S}\" (expected: a boolean)");
    }

    @Test
    void anUnsetReferenceIsReportedWithItsNameAndPlace() {
        var reading =
                Reading.of(
                        Kind.PROVIDER,
                        PROVIDER + "base_url: ${U1}\ndisabled: ${U2}\noptions: {a: [\"${U3}\"]}\n");

        assertThat(reading.object()).isEmpty();
        assertThat(reading.problems())
                .extracting(p -> p.substring(0, p.indexOf(" is not")))
                .containsExactly(
                        "f:3:11: error AGW1201: ${U1}",
                        "f:4:11: error AGW1201: ${U2}",
                        "f:5:15: error AGW1201: ${U3}");
    }
}
