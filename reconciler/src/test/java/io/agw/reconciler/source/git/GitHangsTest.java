package io.agw.reconciler.source.git;

import static io.agw.reconciler.source.git.GitTestKit.failure;
import static io.agw.reconciler.source.git.GitTestKit.settings;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.reconciler.source.GitAccess;
import io.agw.reconciler.source.GitRef;
import io.agw.reconciler.source.SourceFailure;
import io.agw.reconciler.source.SourceFailure.Reason;
import io.agw.reconciler.source.SourceSettings;
import io.agw.reconciler.source.testkit.GitSshServer;
import io.agw.reconciler.source.testkit.StubbornServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Servers that take a call and never finish it. An attempt ends in time when it ends at all.
@Timeout(240)
class GitHangsTest {
    private static final byte[] ADVERTISEMENT =
            """
            HTTP/1.1 200 OK\r
            Content-Type: application/x-git-upload-pack-advertisement\r
            \r
            001e# service=git-upload-pack
            0000fff0\
            """
                    .getBytes(StandardCharsets.US_ASCII);

    private final Path dir;
    private final GitTestKit kit;

    GitHangsTest(@TempDir Path dir) {
        this.dir = dir;
        this.kit = new GitTestKit(dir);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    @Test
    void aHangingWebServerEndsTheAttemptInTimeFiftyTimesAndLeavesNoThread() throws Exception {
        try (var hanging = StubbornServer.hanging()) {
            var url = "http://localhost:" + hanging.port() + "/repo.git";
            assertHangsEnd(settings(url).withTimeout(ofSeconds(1)));
        }
    }

    @Test
    void aHangingSshServerEndsTheAttemptInTimeFiftyTimesAndLeavesNoThread() throws Exception {
        try (var hanging = StubbornServer.hanging()) {
            assertHangsEnd(ssh(hanging).withTimeout(ofSeconds(1)));
        }
    }

    @Test
    void aDrippingWebServerEndsTheAttemptInTime() throws IOException {
        try (var dripping =
                StubbornServer.dripping(
                        ADVERTISEMENT, "0".getBytes(StandardCharsets.US_ASCII), 50)) {
            var url = "http://localhost:" + dripping.port() + "/repo.git";
            kit.assertTimesOutTwice(settings(url).withTimeout(ofSeconds(1)));
        }
    }

    @Test
    void aDrippingSshServerEndsTheAttemptInTime() throws Exception {
        try (var dripping =
                StubbornServer.dripping(
                        new byte[0], "hello\r\n".getBytes(StandardCharsets.US_ASCII), 50)) {
            kit.assertTimesOutTwice(ssh(dripping).withTimeout(ofSeconds(1)));
        }
    }

    @Test
    void closingEndsACallThatIsUnderWay() throws Exception {
        try (var hanging = StubbornServer.hanging();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var source = kit.open("http://localhost:" + hanging.port() + "/repo.git");
            var call = threads.submit(() -> failure(source));
            await().atMost(ofSeconds(60)).until(() -> hanging.connections() > 0);

            source.close();

            assertThat(call.get()).hasMessageContaining("source was closed");
            assertThat(failure(source)).hasMessageContaining("source was closed");
        }
    }

    private void assertHangsEnd(SourceSettings settings)
            throws InterruptedException, ExecutionException {
        // One to load what is loaded once.
        failure(kit.open(settings));
        var before = platformThreads();
        List<Callable<SourceFailure>> attempts = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            var git =
                    new GitSources(
                            dir.resolve("hang" + i),
                            GitMetrics.NONE,
                            InstantSource.system(),
                            System::nanoTime);
            for (int j = 0; j < 4; j++) {
                var source = git.open(withId(settings, "s" + j));
                attempts.add(() -> failure(source));
            }
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var attempt : threads.invokeAll(attempts)) {
                assertThat(attempt.get()).returns(Reason.TIMEOUT, SourceFailure::reason);
            }
        }
        await().atMost(ofSeconds(60))
                .untilAsserted(() -> assertThat(platformThreads()).isLessThanOrEqualTo(before + 2));
    }

    private SourceSettings ssh(StubbornServer at) throws IOException, GeneralSecurityException {
        var key = GitSshServer.writeKey(dir.resolve("key"), GitSshServer.ed25519(), null);
        var knownHosts = Files.writeString(dir.resolve("known_hosts"), "");
        return SourceSettings.git(
                        "prod",
                        "ssh://git@localhost:" + at.port() + "/repo.git",
                        GitRef.branch("main"),
                        "")
                .withAccess(GitAccess.anonymous().withSshKey(key, null, knownHosts));
    }

    private static SourceSettings withId(SourceSettings settings, String id) {
        return SourceSettings.git(id, String.valueOf(settings.url()), settings.ref(), "")
                .withTimeout(settings.timeout())
                .withAccess(settings.access());
    }

    /// Without those that carry virtual threads, which come and go with the load.
    private static long platformThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .filter(thread -> !thread.getClass().getSimpleName().equals("CarrierThread"))
                .count();
    }
}
