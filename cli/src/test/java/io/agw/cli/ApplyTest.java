package io.agw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.cli.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ApplyTest {
    private static final String PLAN = "/admin/bundle/plan";

    @TempDir Path folder;

    private final TestGateway gateway = new TestGateway();
    private final TestStore store = new TestStore(gateway);

    @BeforeEach
    void writeTheBundle() throws IOException {
        Bundles.write(folder, "bundle.yaml", Bundles.WHOLE);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void saysWhatItDidInTheFormThatScriptsKnow() {
        var result = agwctl("gateway", "apply", "-f", "bundle.yaml");

        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .isEqualTo(
                        """
                        gateway apply: bundle.yaml
                          create provider openai
                          create llm_route chat
                          create virtual_key team-a
                        summary: create=3 update=0 skip=0 error=0 adopt=0 delete=0 conflict=0
                        """);
        assertThat(result.code()).isZero();
    }

    @Test
    void aSecondApplyOnlySkips() {
        agwctl("gateway", "apply", "-f", "bundle.yaml");

        var second = agwctl("gateway", "apply", "-f", "bundle.yaml");

        assertThat(second.out())
                .isEqualTo(
                        """
                        gateway apply: bundle.yaml
                          skip provider openai
                          skip llm_route chat
                          skip virtual_key team-a
                        summary: create=0 update=0 skip=3 error=0 adopt=0 delete=0 conflict=0
                        """);
        assertThat(second.code()).isZero();
    }

    @Test
    void sendsTheFilesAsWrittenAndTheValuesOfWhatTheyReferToAndNothingElse() {
        run().with("UNRELATED_SECRET", "do-not-send")
                .agwctl("gateway", "apply", "-f", "bundle.yaml");

        var body = Json.read(gateway.last().body());
        assertThat(body.at("/files/0/path").asString()).isEqualTo("bundle.yaml");
        assertThat(body.at("/files/0/content").asString())
                .isEqualTo(Bundles.HEAD + Bundles.WHOLE)
                .contains("${OPENAI_API_KEY}");
        assertThat(body.path("variables"))
                .isEqualTo(Json.object().put("OPENAI_API_KEY", Bundles.SECRET));
        assertThat(gateway.last().body()).doesNotContain("do-not-send");
        assertThat(store.secret(new ObjectKey(Kind.PROVIDER, "openai"), "/api_key"))
                .isEqualTo(Bundles.SECRET);
    }

    @Test
    void aChangedSecretIsAnUpdateAndNeitherTextIsPrinted() {
        agwctl("gateway", "apply", "-f", "bundle.yaml");

        var diff = changed().agwctl("gateway", "diff", "-f", "bundle.yaml");
        var json = changed().agwctl("gateway", "diff", "-f", "bundle.yaml", "-o", "json");
        var apply = changed().agwctl("gateway", "apply", "-f", "bundle.yaml");

        assertThat(diff.out()).contains("/api_key : (sensitive, changed)");
        assertThat(apply.out()).contains("update provider openai");
        for (var result : new Run.Result[] {diff, json, apply}) {
            assertThat(result.all())
                    .doesNotContain(Bundles.SECRET)
                    .doesNotContain("sk-live-new")
                    .contains("openai");
        }
    }

    @Test
    void aVariableOfTheCommandLineCountsBeforeTheEnvironment() {
        agwctl("gateway", "apply", "-f", "bundle.yaml", "--var", "OPENAI_API_KEY=sk-given");

        assertThat(store.secret(new ObjectKey(Kind.PROVIDER, "openai"), "/api_key"))
                .isEqualTo("sk-given");
    }

    @Test
    void anInvalidBundleReachesNoGateway() throws IOException {
        Bundles.write(folder, "bundle.yaml", "providers:\n- {id: p}\n");

        var text = agwctl("gateway", "apply", "-f", "bundle.yaml");
        var json = agwctl("gateway", "apply", "-f", "bundle.yaml", "-o", "json");

        assertThat(text.code()).isEqualTo(3);
        assertThat(text.out()).contains("AGW1103").endsWith("nothing was written\n");
        assertThat(Json.read(json.out()).path("status").asString()).isEqualTo("error");
        assertThat(gateway.asked()).isEmpty();
    }

    @Test
    void aConflictWritesNothingAndSaysWhoseItIs() {
        agwctl("gateway", "apply", "-f", "bundle.yaml");
        store.disown("prod");

        var text = changed().agwctl("gateway", "apply", "-f", "bundle.yaml");
        var json = changed().agwctl("gateway", "apply", "-f", "bundle.yaml", "-o", "json");

        assertThat(text.code()).isEqualTo(5);
        assertThat(text.out())
                .contains("  conflict provider openai: belongs to prod, bundle.yaml:4\n")
                .endsWith("nothing was written\n");
        assertThat(text.err()).hasLineCount(1).startsWith("agwctl: admin API error 409");
        assertThat(json.code()).isEqualTo(5);
        assertThat(Json.read(json.out()).at("/counts/conflict").asInt()).isPositive();
        assertThat(changed().agwctl("gateway", "diff", "-f", "bundle.yaml").code()).isEqualTo(5);
    }

    @Test
    void pruningTooMuchIsBlocked() throws IOException {
        agwctl("gateway", "apply", "-f", "bundle.yaml");
        Bundles.write(folder, "bundle.yaml", Bundles.provider("${OPENAI_API_KEY}"));

        var result = agwctl("gateway", "apply", "-f", "bundle.yaml", "--prune");

        assertThat(result.code()).isEqualTo(4);
        assertThat(result.out())
                .contains("blocked by PruneLimitExceeded")
                .endsWith("nothing was written\n");
        assertThat(store.keys()).hasSize(3);
        assertThat(
                        agwctl(
                                        "gateway",
                                        "apply",
                                        "-f",
                                        "bundle.yaml",
                                        "--prune",
                                        "--max-delete-percent",
                                        "100")
                                .code())
                .isZero();
        assertThat(store.keys()).containsExactly("provider/openai");
    }

    @Test
    void aDryRunOnlyPlans() {
        var result = agwctl("gateway", "apply", "-f", "bundle.yaml", "--dry-run");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains("  create provider openai\n")
                .endsWith("dry run: nothing was written\n");
        assertThat(gateway.asked()).extracting(TestGateway.Asked::path).containsExactly(PLAN);
    }

    @Test
    void aSavedPlanIsAppliedAsItIs() throws IOException {
        var diff = agwctl("gateway", "diff", "-f", "bundle.yaml", "--out", "plan.json");

        var saved = Files.readString(folder.resolve("plan.json"));
        assertThat(saved).doesNotContain(Bundles.SECRET).doesNotContain("provider_type: openai");
        assertThat(diff.code()).isZero();
        assertThat(agwctl("gateway", "apply", "plan.json").code()).isZero();
        assertThat(store.keys()).hasSize(3);
    }

    @Test
    void aSavedPlanIsStaleOnceTheGatewayHasMoved() {
        agwctl("gateway", "diff", "-f", "bundle.yaml", "--out", "plan.json");
        agwctl("gateway", "apply", "-f", "bundle.yaml");

        var result = agwctl("gateway", "apply", "plan.json");

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.out()).endsWith("nothing was written\n");
    }

    @Test
    void aSavedPlanIsStaleOnceAFileHasChanged() throws IOException {
        agwctl("gateway", "diff", "-f", "bundle.yaml", "--out", "plan.json");
        Bundles.write(folder, "bundle.yaml", Bundles.PROVIDER);

        var result = agwctl("gateway", "apply", "plan.json");

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err()).contains("stale plan p-");
        assertThat(gateway.asked()).extracting(TestGateway.Asked::path).containsExactly(PLAN);
    }

    @Test
    void jsonOfAnApplyHasTheMembersThatScriptsKnow() {
        JsonNode answer =
                Json.read(agwctl("gateway", "apply", "-f", "bundle.yaml", "-o", "json").out());

        assertThat(answer.path("file").asString()).isEqualTo("bundle.yaml");
        assertThat(answer.path("status").asString()).isEqualTo("ok");
        assertThat(answer.at("/actions/0").toString())
                .isEqualTo("{\"kind\":\"provider\",\"id\":\"openai\",\"action\":\"create\"}");
        assertThat(answer.at("/counts/create").asInt()).isEqualTo(3);
    }

    private Run changed() {
        return run().with("OPENAI_API_KEY", "sk-live-new");
    }

    private Run run() {
        return new Run(folder).at(gateway).with("OPENAI_API_KEY", Bundles.SECRET);
    }

    private Run.Result agwctl(String... args) {
        return run().agwctl(args);
    }
}
