package io.agw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.agw.bundle.schema.BundleSchema;
import io.agw.bundle.shape.Shapes;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LocalCommandsTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void aCompletionScriptIsAValidShellScript(String kind) throws Exception {
        var script = folder.resolve("completion.sh");
        Files.writeString(script, agwctl("completion", kind).out());

        var check = run(List.of("bash", "-n", script.toString()));

        assertThat(check.code()).as(check.out()).isZero();
        assertThat(Files.readString(script)).contains("gateway", "virtualkey");
    }

    @Test
    void completionForBashCompletes() throws Exception {
        var script = folder.resolve("completion.sh");
        Files.writeString(
                script,
                agwctl("completion", "bash").out()
                        + "COMP_WORDS=(agwctl gitops su); COMP_CWORD=2; COMP_TYPE=9\n"
                        + "_complete_agwctl; echo \"reply: ${COMPREPLY[*]}\"\n");

        assertThat(run(List.of("bash", script.toString())).out()).contains("reply: suspend");
    }

    @Test
    void completionForFishNamesEveryCommandOnce() {
        var lines = agwctl("completion", "fish").out().lines().toList();

        assertThat(lines)
                .doesNotHaveDuplicates()
                .contains(
                        "complete -c agwctl -n '__agwctl_at' -a gitops -d 'Sources that a gateway pulls"
                                + " its bundles from.'",
                        "complete -c agwctl -n '__agwctl_at gitops suspend' -l until -r -d 'A time"
                                + " (2026-12-01T08:00:00Z) or a duration from now (2h).'");
    }

    @Test
    void aHashIsOfThePasswordThatWasPipedIn() {
        var result = new Run(folder).input("hunter2\n").agwctl("hash-password", "--cost", "10");

        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith("admin:$2a$10$").doesNotContain("hunter2");
        var hash = result.out().strip().substring("admin:".length());
        assertThat(BCrypt.verifyer().verify("hunter2".toCharArray(), hash).verified).isTrue();
    }

    @Test
    void theSchemaIsThePublishedOne() throws IOException {
        assertThat(agwctl("schema").out())
                .isEqualTo(BundleSchema.text(new BundleSchema(Shapes.KINDS).bundle()));
        assertThat(agwctl("schema", "llm-route").out()).contains("\"llm_route\"");
    }

    @Test
    void theProgramSaysItsVersionWithoutLoadingItsParser() throws Exception {
        var version =
                run(
                        List.of(
                                java().toString(),
                                "-Xlog:class+load",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.agw.cli.Main",
                                "--version"));

        assertThat(version.code()).isZero();
        assertThat(version.out())
                .containsPattern("(?m)^agwctl \\d")
                .doesNotContain("picocli")
                .doesNotContain("jackson.databind");
    }

    @Test
    void theProgramEndsWithTheCommandsCode() throws Exception {
        var usage =
                run(
                        List.of(
                                java().toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.agw.cli.Main",
                                "nonsense"));

        assertThat(usage.code()).isEqualTo(64);
        assertThat(usage.out()).hasLineCount(1).startsWith("agwctl: ");
    }

    private record Ended(int code, String out) {}

    private Ended run(List<String> command) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(new ArrayList<>(command))
                        .directory(new File(folder.toString()))
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out);
    }

    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private Run.Result agwctl(String... args) {
        return new Run(folder).agwctl(args);
    }
}
