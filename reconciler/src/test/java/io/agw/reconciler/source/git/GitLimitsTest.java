package io.agw.reconciler.source.git;

import static io.agw.reconciler.source.git.GitTestKit.failure;
import static io.agw.reconciler.source.git.GitTestKit.fetch;
import static io.agw.reconciler.source.git.GitTestKit.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.reconciler.source.Source;
import io.agw.reconciler.source.SourceFailure.Reason;
import io.agw.reconciler.source.SourceLimits;
import io.agw.reconciler.source.testkit.GitHttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// How much a repository may hold.
@Timeout(120)
class GitLimitsTest {
    private final GitTestKit kit;

    GitLimitsTest(@TempDir Path dir) {
        kit = new GitTestKit(dir);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    @Test
    void aHugeFileBesideTheBundleIsNeverDownloaded() throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        files.put("bundles/a.yaml", "one".getBytes(StandardCharsets.UTF_8));
        files.put("video.bin", noise(8 << 20));
        kit.repository().push("main", kit.repository().tree(files), null);
        try (var server = GitHttpServer.start(kit.repository())) {
            var source = kit.open(server.url());
            var content = fetch(source);
            assertThat(content.files()).hasSize(1);

            files.put("bundles/b.yaml", "two".getBytes(StandardCharsets.UTF_8));
            var parent = kit.repository().tip("main");
            kit.repository().push("main", kit.repository().tree(files), parent);
            var next = fetch(source, content.revision());

            assertThat(next.files()).hasSize(2);
            assertThat(next.rewritten()).isFalse();
            assertThat(server.bytesSent()).isLessThan(1 << 20);
        }
    }

    @Test
    void aHugeFileInTheBundleIsRefusedWithoutBeingDownloaded() throws IOException {
        kit.repository()
                .push("main", kit.repository().tree(Map.of("big.yaml", noise(8 << 20))), null);
        try (var server = GitHttpServer.start(kit.repository())) {
            var source = kit.open(server.url());

            var failure = failure(source);

            assertThat(failure.reason()).isEqualTo(Reason.FILE_TOO_LARGE);
            assertThat(failure.problems()).singleElement().asString().contains("big.yaml");
            assertThat(server.bytesSent()).isLessThan(1 << 20);

            kit.repository().commit("main", Map.of("big.yaml", "small"));
            assertThat(fetch(source).files()).hasSize(1);
        }
    }

    @Test
    void aFileOfExactlyTheLimitIsTaken() throws IOException {
        var limit = SourceLimits.defaults().fileBytes();
        kit.repository().push("main", kit.repository().tree(Map.of("a.yaml", noise(limit))), null);
        try (var server = GitHttpServer.start(kit.repository())) {
            assertThat(fetch(kit.open(server.url())).files())
                    .singleElement()
                    .satisfies(file -> assertThat(file.bytes()).hasSize(limit));
        }
    }

    @Test
    void aServerThatCannotFilterIsReadInFull() throws IOException {
        kit.repository().filters(false);
        Map<String, byte[]> files = new HashMap<>();
        files.put("a.yaml", "one".getBytes(StandardCharsets.UTF_8));
        files.put("video.bin", noise(1 << 20));
        kit.repository().push("main", kit.repository().tree(files), null);
        try (var server = GitHttpServer.start(kit.repository())) {
            var source = kit.open(server.url());
            var first = fetch(source);
            assertThat(first.files()).hasSize(1);
            assertThat(server.bytesSent()).isGreaterThan(1 << 20);

            kit.repository().commit("main", Map.of("a.yaml", "two"));
            assertThat(fetch(source, first.revision()).rewritten()).isFalse();
        }
    }

    @Test
    void aRepositoryThatIsTooLargeIsGivenUpAndLeavesNothing() throws IOException {
        kit.repository().filters(false);
        kit.repository()
                .push("main", kit.repository().tree(Map.of("video.bin", noise(4 << 20))), null);
        try (var server = GitHttpServer.start(kit.repository())) {
            var limits = new SourceLimits(1 << 18, 10, 1 << 20, 32, 1 << 20);
            var overHttp = kit.open(settings(server.url()).withLimits(limits));
            var local = kit.open(settings(kit.repository().fileUrl()).withLimits(limits));

            assertThat(failure(overHttp).reason()).isEqualTo(Reason.REPO_TOO_LARGE);
            assertThat(server.bytesSent()).isLessThan(3 << 20);
            assertThat(bytesOnDisk()).isLessThan(1 << 20);
            assertThat(failure(local).reason()).isEqualTo(Reason.REPO_TOO_LARGE);
            assertThat(bytesOnDisk()).isLessThan(1 << 20);
        }
    }

    @Test
    void tooManyFilesAndTooManyBytesAreRefused() {
        Map<String, String> files = new HashMap<>();
        for (int i = 0; i < 101; i++) {
            files.put("f" + i + ".yaml", "x".repeat(100));
        }
        kit.repository().commit("main", files);

        assertThat(failure(limited(100, 1 << 20)).reason()).isEqualTo(Reason.TOO_MANY_FILES);
        assertThat(failure(limited(101, 10_000)).reason()).isEqualTo(Reason.BUNDLE_TOO_LARGE);
        assertThat(fetch(limited(101, 10_100)).files()).hasSize(101);
    }

    private Source limited(int files, long bytes) {
        return kit.open(
                settings(kit.repository().fileUrl())
                        .withLimits(new SourceLimits(1 << 18, files, bytes, 32, 1 << 28)));
    }

    private long bytesOnDisk() throws IOException {
        try (var all = Files.walk(kit.work())) {
            return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static byte[] noise(int size) {
        var bytes = new byte[size];
        new Random(42).nextBytes(bytes);
        return bytes;
    }
}
