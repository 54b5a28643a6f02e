package io.agw.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.house.Golden;
import io.agw.server.admin.access.Account;
import io.agw.server.admin.api.Role;
import io.agw.store.sqlite.SqliteStore;
import io.agw.store.sqlite.StoreSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The program as a process, where it ends by itself.
class AgwdTest {
    @TempDir private Path folder;
    private StoreSettings store;

    @BeforeEach
    void makeStore() {
        store = StoreSettings.in(folder.resolve("data"));
        SqliteStore.open(store, Clock.systemUTC()).close();
    }

    @Test
    void aMissingMasterKeyStopsTheStartAndIsSaidInALine() throws Exception {
        Files.delete(store.masterKey());

        var end = agwd("--addr", "127.0.0.1:0", "--admin-addr", "127.0.0.1:0");

        assertThat(end.status()).isEqualTo(1);
        assertThat(end.text().lines())
                .singleElement()
                .asString()
                .startsWith("agwd: ")
                .contains("master.key: missing", "secrets in the store cannot be read by anyone");
        assertThat(store.masterKey()).doesNotExist();
    }

    @Test
    void anotherMasterKeyStopsTheStartAndIsSaidInALine() throws Exception {
        Files.writeString(store.masterKey(), "0".repeat(64) + "\n");

        var end = agwd("--addr", "127.0.0.1:0", "--admin-addr", "127.0.0.1:0");

        assertThat(end.status()).isEqualTo(1);
        assertThat(end.text().lines()).singleElement().asString().contains("holds master key");
    }

    @Test
    void aPasswordFromStandardInputBecomesAnAccount() throws Exception {
        var process = builder(command("hash-password")).start();
        try (var input = process.outputWriter()) {
            input.write("hunter2\n");
        }
        var end = ended(process);

        assertThat(end.status()).isZero();
        assertThat(Account.parse(end.text().strip(), Role.ADMIN).name()).isEqualTo("admin");
        assertThat(agwd("hash-password").status()).isEqualTo(64);
    }

    @Test
    void aTokenIsMadeOnceAndItsLineIsTakenByTheSettings() throws Exception {
        var process =
                builder(
                                command(
                                        "make-token",
                                        "cron",
                                        "--role",
                                        "operator",
                                        "--expires-at",
                                        "2999-01-01T00:00:00Z"))
                        .redirectErrorStream(false)
                        .start();
        process.getOutputStream().close();
        var said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        var end = ended(process);
        var token = end.text().strip();

        assertThat(end.status()).as(said).isZero();
        assertThat(token).matches("agwadm_[A-Za-z0-9_-]{43}");
        assertThat(said).doesNotContain(token);
        Files.writeString(
                folder.resolve("agwd.yaml"),
                "admin:\n  tokens:\n    "
                        + said.lines()
                                .filter(line -> line.startsWith("- "))
                                .findFirst()
                                .orElseThrow());
        assertThat(served(token, "/admin/auth/me"))
                .contains("\"username\":\"cron\"", "\"role\":\"operator\"", "2999-01-01T00:00:00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "make-token",
                "make-token a:b",
                "make-token a --role root",
                "make-token a --expires-at 2020-01-01T00:00:00Z",
                "make-token a --expires-at soon",
            })
    void aTokenThatCannotBeIsNotMade(String line) throws Exception {
        var end = agwd(line.split(" "));

        assertThat(end.status()).isEqualTo(64);
        assertThat(end.text()).startsWith("agwd: ").doesNotContain("agwadm_");
    }

    /// What a gateway in the folder answers to who shows a token.
    private String served(String token, String path) throws Exception {
        var process =
                builder(command("--addr", "127.0.0.1:0", "--admin-addr", "127.0.0.1:0")).start();
        try (var lines = process.inputReader();
                var client = HttpClient.newHttpClient()) {
            var ready =
                    lines.lines()
                            .filter(line -> line.contains("and operators at "))
                            .findFirst()
                            .orElseThrow();
            var address = ready.substring(ready.lastIndexOf(' ') + 1);
            var request =
                    HttpRequest.newBuilder(URI.create("http://" + address + path))
                            .header("Authorization", "Bearer " + token)
                            .timeout(Duration.ofSeconds(30))
                            .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void helpOfEveryCommandIsAsItWasReviewed() throws Exception {
        var text = new StringBuilder();
        for (var command : List.of("", "hash-password ", "make-token ", "rekey ")) {
            var line = command + "--help";
            var end = agwd(line.split(" ", -1));

            assertThat(end.status()).as(line).isZero();
            text.append("$ agwd ").append(line).append('\n').append(end.text()).append('\n');
        }
        assertThat(text).contains("${file:PATH}").doesNotContain("picocli");
        Golden.check(Path.of("src/test/resources/io/agw/server/help.txt"), text.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-V", "--version", "rekey --version", "hash-password -V"})
    void everyCommandPrintsTheProgramsVersion(String line) throws Exception {
        var end = agwd(line.split(" ", -1));

        assertThat(end.status()).isZero();
        assertThat(end.text()).isEqualTo("agwd " + Version.read() + "\n");
    }

    @Test
    void rekeyPutsTheStoreUnderANewKey() throws Exception {
        var before = Files.readString(store.masterKey());

        var end = agwd("rekey");

        assertThat(end.status()).isZero();
        assertThat(end.text()).contains("every secret is encrypted with the new master key");
        assertThat(Files.readString(store.masterKey())).isNotEqualTo(before);
        SqliteStore.open(store, Clock.systemUTC()).close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "root:plain-secret",
                "root:$2a$99$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
                "root:$2a$31$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
                "root:$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhW",
            })
    void aMalformedPasswordHashStopsTheStartAndIsNotShown(String account) throws Exception {
        Files.writeString(folder.resolve("data/admin-account"), account + "\n");
        var byFile = agwd("--addr", "127.0.0.1:0", "--admin-addr", "127.0.0.1:0");
        var bySetting = agwd("--admin-basic-auth-hash", account, "--admin-addr", "127.0.0.1:0");

        for (var end : List.of(byFile, bySetting)) {
            assertThat(end.status()).isNotZero();
            assertThat(end.text().lines())
                    .singleElement()
                    .asString()
                    .startsWith("agwd: ")
                    .contains("as ")
                    .contains("hash-password prints it")
                    .doesNotContain("plain-secret", "N9qo8");
        }
    }

    @Test
    void everyFileIsPrivateWhateverTheUmask() throws Exception {
        var command = new ArrayList<>(List.of("sh", "-c", "umask 000; exec \"$@\"", "sh"));
        command.addAll(
                command(
                        "--data-dir",
                        "fresh",
                        "--addr",
                        "127.0.0.1:0",
                        "--admin-addr",
                        "127.0.0.1:0"));
        var process = builder(command).start();
        try (var lines = process.inputReader()) {
            assertThat(lines.lines().anyMatch(line -> line.contains("serves clients"))).isTrue();
            try (var files = Files.walk(folder.resolve("fresh"))) {
                for (var file : files.toList()) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as(file.toString())
                            .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /// How the program ended.
    private record End(int status, String text) {}

    private static List<String> command(String... arguments) {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.agw.server.Agwd"));
        command.addAll(List.of(arguments));
        return command;
    }

    private ProcessBuilder builder(List<String> command) {
        var builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("AGW_"));
        return builder;
    }

    private End agwd(String... arguments) throws IOException, InterruptedException {
        var process = builder(command(arguments)).start();
        process.getOutputStream().close();
        return ended(process);
    }

    private static End ended(Process process) throws IOException, InterruptedException {
        try {
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new End(process.exitValue(), text);
        } finally {
            process.destroyForcibly();
        }
    }
}
