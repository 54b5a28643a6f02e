package io.agw.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.document.SourceFile;
import io.agw.bundle.model.AcpService;
import io.agw.bundle.model.BundleObject;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.Provider;
import io.agw.bundle.model.Secret;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.reference.Variables;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleLoaderTest {
    private static final String HEAD = "apiVersion: gateway.agw/v1alpha1\nkind: GatewayBundle\n";
    private static final String PROVIDER = HEAD + "providers:\n- id: p\n  provider_type: echo\n";
    private static final ObjectKey P = new ObjectKey(Kind.PROVIDER, "p");

    private final BundleLoader loader = new BundleLoader();

    @Test
    void readsSeveralFilesAndDocumentsAsOneBundle() {
        var loaded =
                load(
                        PROVIDER
                                + "---\n"
                                + HEAD
                                + "managedModels:\n- {provider_id: p, upstream_model: m}\n",
                        HEAD
                                + "llmRoutes:\n"
                                + "- id: r\n"
                                + "  protocol: openai\n"
                                + "  match_policy: {path_prefix: /r}\n"
                                + "  target_policy: {type: direct-provider, provider_id: p}\n");

        assertThat(loaded.problems()).isEmpty();
        assertThat(valid(loaded).objects())
                .containsOnlyKeys(
                        P,
                        new ObjectKey(Kind.MANAGED_MODEL, "p/m"),
                        new ObjectKey(Kind.LLM_ROUTE, "r"));
        assertThat(valid(loaded).objects().get(P))
                .satisfies(p -> assertThat(p.position()).hasToString("f0.yaml:4:3"));
    }

    @Test
    void aProblemStandsWhereItsValueIsWritten() {
        var loaded =
                load(
                        PROVIDER
                                + """
                                llmRoutes:
                                - id: r
                                  llm_api: openai
                                  match:
                                    methods:
                                    - POST
                                    - get it
                                    - GET
                                    path_prefix: nowhere
                                  target_policy: {provider_target: {provider_id: p}}
                                """);

        assertThat(problems(loaded))
                .filteredOn(problem -> problem.contains(": error "))
                .satisfiesExactlyInAnyOrder(
                        problem ->
                                assertThat(problem).startsWith("f0.yaml:12:7: ").contains("get it"),
                        problem ->
                                assertThat(problem)
                                        .startsWith("f0.yaml:14:18: ")
                                        .contains("nowhere"));
    }

    @Test
    void readsAnExportOfTenThousandObjectsInOneFile() {
        var text = new StringBuilder(HEAD).append("providers:\n");
        for (int i = 0; i < 10_000; i++) {
            text.append("- id: provider-").append(i).append("\n  provider_type: openai\n");
            text.append("  base_url: http://127.0.0.1:9/v1\n  api_key: ${P_").append(i);
            text.append("_API_KEY:-x}\n  network:\n    max_retries: 3\n    extra_headers:\n");
            text.append("      x-team: team-").append(i).append("\n      x-stage: production\n");
        }
        assertThat(text.length()).isGreaterThan(3 << 19);

        assertThat(valid(load(text.toString())).objects()).hasSize(10_000);
    }

    @Test
    void namesBothPlacesOfAnIdUsedTwice() {
        var loaded = load(PROVIDER, PROVIDER);

        assertThat(problems(loaded))
                .containsExactly(
                        "f1.yaml:4:3: error AGW1105: provider/p is declared twice (expected: once in a"
                                + " bundle) (first at f0.yaml:4:3)");
    }

    @Test
    void reportsTheProblemsOfEveryFile() {
        var loaded =
                load(PROVIDER + "\tx", HEAD + "providers:\n- id: q\n", HEAD + "provider: []\n");

        assertThat(problems(loaded))
                .extracting(problem -> problem.replaceAll("(AGW[0-9]+):.*", "$1"))
                .containsExactly(
                        "f0.yaml:6:1: error AGW1001",
                        "f1.yaml:4:3: error AGW1103",
                        "f2.yaml:3:1: error AGW1101");
    }

    @Test
    void skipsAndListsDocumentsOfOtherTools() {
        var loaded =
                load("apiVersion: v1\nkind: ConfigMap\ndata: {a: \"${UNSET}\"}\n---\n" + PROVIDER);

        assertThat(valid(loaded).objects()).containsOnlyKeys(P);
        assertThat(valid(loaded).skipped()).containsExactly("f0.yaml:1 v1 ConfigMap");
        assertThat(problems(loaded))
                .containsExactly(
                        "f0.yaml:1:1: warning AGW1006: f0.yaml:1 v1 ConfigMap is not for the gateway and"
                                + " was skipped");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{a: b}|1:1|apiVersion is missing",
                "[a]|1:1|document is a list",
                "text|1:1|document is a string",
                "{apiVersion: gateway.agw/v2, kind: GatewayBundle}|1:14|apiVersion: gateway.agw/v2",
                "{apiVersion: gateway.agw/v1alpha1}|1:2|kind: missing",
                "{apiVersion: gateway.agw/v1alpha1, kind: Bundle}|1:2|kind: Bundle"
            })
    void refusesADocumentThatIsNoBundleOfAKnownVersion(String text, String place, String what) {
        assertThat(problems(load(text)))
                .containsExactly(
                        "f0.yaml:"
                                + place
                                + ": error AGW1005: "
                                + what
                                + " (expected: apiVersion gateway.agw/v1alpha1 and kind GatewayBundle)");
    }

    @Test
    void refusesProviderTypesAndUnknownSections() {
        assertThat(problems(load(HEAD + "providerTypes: [echo]\n")))
                .containsExactly(
                        "f0.yaml:3:1: error AGW1101: providerTypes: provider types are no part of a bundle"
                                + " (they are a setting of agwd: --provider-type, or provider_types in"
                                + " agwd.yaml)");
        assertThat(problems(load(HEAD + "llmRoute: []\n")))
                .singleElement()
                .asString()
                .contains("AGW1101: llmRoute: unknown section")
                .contains("did you mean llmRoutes?");
        assertThat(problems(load(HEAD + "agents: {}\n")))
                .containsExactly(
                        "f0.yaml:3:9: error AGW1102: agents: a mapping (expected: a list)");
    }

    @Test
    void readsTheOlderSectionOfRoutes() {
        var loaded =
                load(
                        HEAD
                                + "routes:\n"
                                + "- id: r\n"
                                + "  llm_api: openai\n"
                                + "  match: {path_prefix: /r}\n"
                                + "  target_policy: {provider_id: p}\n"
                                + "providers: [{id: p, provider_type: echo}]\n");

        assertThat(valid(loaded).objects()).containsKey(new ObjectKey(Kind.LLM_ROUTE, "r"));
        assertThat(problems(loaded)).hasSize(4).allMatch(p -> p.contains("warning AGW1106"));
    }

    @Test
    void resolvesReferencesInLongerTextsAndNamesUnsetOnes() {
        var yaml =
                PROVIDER
                        + """
                          base_url: https://${HOST}/v1
                          api_key: ${KEY}
                          default_model: ${MODEL:-small}
                        acpServices:
                        - {id: a, name: $NAME, agent_type: codex, cwd: /w, description: "$${X}"}
                        """;

        var loaded = loader.load(files(yaml), Variables.of(Map.of("HOST", "h", "KEY", "sk")));

        var provider = (Provider) object(loaded, P);
        assertThat(provider.baseUrl()).isEqualTo("https://h/v1");
        assertThat(provider.defaultModel()).isEqualTo("small");
        assertThat(provider.apiKey()).isEqualTo(new SecretValue.Given("${KEY}", new Secret("sk")));
        var service = (AcpService) object(loaded, new ObjectKey(Kind.ACP_SERVICE, "a"));
        assertThat(service.name()).isEqualTo("$NAME");
        assertThat(service.description()).isEqualTo("${X}");
        assertThat(problems(load(yaml)))
                .extracting(problem -> problem.replaceAll(" is not set.*", ""))
                .containsExactly(
                        "f0.yaml:6:13: error AGW1201: ${HOST}",
                        "f0.yaml:7:12: error AGW1201: ${KEY}");
    }

    @Test
    void aBundleCannotNameTheGatewaysOwnSecrets() {
        var loaded =
                loader.load(
                        files(PROVIDER + "  api_key: ${AGW_ADMIN_BASIC_AUTH}\n"),
                        Variables.of(Map.of("AGW_ADMIN_BASIC_AUTH", "s3cret")));

        assertThat(problems(loaded))
                .singleElement()
                .asString()
                .contains("AGW1202")
                .doesNotContain("s3cret");
    }

    @Test
    void refusesMoreFilesOrBytesThanTheLimits() {
        var tooMany = Collections.nCopies(10_001, new SourceFile("f", new byte[0]));
        var tooLarge = Collections.nCopies(129, new SourceFile("f", new byte[1 << 18]));

        assertThat(problems(loader.load(tooMany, Variables.none())))
                .containsExactly("bundle: error AGW1504: 10,001 files (expected: at most 10,000)");
        assertThat(problems(loader.load(tooLarge, Variables.none())))
                .containsExactly(
                        "bundle: error AGW1003: 33,816,576 bytes (expected: at most 33,554,432)");
    }

    @Test
    void takesAsMuchAsAnOperatorMayAllow() {
        var text = (HEAD + "# " + "x".repeat(300 << 10) + "\n").getBytes(StandardCharsets.UTF_8);
        var file = List.of(new SourceFile("f.yaml", text));

        assertThat(problems(new BundleLoader(BundleLimits.defaults()).load(file, Variables.none())))
                .singleElement()
                .asString()
                .contains("AGW1003");
        assertThat(valid(new BundleLoader(BundleLimits.largest()).load(file, Variables.none())))
                .isNotNull();
    }

    @Test
    void noFilesAreAnEmptyBundle() {
        assertThat(valid(loader.load(List.of(), Variables.none())).objects()).isEmpty();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void tenThousandObjectsAreNoBurden() {
        var files = new ArrayList<SourceFile>();
        for (int file = 0; file < 100; file++) {
            var text = new StringBuilder(HEAD).append("providers:\n");
            for (int i = 0; i < 100; i++) {
                text.append("- id: p").append(file).append('-').append(i);
                text.append("\n  provider_type: echo\n  network: {max_retries: 1}\n");
            }
            files.add(file("f" + file + ".yaml", text.toString()));
        }

        assertThat(valid(loader.load(files, Variables.none())).objects()).hasSize(10_000);
    }

    private Loaded load(String... texts) {
        return loader.load(files(texts), Variables.none());
    }

    private static List<SourceFile> files(String... texts) {
        var files = new ArrayList<SourceFile>();
        for (var text : texts) {
            files.add(file("f" + files.size() + ".yaml", text));
        }
        return files;
    }

    private static SourceFile file(String path, String text) {
        return new SourceFile(path, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Bundle valid(Loaded loaded) {
        assertThat(loaded).as(() -> problems(loaded).toString()).isInstanceOf(Loaded.Valid.class);
        return ((Loaded.Valid) loaded).bundle();
    }

    private static BundleObject object(Loaded loaded, ObjectKey key) {
        return Objects.requireNonNull(valid(loaded).objects().get(key)).object();
    }

    private static List<String> problems(Loaded loaded) {
        return loaded.problems().stream().map(Object::toString).toList();
    }
}
