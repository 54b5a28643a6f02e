package io.agw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.cli.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateTest {
    @TempDir Path folder;

    @Test
    void aValidBundleIsSaidToBeOne() throws IOException {
        Bundles.write(folder, "bundles/a.yaml", Bundles.PROVIDER);

        var result = new Run(folder).agwctl("gateway", "validate", "-f", "bundles/a.yaml");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("gateway bundle is valid: bundles/a.yaml\n");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void everyProblemOfEveryFileIsSaidWithItsPlace() throws IOException {
        Bundles.write(folder, "bundles/a.yaml", "providers:\n- {id: p}\n");
        Bundles.write(folder, "bundles/deep/b.yml", "providers:\n- {id: q, provider_type: 7}\n");
        Bundles.write(folder, "bundles/c.yaml", "providers: [\n");
        Bundles.write(folder, "bundles/.hidden/d.yaml", "providers: 7\n");
        Bundles.write(folder, "bundles/notes.txt", "not: yaml: at all");

        var result = new Run(folder).agwctl("gateway", "validate", "-f", "bundles");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.out())
                .contains("bundles/a.yaml:4:3: error AGW1103: provider_type is missing")
                .contains("bundles/deep/b.yml:4:26: error AGW1102: provider_type: ")
                .contains("bundles/c.yaml:")
                .doesNotContain("hidden")
                .doesNotContain("notes");
        assertThat(result.err()).isEqualTo("agwctl: gateway bundle validation failed (3 errors)\n");
    }

    @Test
    void aFileMayBeAWholeBundleAndAFolderIsWhatASourceTakes() throws IOException {
        var providers = new StringBuilder("providers:\n");
        for (int i = 0; i < 8_000; i++) {
            providers.append("- {id: provider-").append(i).append(", provider_type: echo}\n");
        }
        Bundles.write(folder, "bundles/big.yaml", providers.toString());

        var file = new Run(folder).agwctl("gateway", "validate", "-f", "bundles/big.yaml");
        var bundles = new Run(folder).agwctl("gateway", "validate", "-f", "bundles");
        var strict = new Run(folder).agwctl("gateway", "validate", "-f", "bundles", "--strict");

        assertThat(file.code()).isZero();
        assertThat(file.out()).isEqualTo("gateway bundle is valid: bundles/big.yaml\n");
        assertThat(bundles.code()).isZero();
        assertThat(bundles.out())
                .contains("bundles/big.yaml: warning AGW1503: ")
                .contains("(expected: at most 262,144)");
        assertThat(strict.code()).isEqualTo(3);
    }

    @Test
    void aReferenceIsCheckedAsFarAsTheBundleGoes() throws IOException {
        var route =
                "llmRoutes:\n- {id: r, protocol: openai, target_policy: {provider_id: nobody}}\n";
        Bundles.write(folder, "alone.yaml", route);
        Bundles.write(folder, "both.yaml", "providers:\n- {id: p, provider_type: echo}\n" + route);

        var alone = new Run(folder).agwctl("gateway", "validate", "-f", "alone.yaml");
        var strict = new Run(folder).agwctl("gateway", "validate", "--strict", "-f", "alone.yaml");
        var both = new Run(folder).agwctl("gateway", "validate", "-f", "both.yaml");

        assertThat(alone.code()).isZero();
        assertThat(alone.out() + alone.err()).contains("warning AGW1302");
        assertThat(strict.code()).isEqualTo(3);
        assertThat(both.code()).isEqualTo(3);
        assertThat(both.out()).contains("error AGW1301", "nobody");
    }

    @Test
    void aReferenceIsCheckedWhateverElseIsWrong() throws IOException {
        Bundles.write(
                folder,
                "bundles/a.yaml",
                """
                providers:
                - {id: p, provider_type: echo}
                - {id: typo, provider_tpye: echo}
                llmRoutes:
                - {id: lost, protocol: openai, target_policy: {provider_id: nobody}}
                - {id: kept, protocol: openai, target_policy: {provider_id: typo}}
                virtualKeys:
                - {id: k, allowed_route_ids: [kept, gone]}
                """);

        var result = new Run(folder).agwctl("gateway", "validate", "-f", "bundles");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.out())
                .contains("a.yaml:5:14: error AGW1101: provider_tpye: unknown field")
                .contains("error AGW1301: target_policy.provider_id: \"nobody\"")
                .contains("a.yaml:10:37: warning AGW1302: allowed_route_ids[0]: \"gone\"")
                .doesNotContain("\"typo\"")
                .doesNotContain("\"kept\"");
    }

    @Test
    void whatCouldNotBeReadIsNotMissed() throws IOException {
        var route =
                "llmRoutes:\n- {id: r, protocol: openai, target_policy: {provider_id: maybe}}\n";
        Bundles.write(folder, "nameless/a.yaml", "providers:\n- {idd: maybe}\n" + route);
        Bundles.write(
                folder, "torn/a.yaml", "providers:\n- {id: p, provider_type: echo}\n" + route);
        Bundles.write(folder, "torn/b.yaml", "providers: [\n");
        Bundles.write(folder, "section/a.yaml", "provders:\n- {id: maybe}\n" + route);

        for (var bundle : List.of("nameless", "torn", "section")) {
            var result = new Run(folder).agwctl("gateway", "validate", "--strict", "-f", bundle);

            assertThat(result.code()).isEqualTo(3);
            assertThat(result.out()).as(bundle).doesNotContain("\"maybe\"");
        }
    }

    @Test
    void jsonHasCountsAndProblemsAndComesBeforeTheExitCode() throws IOException {
        Bundles.write(folder, "a.yaml", Bundles.PROVIDER);
        Bundles.write(folder, "b.yaml", "providers:\n- {id: p}\n");

        var good = new Run(folder).agwctl("gateway", "validate", "-f", "a.yaml", "-o", "json");
        var bad = new Run(folder).agwctl("-o", "json", "gateway", "validate", "-f", "b.yaml");

        assertThat(Json.read(good.out()).at("/status").asString()).isEqualTo("ok");
        assertThat(Json.read(good.out()).at("/counts/providers").asInt()).isEqualTo(1);
        assertThat(Json.read(good.out()).at("/counts/llm_routes").asInt()).isZero();
        assertThat(bad.code()).isEqualTo(3);
        assertThat(Json.read(bad.out()).at("/status").asString()).isEqualTo("error");
        assertThat(Json.read(bad.out()).at("/problems/0/line").asInt()).isEqualTo(4);
    }

    @Test
    void machineFormatsAreWrittenWhole() throws IOException {
        Bundles.write(folder, "a.yaml", "providers:\n- {id: p}\n");

        assertThat(run("sarif").out())
                .contains("\"version\": \"2.1.0\"", "\"ruleId\": \"AGW1103\"");
        assertThat(run("junit").out()).contains("<testsuites", "failures=\"1\"");
        assertThat(run("github").out())
                .startsWith("::error file=a.yaml,line=4,endLine=4,col=3,title=AGW1103 ");
        assertThat(run("yaml").out()).contains("status: error");
        assertThat(run("xml").code()).isEqualTo(64);
        assertThat(run("xml").err()).contains("-o xml (expected: one of table, json, yaml");
    }

    @Test
    void onGithubActionsProblemsAreAnnotationsAndInTheSummary() throws IOException {
        Bundles.write(folder, "a.yaml", "providers:\n- {id: p}\n");
        var summary = folder.resolve("summary.md");

        var text = onGithub(summary).agwctl("gateway", "validate", "-f", "a.yaml");
        var json = onGithub(summary).agwctl("gateway", "validate", "-f", "a.yaml", "-o", "json");

        assertThat(text.code()).isEqualTo(3);
        assertThat(text.out()).startsWith("::error file=a.yaml,line=4");
        assertThat(Files.readString(summary)).contains("| error | `a.yaml:4:3` | AGW1103 |");
        assertThat(Json.read(json.out()).path("status").asString()).isEqualTo("error");
    }

    @Test
    void warningsPassUnlessStrict() throws IOException {
        Bundles.write(folder, "a.yaml", "routes: []\n" + Bundles.PROVIDER);

        var lenient = new Run(folder).agwctl("gateway", "validate", "-f", "a.yaml");
        var strict = new Run(folder).agwctl("gateway", "validate", "-f", "a.yaml", "--strict");

        assertThat(lenient.code()).isZero();
        assertThat(lenient.out()).contains("warning AGW1106");
        assertThat(strict.code()).isEqualTo(3);
        assertThat(strict.out()).contains("error AGW1106");
    }

    @Test
    void aBundleIsReadFromStandardInput() {
        var result =
                new Run(folder)
                        .input(Bundles.HEAD + "providers:\n- {id: p}\n")
                        .agwctl("gateway", "validate", "-f", "-");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.out()).contains("stdin:4:3: error AGW1103");
    }

    @Test
    void aLinkOutOfTheFolderIsRefusedUnread() throws IOException {
        Files.writeString(folder.resolve("outside.yaml"), "top secret of the build machine");
        Files.createDirectories(folder.resolve("bundles"));
        Files.createSymbolicLink(
                folder.resolve("bundles/link.yaml"), folder.resolve("outside.yaml"));

        var result = new Run(folder).agwctl("gateway", "validate", "-f", "bundles");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.out()).contains("bundles/link.yaml: error AGW1502");
        assertThat(result.all()).doesNotContain("top secret");
    }

    @Test
    void aFileReferenceLeavesNotTheFileRoot() throws IOException {
        Files.writeString(folder.resolve("outside"), "top secret");
        Files.createDirectories(folder.resolve("work/keys"));
        Files.writeString(folder.resolve("work/keys/openai"), "sk-from-file\n");
        Bundles.write(folder, "work/in.yaml", Bundles.provider("${file:keys/openai}"));
        Bundles.write(folder, "work/out.yaml", Bundles.provider("${file:../outside}"));

        var inside = run(folder.resolve("work"), "in.yaml");
        var outside = run(folder.resolve("work"), "out.yaml");

        assertThat(inside.code()).isZero();
        assertThat(outside.code()).isEqualTo(3);
        assertThat(outside.out()).contains("AGW1202").doesNotContain("top secret");
    }

    @Test
    void theGatewaysOwnVariablesCannotBeReferredTo() throws IOException {
        Bundles.write(folder, "a.yaml", Bundles.provider("${AGW_ADMIN_BASIC_AUTH}"));

        var result =
                new Run(folder)
                        .with("AGW_ADMIN_BASIC_AUTH", "admin:hunter2")
                        .agwctl("gateway", "validate", "-f", "a.yaml");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.all()).contains("AGW1202").doesNotContain("hunter2");
    }

    @Test
    void theGatewayIsAskedWhenTold() throws IOException {
        Bundles.write(folder, "a.yaml", Bundles.PROVIDER);
        try (var gateway = new TestGateway()) {
            new TestStore(gateway);

            var result =
                    new Run(folder)
                            .at(gateway)
                            .agwctl("gateway", "validate", "-f", "a.yaml", "--live");

            assertThat(result.code()).isZero();
            assertThat(gateway.last().path()).isEqualTo("/admin/bundle/validate");
        }
    }

    private Run.Result run(String format) {
        return new Run(folder).agwctl("gateway", "validate", "-f", "a.yaml", "-o", format);
    }

    private static Run.Result run(Path directory, String file) {
        return new Run(directory).agwctl("gateway", "validate", "-f", file);
    }

    private Run onGithub(Path summary) {
        return new Run(folder)
                .with("GITHUB_ACTIONS", "true")
                .with("GITHUB_STEP_SUMMARY", summary.toString());
    }
}
