package io.agw.reconciler.source.git;

import static io.agw.reconciler.source.git.GitTestKit.UNSAFE;
import static io.agw.reconciler.source.git.GitTestKit.failure;
import static io.agw.reconciler.source.git.GitTestKit.fetch;
import static io.agw.reconciler.source.git.GitTestKit.settings;
import static io.agw.reconciler.source.git.GitTestKit.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.reconciler.source.GitAccess;
import io.agw.reconciler.source.SourceFailure;
import io.agw.reconciler.source.SourceFailure.Reason;
import io.agw.reconciler.source.testkit.GitHttpServer;
import io.agw.reconciler.source.testkit.TestCertificate;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Tokens, certificates and proxies.
@Timeout(120)
class GitCredentialsTest {
    private static final String OLD = "ghp_oldTOKENoldTOKEN0123456789";
    private static final String NEW = "ghp_newTOKENnewTOKEN0123456789";

    private final Path dir;
    private final Path tokenFile;
    private final GitTestKit kit;

    GitCredentialsTest(@TempDir Path dir) {
        this.dir = dir;
        this.tokenFile = dir.resolve("token");
        this.kit = new GitTestKit(dir);
    }

    @BeforeEach
    void push() throws IOException {
        kit.repository().commit("main", Map.of("a.yaml", "one"));
        Files.writeString(tokenFile, OLD + "\n");
    }

    @AfterEach
    void close() {
        kit.close();
    }

    @Test
    void aRotatedTokenCountsFromTheNextAttemptOnAndIsNeverShown() throws IOException {
        try (var server = GitHttpServer.start(kit.repository())) {
            server.require("bot", NEW);
            var source =
                    kit.open(settings(server.url()).withAccess(UNSAFE.withToken("bot", tokenFile)));

            var failure = failure(source);
            assertThat(failure.reason()).isEqualTo(Reason.AUTHENTICATION_FAILED);
            assertNoSecret(failure, OLD);

            Files.writeString(tokenFile, NEW);
            var content = fetch(source);

            assertThat(text(content, "a.yaml")).isEqualTo("one");
            assertThat(kit.requests().toString() + source + content)
                    .doesNotContain(OLD)
                    .doesNotContain(NEW);
            assertThat(everythingOnDisk()).doesNotContain(OLD).doesNotContain(NEW);
        }
    }

    @Test
    void aServerThatRepeatsTheTokenDoesNotMakeUsShowIt() throws IOException {
        try (var server = GitHttpServer.start(kit.repository())) {
            server.misbehave(exchange -> {
                var shown = exchange.getRequestHeaders().getFirst("Authorization");
                var pair =
                        new String(
                                Base64.getDecoder().decode(shown.substring(6)),
                                StandardCharsets.UTF_8);
                var line = "ERR no access for " + pair + " / " + shown + "\n";
                exchange.getResponseHeaders()
                        .add("Content-Type", "application/x-git-upload-pack-advertisement");
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody()
                        .write(
                                ("001e# service=git-upload-pack\n0000"
                                                + "%04x".formatted(line.length() + 4)
                                                + line)
                                        .getBytes(StandardCharsets.US_ASCII));
                return true;
            });
            var source =
                    kit.open(settings(server.url()).withAccess(UNSAFE.withToken("bot", tokenFile)));

            var failure = failure(source);

            assertThat(failure).hasMessageContaining("no access for bot:****");
            assertNoSecret(failure, OLD);
        }
    }

    @Test
    void aMissingTokenFileIsSaid() throws IOException {
        Files.delete(tokenFile);
        var source =
                kit.open(
                        settings("http://localhost:1/x.git")
                                .withAccess(UNSAFE.withToken("bot", tokenFile)));

        var failure = failure(source);

        assertThat(failure.reason()).isEqualTo(Reason.AUTHENTICATION_FAILED);
        assertThat(failure)
                .hasMessage("token_file: " + tokenFile + " cannot be read (NoSuchFileException)");
    }

    @Test
    void aUserFileNamesTheUser() throws IOException {
        try (var server = GitHttpServer.start(kit.repository())) {
            server.require("someone", OLD);
            var userFile = Files.writeString(dir.resolve("user"), "someone\n");
            var access =
                    new GitAccess(
                            null,
                            userFile,
                            tokenFile,
                            null,
                            null,
                            null,
                            null,
                            null,
                            UNSAFE.unsafeSchemes());

            assertThat(fetch(kit.open(settings(server.url()).withAccess(access))).files())
                    .hasSize(1);
        }
    }

    @Test
    void aPrivateAuthorityIsTrustedByFileOnly() throws Exception {
        var certificate = TestCertificate.create(dir);
        try (var server = GitHttpServer.startTls(kit.repository(), certificate)) {
            server.require("bot", OLD);
            var access = GitAccess.anonymous().withToken("bot", tokenFile);

            var untrusted = failure(kit.open(settings(server.url()).withAccess(access)));
            var trusted =
                    kit.open(
                            settings(server.url())
                                    .withAccess(access.withCaFile(certificate.pem())));

            assertThat(untrusted.reason()).isEqualTo(Reason.GIT_OPERATION_FAILED);
            assertThat(untrusted).hasMessageContaining("TLS: ");
            assertThat(server.refQueries()).isZero();
            assertThat(text(fetch(trusted), "a.yaml")).isEqualTo("one");
        }
    }

    @Test
    void aFileWithoutCertificatesIsSaid() throws IOException {
        var empty = Files.writeString(dir.resolve("ca.pem"), "");
        var source =
                kit.open(
                        settings("https://localhost:1/x.git")
                                .withAccess(GitAccess.anonymous().withCaFile(empty)));

        assertThat(failure(source)).hasMessageContaining("ca_file: ");
    }

    @Test
    void aProxyIsUsedAndTheHostNotLookedUpHere() throws IOException {
        try (var server = GitHttpServer.start(kit.repository())) {
            var access = UNSAFE.withProxy(URI.create("http://localhost:" + server.port()));
            var source = kit.open(settings("http://git.invalid/repo.git").withAccess(access));

            assertThat(text(fetch(source), "a.yaml")).isEqualTo("one");
        }
    }

    @Test
    void nothingOfTheHostsGitConfigurationCounts() throws Exception {
        var reader = SystemReader.getInstance();

        assertThat(reader.getUserConfig().getSections()).isEmpty();
        assertThat(reader.getSystemConfig().getSections()).isEmpty();
        assertThat(reader.getJGitConfig().getSections()).isEmpty();
        assertThat(reader.getenv("PATH")).isNull();
    }

    private static void assertNoSecret(SourceFailure failure, String token) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        var encoded =
                Base64.getEncoder()
                        .encodeToString(("bot:" + token).getBytes(StandardCharsets.UTF_8));
        assertThat(text.toString() + failure.problems())
                .doesNotContain(token)
                .doesNotContain(encoded);
    }

    private String everythingOnDisk() throws IOException {
        var all = new StringBuilder();
        try (var files = Files.walk(kit.work())) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}
