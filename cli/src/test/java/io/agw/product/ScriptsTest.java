package io.agw.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How the scripts find a JDK and what they tell it, without building anything.
final class ScriptsTest {
    @TempDir Path folder;

    @BeforeEach
    void copyScripts() throws IOException {
        Files.createDirectories(folder.resolve("bin/lib"));
        Files.copy(Path.of("../bin/lib/java.sh"), folder.resolve("bin/lib/java.sh"));
    }

    @Test
    void anOlderJdkInJavaHomeIsPassedOver() throws Exception {
        var older = jdk("older", "17.0.9");

        var found = find("25", Map.of("JAVA_HOME", older.toString(), "PATH", path()));

        assertThat(found.output).startsWith("found ").doesNotContain(older.toString());
        assertThat(found.code).isZero();
    }

    @Test
    void aNewEnoughJavaHomeIsTaken() throws Exception {
        var newer = jdk("newer", "27-ea");

        assertThat(find("25", Map.of("JAVA_HOME", newer.toString(), "PATH", path())).output)
                .isEqualTo("found " + newer + "\n");
    }

    @Test
    void aJdkOfSdkmanIsFound() throws Exception {
        var newest = jdk("home/.sdkman/candidates/java/99.0.1-tem", "99.0.1");

        assertThat(
                        find(
                                        "99",
                                        Map.of(
                                                "HOME",
                                                folder.resolve("home").toString(),
                                                "PATH",
                                                path()))
                                .output)
                .isEqualTo("found " + newest + "\n");
    }

    @Test
    void whereThereIsNoneItIsSaidWhatToInstall() throws Exception {
        var none = find("99", Map.of("HOME", folder.resolve("home").toString(), "PATH", path()));

        assertThat(none.code).isEqualTo(69);
        assertThat(none.output)
                .contains("no JDK 99 or newer found")
                .contains("JAVA_HOME (not set)")
                .contains("apt install", "dnf install", "brew install", "sdk install java");
    }

    @ParameterizedTest
    @CsvSource({
        "512m, -Xmx512m",
        "1g, -Xmx1g",
        "112M, -Xmx112M",
        "96m, -Xmx96m -Xms96m -Xmn48m",
        "65536k, -Xmx65536k -Xms65536k -Xmn32m",
        "67108864, -Xmx67108864 -Xms67108864 -Xmn32m"
    })
    void aHeapBeginsNoLargerThanItMayBecome(String most, String flags) throws Exception {
        var told = run("agw_heap " + most + "; echo \"$agw_heap_flags\"", Map.of("PATH", path()));
        var started =
                run(
                        "agw_heap "
                                + most
                                + "; \"$JAVA_HOME/bin/java\" $agwd_flags $agw_heap_flags -version",
                        Map.of("PATH", path(), "JAVA_HOME", System.getProperty("java.home")));

        assertThat(told.output).isEqualTo(flags + "\n");
        assertThat(started.code).as(started.output).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"''", "much", "-1m", "0m", "1.5g", "12x", "m"})
    void whatIsNoSizeOfAHeapIsSaid(String most) throws Exception {
        var ended = run("agw_heap " + most, Map.of("PATH", path()));

        assertThat(ended.code).isEqualTo(64);
        assertThat(ended.output).startsWith("probe: AGWD_HEAP: \"").contains("a size such as 512m");
    }

    @Test
    void theMakefileGivesMavenAJdkThatIsNewEnough() throws Exception {
        var lines = Files.readAllLines(Path.of("../Makefile"));
        var found =
                lines.stream()
                        .filter(line -> line.startsWith("jdk = "))
                        .map(line -> line.substring("jdk = ".length()))
                        .findFirst()
                        .orElseThrow();
        var older = jdk("older", "17.0.9");

        var ended =
                ended(
                        new ProcessBuilder("/bin/sh", "-c", found + " && echo found \"$JAVA_HOME\"")
                                .directory(folder.toFile()),
                        Map.of("PATH", path() + ":" + maven(), "JAVA_HOME", older.toString()));

        assertThat(lines)
                .filteredOn(line -> line.startsWith("\t") && line.contains("mvn "))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).startsWith("\t@$(jdk) && mvn "));
        assertThat(ended.code).as(ended.output).isZero();
        assertThat(ended.output).startsWith("found /").doesNotContain(older.toString());
    }

    /// A folder with a program of Maven's name.
    private String maven() throws IOException {
        var programs = Files.createDirectories(folder.resolve("maven"));
        var program = Files.writeString(programs.resolve("mvn"), "#!/bin/sh\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return programs.toString();
    }

    private record Ended(int code, String output) {}

    private Ended find(String need, Map<String, String> environment) throws Exception {
        return run(
                """
                agw_need=%s
                agw_find_java
                echo "found $JAVA_HOME"
                """
                        .formatted(need),
                environment);
    }

    /// Runs lines of a script that has the functions of all.
    private Ended run(String lines, Map<String, String> environment) throws Exception {
        var script = folder.resolve("bin/probe");
        Files.writeString(
                script, "set -eu\n. \"$(dirname -- \"$0\")/lib/java.sh\"\n" + lines + "\n");
        return ended(new ProcessBuilder("/bin/sh", script.toString()), environment);
    }

    private Ended ended(ProcessBuilder builder, Map<String, String> environment) throws Exception {
        builder.redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("HOME", folder.toString());
        builder.environment().putAll(environment);
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output);
    }

    /// A folder that looks like a JDK of that version.
    private Path jdk(String name, String version) throws IOException {
        var home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        Files.writeString(home.resolve("bin/java"), "#!/bin/sh\n");
        assertThat(home.resolve("bin/java").toFile().setExecutable(true)).isTrue();
        return home;
    }

    private static String path() {
        return Objects.requireNonNullElse(System.getenv("PATH"), "/usr/bin:/bin");
    }
}
