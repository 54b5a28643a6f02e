package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// Coding command lines as their makers publish them, in the versions of a lock file, installed by
/// npm into this build's folder. Both are programs of their own and need no Node to run.
///
/// Where npm or its registry is not to be had, the tests are skipped and say why; CI sets
/// `CODING_CLIENTS=required`, and there they fail.
final class CodingClients {
    private static final Path FOLDER = Path.of("target/coding-clients").toAbsolutePath();
    private static final String REQUIRED = "CODING_CLIENTS";
    private static final int PATIENCE_SECONDS = 240;

    private CodingClients() {}

    static Path codex() throws IOException, InterruptedException {
        install();
        return program("@openai", "codex");
    }

    static Path claudeCode() throws IOException, InterruptedException {
        install();
        return program("@anthropic-ai", "claude");
    }

    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        try (var lock =
                        FileChannel.open(
                                FOLDER.resolve("lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var _ = lock.lock()) {
            take("package.json");
            take("package-lock.json");
            var why = Files.exists(FOLDER.resolve("installed")) ? "" : npm();
            if (!why.isEmpty() && "required".equals(System.getenv(REQUIRED))) {
                throw new AssertionError(why);
            }
            assumeTrue(why.isEmpty(), why);
        }
    }

    /// What another file's programs were is forgotten.
    private static void take(String name) throws IOException {
        var resource = "coding-clients/" + name;
        try (var in = Objects.requireNonNull(CodingClients.class.getResourceAsStream(resource))) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            var to = FOLDER.resolve(name);
            if (!Files.exists(to) || !Files.readString(to).equals(text)) {
                Files.deleteIfExists(FOLDER.resolve("installed"));
                Files.writeString(to, text);
            }
        }
    }

    /// Why the programs could not be installed; empty when they were.
    private static String npm() throws IOException, InterruptedException {
        var log = FOLDER.resolve("npm.log");
        try {
            // scripts would only copy the programs to where Node looks for them
            var npm =
                    new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                            .directory(FOLDER.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            if (!npm.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                npm.destroyForcibly();
                return "npm ci took longer than " + PATIENCE_SECONDS + " s";
            }
            if (npm.exitValue() != 0) {
                return "npm ci failed: " + Files.readString(log);
            }
        } catch (IOException e) {
            return "npm cannot be run: " + e.getMessage();
        }
        var stamp = Files.writeString(FOLDER.resolve("installing"), "");
        Files.move(stamp, FOLDER.resolve("installed"), StandardCopyOption.ATOMIC_MOVE);
        return "";
    }

    private static Path program(String maker, String name) throws IOException {
        try (var files = Files.walk(FOLDER.resolve("node_modules").resolve(maker))) {
            var found =
                    files.filter(file -> file.endsWith(name))
                            .filter(Files::isRegularFile)
                            .filter(Files::isExecutable)
                            .findFirst();
            assertThat(found).as("program " + name + " for this platform").isPresent();
            return found.orElseThrow();
        }
    }
}
