package io.agw.reconciler.source.git;

import static io.agw.reconciler.source.git.GitTestKit.failure;
import static io.agw.reconciler.source.git.GitTestKit.fetch;
import static io.agw.reconciler.source.git.GitTestKit.text;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.reconciler.source.GitAccess;
import io.agw.reconciler.source.GitRef;
import io.agw.reconciler.source.Source;
import io.agw.reconciler.source.SourceFailure.Reason;
import io.agw.reconciler.source.SourceSettings;
import io.agw.reconciler.source.testkit.GitSshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class GitSshTest {
    private final Path dir;
    private final GitTestKit kit;
    private final KeyPair hostKey;
    private final KeyPair clientKey;
    private final GitSshServer server;

    GitSshTest(@TempDir Path dir) throws IOException, GeneralSecurityException {
        this.dir = dir;
        this.kit = new GitTestKit(dir);
        this.hostKey = GitSshServer.ed25519();
        this.clientKey = GitSshServer.ed25519();
        this.server = GitSshServer.start(kit.repository(), hostKey, clientKey.getPublic());
    }

    @BeforeEach
    void push() {
        for (int i = 0; i < 20; i++) {
            kit.repository().commit("other-" + i, Map.of("a.yaml", "other"));
        }
        kit.repository().commit("main", Map.of("a.yaml", "one"));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        kit.close();
    }

    @Test
    void aRepositoryIsReadWithAKeyAndAKnownHost() throws Exception {
        var source = open(clientKey, null, server.knownHosts());
        var first = fetch(source);
        kit.repository().commit("main", Map.of("a.yaml", "two"));
        var second = fetch(source, first.revision());

        assertThat(text(first, "a.yaml")).isEqualTo("one");
        assertThat(text(second, "a.yaml")).isEqualTo("two");
        assertThat(second.rewritten()).isFalse();
        // One ref was told, not twenty-one.
        assertThat(kit.requests().getFirst().bytes()).isLessThan(800);
    }

    @Test
    void anEncryptedRsaKeyIsOpenedWithItsPassphrase() throws Exception {
        var rsa = GitSshServer.rsa();
        try (var other = GitSshServer.start(kit.repository(), hostKey, rsa.getPublic())) {
            var source = kit.open(settings(other, rsa, "correct horse", other.knownHosts()));
            assertThat(text(fetch(source), "a.yaml")).isEqualTo("one");

            Files.writeString(dir.resolve("passphrase"), "wrong");
            assertThat(failure(source).reason()).isEqualTo(Reason.AUTHENTICATION_FAILED);
        }
    }

    @Test
    void anotherHostKeyIsRefusedBeforeWeSayWhoWeAre() throws Exception {
        var other = GitSshServer.ed25519();

        var failure = failure(open(clientKey, null, server.knownHosts(other.getPublic())));

        assertThat(failure.reason()).isEqualTo(Reason.HOST_KEY_MISMATCH);
        assertThat(failure)
                .hasMessageContaining("localhost shows key ssh-ed25519 SHA256:")
                .hasMessageContaining("is not the one in known_hosts_file");
        assertThat(server.authentications()).isZero();
    }

    @Test
    void anUnknownHostIsRefusedAndNotLearnt() throws Exception {
        var source = open(clientKey, null, "example.com " + server.knownHosts().split(" ", 2)[1]);

        assertThat(failure(source)).hasMessageContaining("the host is not in known_hosts_file");
        assertThat(failure(source).reason()).isEqualTo(Reason.HOST_KEY_MISMATCH);
        assertThat(server.authentications()).isZero();
    }

    @Test
    void aRevokedHostKeyIsRefused() throws Exception {
        var source = open(clientKey, null, server.knownHosts() + "@revoked " + server.knownHosts());

        assertThat(failure(source)).hasMessageContaining("is marked revoked");
    }

    @Test
    void aKeyThatTheServerDoesNotKnowIsAnAuthenticationFailureUntilItIsReplaced() throws Exception {
        var source = open(GitSshServer.ed25519(), null, server.knownHosts());
        assertThat(failure(source).reason()).isEqualTo(Reason.AUTHENTICATION_FAILED);

        GitSshServer.writeKey(dir.resolve("key"), clientKey, null);

        assertThat(text(fetch(source), "a.yaml")).isEqualTo("one");
    }

    @Test
    void aFileThatIsNoKeyIsSaidWithoutItsContent() throws Exception {
        var source = open(clientKey, null, server.knownHosts());
        Files.writeString(dir.resolve("key"), "TOP-SECRET");

        var failure = failure(source);

        assertThat(failure.reason()).isEqualTo(Reason.AUTHENTICATION_FAILED);
        assertThat(failure.getMessage()).startsWith("ssh_key_file: ").doesNotContain("TOP-SECRET");
    }

    @Test
    void noThreadIsLeftBehind() throws Exception {
        var source = open(clientKey, null, server.knownHosts());
        for (int i = 0; i < 5; i++) {
            source.resolve(Duration.ZERO);
        }

        await().atMost(ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(Thread.getAllStackTraces().keySet())
                                .extracting(Thread::getName)
                                .noneMatch(name -> name.contains("SshClient")));
    }

    private Source open(KeyPair key, @Nullable String passphrase, String knownHosts)
            throws IOException, GeneralSecurityException {
        return kit.open(settings(server, key, passphrase, knownHosts));
    }

    private SourceSettings settings(
            GitSshServer at, KeyPair key, @Nullable String passphrase, String knownHosts)
            throws IOException, GeneralSecurityException {
        var keyFile = GitSshServer.writeKey(dir.resolve("key"), key, passphrase);
        var passphraseFile =
                passphrase == null
                        ? null
                        : Files.writeString(dir.resolve("passphrase"), passphrase);
        var knownHostsFile = Files.writeString(dir.resolve("known_hosts"), knownHosts);
        return SourceSettings.git("prod", at.url(), GitRef.branch("main"), "")
                .withAccess(
                        GitAccess.anonymous().withSshKey(keyFile, passphraseFile, knownHostsFile));
    }
}
