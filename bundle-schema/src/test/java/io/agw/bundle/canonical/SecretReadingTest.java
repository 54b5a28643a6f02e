package io.agw.bundle.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Kind;
import io.agw.bundle.model.McpService;
import io.agw.bundle.model.Provider;
import io.agw.bundle.model.Secret;
import io.agw.bundle.model.SecretValue;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretReadingTest {
    private static final String PROVIDER = "id: open.ai-1\nprovider_type: openai\n";

    @Test
    void aReferenceIsResolvedAndKept() {
        var provider = provider("api_key: ${KEY}", Map.of("KEY", "sk-1"));

        assertThat(provider.apiKey())
                .isEqualTo(new SecretValue.Given("${KEY}", new Secret("sk-1")));
    }

    @Test
    void aReferenceMayStandInsideAText() {
        var provider =
                provider(
                        "network: {extra_headers: {Authorization: 'Bearer ${KEY}'}}",
                        Map.of("KEY", "1"));

        assertThat(provider.network().extraHeaders())
                .containsEntry(
                        "Authorization",
                        new SecretValue.Given("Bearer ${KEY}", new Secret("Bearer 1")));
    }

    @ParameterizedTest
    @CsvSource({"12345", "true", "null", "~", "0x10"})
    void theTextOfASecretCountsWhateverItLooksLike(String text) {
        var provider = provider("api_key: ${KEY}", Map.of("KEY", text));

        assertThat(provider.apiKey()).isEqualTo(new SecretValue.Given("${KEY}", new Secret(text)));
    }

    @Test
    void anEmptySecretIsNone() {
        assertThat(provider("api_key: ${KEY}", Map.of("KEY", "")).apiKey()).isNull();
        assertThat(provider("api_key: ${KEY:-}", Map.of()).apiKey()).isNull();
    }

    @Test
    void theUnsetPlaceholderOfTheMemberItselfMeansKeep() {
        var provider =
                provider(
                        """
                        api_key: ${PROVIDER_OPEN_AI_1_API_KEY}
                        network:
                          extra_headers:
                            X-Key: ${PROVIDER_OPEN_AI_1_NETWORK_EXTRA_HEADERS_X_KEY}
                        """,
                        Map.of());

        assertThat(provider.apiKey())
                .isEqualTo(new SecretValue.Unset("${PROVIDER_OPEN_AI_1_API_KEY}"));
        assertThat(provider.network().extraHeaders())
                .containsValue(
                        new SecretValue.Unset("${PROVIDER_OPEN_AI_1_NETWORK_EXTRA_HEADERS_X_KEY}"));
    }

    @Test
    void aSetPlaceholderIsAReferenceLikeAnyOther() {
        var provider =
                provider(
                        "api_key: ${PROVIDER_OPEN_AI_1_API_KEY}",
                        Map.of("PROVIDER_OPEN_AI_1_API_KEY", "sk"));

        assertThat(provider.apiKey()).isInstanceOf(SecretValue.Given.class);
    }

    @ParameterizedTest
    @CsvSource({
        "${OPENAI_API_KEY}",
        "${PROVIDER_OTHER_API_KEY}",
        "x${PROVIDER_OPEN_AI_1_API_KEY}",
        "${PROVIDER_OPEN_AI_1_NETWORK_PROXY_URL}"
    })
    void anyOtherUnsetReferenceIsAProblem(String reference) {
        var reading = Reading.of(Kind.PROVIDER, PROVIDER + "api_key: " + reference);

        assertThat(reading.problems()).singleElement().asString().contains("AGW1201");
    }

    @Test
    void thePlaceholderMeansNothingOutsideItsSecret() {
        var reading =
                Reading.of(Kind.PROVIDER, PROVIDER + "base_url: ${PROVIDER_OPEN_AI_1_BASE_URL}");

        assertThat(reading.problems()).singleElement().asString().contains("AGW1201");
    }

    @Test
    void theMaskMeansKeep() {
        var keep = new SecretValue.Unset("${PROVIDER_OPEN_AI_1_API_KEY}");

        assertThat(provider("api_key: '********'", Map.of()).apiKey()).isEqualTo(keep);
        var body = Reading.ofAdminBody(Kind.PROVIDER, PROVIDER + "api_key: '********'");
        assertThat(((Provider) body.clean()).apiKey()).isEqualTo(keep);
    }

    @Test
    void aLiteralSecretInABundleIsAWarningThatDoesNotShowIt() {
        var reading = Reading.of(Kind.PROVIDER, PROVIDER + "api_key: sk-topsecret");

        assertThat(reading.object()).isPresent();
        assertThat(reading.problems())
                .containsExactly(
                        "f:3:10: warning AGW1203: api_key: a literal secret (expected: a reference)"
                                + " (write ${PROVIDER_OPEN_AI_1_API_KEY} and set that variable)");
    }

    @Test
    void aLiteralDefaultOfASecretIsAWarning() {
        var reading = Reading.of(Kind.PROVIDER, PROVIDER + "api_key: ${U:-sk-topsecret}");

        assertThat(reading.object()).isPresent();
        assertThat(reading.problems())
                .singleElement()
                .asString()
                .contains("AGW1203")
                .doesNotContain("topsecret");
    }

    /// A reference is stored in clear.
    @ParameterizedTest
    @CsvSource({
        "'${U:-sk-topsecret}', '${U}'",
        "'${U:-sk-topsecret}${A}', '${U}${A}'",
        "'bearer ${U:-sk-topsecret}', 'bearer ${U}'",
        "'${U:-}${A}', '${U:-}${A}'",
    })
    void theDefaultOfASecretIsNoPartOfItsReference(String written, String reference) {
        var reading =
                Reading.of(
                        Kind.PROVIDER, PROVIDER + "api_key: '" + written + "'", Map.of("A", "x"));

        assertThat(reading.secrets()).containsEntry("/api_key", reference);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-topsecret${A}",
                "${A}sk-topsecret",
                "${A} ${A}",
                "Bearer sk-topsecret${A}",
                "$${b}${A}",
                "${A}Bearer ${A}",
            })
    void aTemplateThatIsLiteralInPartIsASecretAsAWhole(String written) {
        var reading =
                Reading.of(
                        Kind.PROVIDER, PROVIDER + "api_key: '" + written + "'", Map.of("A", "x"));

        assertThat(((Provider) reading.object().orElseThrow()).apiKey())
                .isInstanceOfSatisfying(
                        SecretValue.Given.class, given -> assertThat(given.reference()).isNull());
        assertThat(reading.problems())
                .singleElement()
                .asString()
                .contains("AGW1203: api_key: a secret that is literal in part")
                .doesNotContain("topsecret");
    }

    @Test
    void whatStandsWhereAMappingOfSecretsBelongsIsNotShown() {
        var reading =
                Reading.of(Kind.PROVIDER, PROVIDER + "network:\n  extra_headers: sk-topsecret\n");

        assertThat(reading.problems())
                .containsExactly(
                        "f:4:18: error AGW1102: network.extra_headers: a string (expected: a mapping)");
    }

    @Test
    void whatIsNoSecretByItsNameOrFormIsNoWarning() {
        var service =
                """
                id: s
                name: S
                transport: stdio
                command: x
                env: {LOG_LEVEL: debug, API_TOKEN: t0p, EMPTY_KEY: ''}
                """;

        assertThat(Reading.of(Kind.MCP_SERVICE, service).problems())
                .singleElement()
                .asString()
                .contains("env.API_TOKEN: a literal secret");
        assertThat(
                        Reading.of(
                                        Kind.PROVIDER,
                                        PROVIDER + "network: {proxy_url: http://proxy:3128}")
                                .problems())
                .isEmpty();
        assertThat(
                        Reading.of(
                                        Kind.PROVIDER,
                                        PROVIDER + "network: {proxy_url: http://u:p@proxy:3128}")
                                .problems())
                .hasSize(1);
        assertThat(
                        Reading.of(Kind.VIRTUAL_KEY, "id: k\nkey_hash: sha256:" + "0a".repeat(32))
                                .problems())
                .isEmpty();
    }

    @Test
    void anEmptyValueOfAFreeKeyIsKept() {
        var service =
                (McpService)
                        Reading.of(
                                        Kind.MCP_SERVICE,
                                        "id: s\nname: S\ntransport: stdio\ncommand: x\nenv: {A: ''}")
                                .clean();

        assertThat(service.env()).containsEntry("A", new SecretValue.Given(null, new Secret("")));
    }

    @Test
    void aSecretOfTheWrongTypeIsNotShown() {
        var reading = Reading.of(Kind.PROVIDER, PROVIDER + "api_key: 123456");

        assertThat(reading.problems())
                .containsExactly(
                        "f:3:10: error AGW1102: api_key: a number (expected: a string, best a reference"
                                + " such as ${NAME})");
    }

    @Test
    void anAdminBodyHoldsSecretsOrPlaceholdersButNoOtherReference() {
        var literal = Reading.ofAdminBody(Kind.PROVIDER, PROVIDER + "api_key: sk-1");
        var keep =
                Reading.ofAdminBody(
                        Kind.PROVIDER, PROVIDER + "api_key: ${PROVIDER_OPEN_AI_1_API_KEY}");
        var other = Reading.ofAdminBody(Kind.PROVIDER, PROVIDER + "api_key: ${OPENAI_API_KEY}");

        assertThat(((Provider) literal.clean()).apiKey())
                .isEqualTo(new SecretValue.Given(null, new Secret("sk-1")));
        assertThat(((Provider) keep.clean()).apiKey()).isInstanceOf(SecretValue.Unset.class);
        assertThat(other.problems())
                .containsExactly(
                        "f:3:10: error AGW1201: api_key: a reference (expected: the secret itself)"
                                + " (references are resolved in bundles only; ******** keeps it)");
    }

    private static Provider provider(String more, Map<String, String> variables) {
        return (Provider) Reading.of(Kind.PROVIDER, PROVIDER + more, variables).clean();
    }
}
