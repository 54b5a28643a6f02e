package io.agw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.cli.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffTest {
    private static final String[] AGAINST = {
        "gateway", "diff", "-f", "bundle.yaml", "--against", "export.yaml"
    };

    @TempDir Path folder;

    @BeforeEach
    void writeBundleAndExport() throws IOException {
        Bundles.write(folder, "bundle.yaml", Bundles.WHOLE);
        Bundles.write(
                folder,
                "export.yaml",
                Bundles.WHOLE.replace("${OPENAI_API_KEY}", "${PROVIDER_OPENAI_API_KEY}"));
    }

    @Test
    void againstAnExportNeedsNoGatewayAndComparesNoSecret() {
        var result = agwctl(AGAINST);

        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("no changes").contains("not compared");
    }

    @Test
    void changesHaveTheirOwnExitCodeOnRequest() throws IOException {
        Bundles.write(
                folder, "bundle.yaml", Bundles.WHOLE.replace("max_retries: 1", "max_retries: 4"));

        var plain = agwctl(AGAINST);
        var detailed = agwctl(with(AGAINST, "--detailed-exitcode"));
        var json = agwctl(with(AGAINST, "--exit-code", "-o", "json"));

        assertThat(plain.code()).isZero();
        assertThat(plain.out())
                .contains("~ provider/openai")
                .contains("/network/max_retries : 1 -> 4");
        assertThat(detailed.code()).isEqualTo(2);
        assertThat(json.code()).isEqualTo(2);
        assertThat(Json.read(json.out()).at("/summary/update").asInt()).isEqualTo(1);
    }

    @Test
    void orderAndSpellingOfDefaultsAreNoChange() throws IOException {
        Bundles.write(
                folder,
                "bundle.yaml",
                """
                virtualKeys:
                - {allowed_route_ids: [chat], id: team-a, disabled: false}
                llmRoutes:
                - id: chat
                  auth_policy: {require_virtual_key: true}
                  target_policy: {provider_id: openai, type: direct-provider}
                  protocol: openai
                providers:
                - api_key: ${OPENAI_API_KEY}
                  network: {max_retries: 1, request_timeout_seconds: 120}
                  provider_type: openai
                  id: openai
                """);

        assertThat(agwctl(with(AGAINST, "--detailed-exitcode")).code()).isZero();
    }

    @Test
    void offlineAndLivePlansOfABundleWithoutSecretsAreEqual() throws IOException {
        Bundles.write(folder, "bundle.yaml", Bundles.PROVIDER);
        Bundles.write(folder, "export.yaml", "");
        try (var gateway = new TestGateway()) {
            new TestStore(gateway);

            var live =
                    agwctl(
                            new Run(folder).at(gateway),
                            "gateway",
                            "diff",
                            "-f",
                            "bundle.yaml",
                            "-o",
                            "json");
            var offline = agwctl(with(AGAINST, "-o", "json"));

            assertThat(comparable(offline)).isEqualTo(comparable(live)).contains("\"create\": 1");
        }
    }

    @Test
    void onGithubActionsTheCountsAreOutputs() throws IOException {
        Bundles.write(folder, "export.yaml", Bundles.provider("${PROVIDER_OPENAI_API_KEY}"));
        var output = folder.resolve("output");
        var summary = folder.resolve("summary.md");

        run().with("GITHUB_ACTIONS", "true")
                .with("GITHUB_OUTPUT", output.toString())
                .with("GITHUB_STEP_SUMMARY", summary.toString())
                .agwctl(AGAINST);

        assertThat(Files.readString(output))
                .startsWith("has_changes=true\ncreate=2\nupdate=1\ndelete=0\nplan_id=p-");
        assertThat(Files.readString(summary)).contains("+ llm_route/chat");
    }

    @Test
    void referencesAreCheckedAgainstExportAndBundleTogether() throws IOException {
        Bundles.write(folder, "export.yaml", Bundles.PROVIDER);
        Bundles.write(folder, "bundle.yaml", route("echo"));

        var met = agwctl(AGAINST);

        assertThat(met.code()).as(met.all()).isZero();

        Bundles.write(folder, "bundle.yaml", route("ehco"));

        var dangling = agwctl(AGAINST);

        assertThat(dangling.code()).isEqualTo(3);
        assertThat(dangling.out())
                .contains("bundle.yaml:4:")
                .contains("target_policy.provider_id: \"ehco\" (expected: the id of a provider)")
                .contains("did you mean echo?");
    }

    @Test
    void aFamilyThatIsInNeitherIsLeftToTheGateway() throws IOException {
        Bundles.write(folder, "export.yaml", "");
        Bundles.write(folder, "bundle.yaml", route("echo"));

        assertThat(agwctl(AGAINST).code()).isZero();
        assertThat(agwctl(with(AGAINST, "--strict")).code()).isEqualTo(3);
    }

    @Test
    void aDeleteThatWouldLeaveAReferenceIsBlockedOffline() throws IOException {
        Bundles.write(folder, "export.yaml", Bundles.PROVIDER + route("echo"));
        Bundles.write(
                folder,
                "bundle.yaml",
                "providers:\n- {id: other, provider_type: echo}\n" + route("echo"));

        var result = agwctl(with(AGAINST, "--prune", "--max-delete-percent", "100"));

        assertThat(result.code()).isEqualTo(4);
        assertThat(result.out()).contains("provider/echo").contains("llm_route/r");
    }

    private static String route(String provider) {
        return "llmRoutes:\n- {id: r, protocol: openai, target_policy: {provider_id: "
                + provider
                + "}}\n";
    }

    @Test
    void whatIsNoExportIsSaid() throws IOException {
        Files.writeString(folder.resolve("export.yaml"), "just: something\n");

        var result = agwctl(AGAINST);

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("--against export.yaml is no export");
    }

    @Test
    void anEmptyFileIsNoExport() throws IOException {
        Files.writeString(folder.resolve("export.yaml"), "");

        var result = agwctl(AGAINST);

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("--against export.yaml is empty");
    }

    private static String comparable(Run.Result result) {
        var plan = Json.read(result.out());
        if (plan instanceof tools.jackson.databind.node.ObjectNode object) {
            object.remove("tool");
            object.remove("planId");
        }
        return Json.pretty(plan);
    }

    private static String[] with(String[] args, String... more) {
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(args), java.util.stream.Stream.of(more))
                .toArray(String[]::new);
    }

    private Run run() {
        return new Run(folder).with("OPENAI_API_KEY", Bundles.SECRET);
    }

    private Run.Result agwctl(String... args) {
        return agwctl(run(), args);
    }

    private static Run.Result agwctl(Run run, String... args) {
        var result = run.agwctl(args);
        assertThat(result.all()).doesNotContain(Bundles.SECRET);
        return result;
    }
}
