package io.agw.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The caches that the programs start from: used where they fit, and never in the way.
@Timeout(360)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StartCacheIT {
    private static final String VERSION = "agw(ctl|d) [0-9][^ ]*\n";

    private Path dist;
    private Checkout checkout;

    @BeforeAll
    void copy(@TempDir Path root) throws Exception {
        checkout = Checkout.into(root);
        dist = root.resolve("target/dist");
    }

    @Test
    void bothProgramsUseWhatTheBuildRecorded() throws Exception {
        for (var program : List.of("agwd", "agwctl")) {
            assertThat(cache(program)).isNotEmptyFile();
            assertThat(run("sh -x bin/" + program + " --version 2>&1"))
                    .contains("-XX:AOTCache=" + cache(program));
            assertThat(run("bin/" + program + " --version")).matches(VERSION);
        }
    }

    @Test
    void aCacheThatIsNoneIsNotUsedAndNotSpokenOf() throws Exception {
        for (var program : List.of("agwd", "agwctl")) {
            var good = cache(program);
            var bytes = Files.readAllBytes(good);
            for (var length : new int[] {0, 1, 100_000, bytes.length / 2}) {
                Files.write(good, java.util.Arrays.copyOf(bytes, length));
                assertThat(run("bin/" + program + " --version")).matches(VERSION);
            }
            Files.writeString(good, "no cache ".repeat(10_000));
            assertThat(run("bin/" + program + " --version")).matches(VERSION);
            Files.write(good, bytes);
        }
    }

    @Test
    void otherOptionsOfTheJvmStartWithoutTheCache() throws Exception {
        assertThat(run("AGWD_JAVA_OPTS=-XX:-UseCompressedOops bin/agwd --version"))
                .matches(VERSION);
        assertThat(run("JAVA_TOOL_OPTIONS=-XX:-UseCompressedOops bin/agwctl --version"))
                .containsPattern(VERSION);
    }

    private Path cache(String program) throws IOException {
        try (var files = Files.list(dist.resolve(program))) {
            return files.filter(file -> file.toString().endsWith(".aot")).findFirst().orElseThrow();
        }
    }

    private String run(String script) throws Exception {
        var process = checkout.script(script, "run.log").start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends: " + script).isTrue();
        var output = Files.readString(checkout.root().resolve("run.log"));
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
