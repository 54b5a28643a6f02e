package io.agw.reconciler.source.git;

import static io.agw.reconciler.source.git.GitTestKit.fetch;
import static io.agw.reconciler.source.git.GitTestKit.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.reconciler.source.testkit.GitHttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is kept on disk between polls.
@Timeout(120)
class GitCacheTest {
    private final GitTestKit kit;

    GitCacheTest(@TempDir Path dir) {
        this.kit = new GitTestKit(dir);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    @Test
    void aHundredPollsOfAnUnchangedHeadAskAHundredTimesFetchNothingAndLeaveNothing()
            throws IOException {
        kit.repository().commit("main", Map.of("a.yaml", "one"));
        try (var server = GitHttpServer.start(kit.repository())) {
            var source = kit.open(server.url());
            var head = source.resolve(Duration.ZERO);
            source.fetch(head, null);
            var fetches = server.fetches();
            var queries = server.refQueries();
            var files = filesOnDisk();

            for (int i = 0; i < 100; i++) {
                assertThat(source.resolve(Duration.ZERO)).isEqualTo(head);
            }

            assertThat(server.refQueries() - queries).isEqualTo(100);
            assertThat(server.fetches()).isEqualTo(fetches);
            assertThat(filesOnDisk()).isEqualTo(files);
        }
    }

    @Test
    void aRestartWithTheSameHeadFetchesNothing() throws IOException {
        kit.repository().commit("main", Map.of("a.yaml", "one"));
        try (var server = GitHttpServer.start(kit.repository())) {
            var first = fetch(kit.open(server.url()));
            var fetches = server.fetches();

            var again = fetch(kit.open(server.url()));

            assertThat(again.digest()).isEqualTo(first.digest());
            assertThat(server.fetches()).isEqualTo(fetches);
        }
    }

    @Test
    void aCrowdedCacheIsReplacedByAFreshOne() throws IOException {
        try (var server = GitHttpServer.start(kit.repository())) {
            var source = kit.open(server.url());
            var most = 0L;
            String previous = null;
            for (int i = 0; i < 30; i++) {
                kit.repository().commit("main", Map.of("a.yaml", String.valueOf(i)));
                var content = fetch(source, previous);
                assertThat(text(content, "a.yaml")).isEqualTo(String.valueOf(i));
                assertThat(content.rewritten()).isFalse();
                previous = content.revision();
                most = Math.max(most, packs());
            }

            assertThat(most).isEqualTo(21);
            assertThat(packs()).isLessThan(15);
        }
    }

    @Test
    void aCacheOfOtherSettingsGoesAway() throws IOException {
        kit.repository().commit("main", Map.of("a.yaml", "one"));
        fetch(kit.open(kit.repository().fileUrl()));
        try (var server = GitHttpServer.start(kit.repository())) {
            fetch(kit.open(server.url()));
        }

        try (var caches = Files.list(kit.work().resolve("prod"))) {
            assertThat(caches).hasSize(1);
        }
    }

    @Test
    void aDamagedCacheIsReplaced() throws IOException {
        kit.repository().commit("main", Map.of("a.yaml", "one"));
        fetch(kit.open(kit.repository().fileUrl()));
        try (var all = Files.walk(kit.work())) {
            for (var file : all.filter(Files::isRegularFile).toList()) {
                if (file.toString().endsWith(".pack") || file.toString().endsWith(".idx")) {
                    file.toFile().setWritable(true);
                    Files.write(file, new byte[10]);
                }
            }
        }

        assertThat(text(fetch(kit.open(kit.repository().fileUrl())), "a.yaml")).isEqualTo("one");
    }

    @Test
    void aLockThatAKilledProcessLeftIsNoObstacle() throws IOException {
        kit.repository().commit("main", Map.of("a.yaml", "one"));
        fetch(kit.open(kit.repository().fileUrl()));
        Path lock;
        try (var all = Files.walk(kit.work())) {
            var ref = all.filter(file -> file.endsWith("refs/agwd/src")).findFirst().orElseThrow();
            lock = Files.createFile(ref.resolveSibling("src.lock"));
        }
        kit.repository().commit("main", Map.of("a.yaml", "two"));

        assertThat(text(fetch(kit.open(kit.repository().fileUrl())), "a.yaml")).isEqualTo("two");
        assertThat(lock).doesNotExist();
    }

    @Test
    void filesOnDiskArePrivate() throws IOException {
        kit.repository().commit("main", Map.of("a.yaml", "one"));
        fetch(kit.open(kit.repository().fileUrl()));

        assertThat(Files.getPosixFilePermissions(kit.work()))
                .allSatisfy(permission -> assertThat(permission.name()).startsWith("OWNER_"));
    }

    private long packs() throws IOException {
        return filesOnDisk().keySet().stream().filter(file -> file.endsWith(".pack")).count();
    }

    private Map<String, Long> filesOnDisk() throws IOException {
        Map<String, Long> sizes = new HashMap<>();
        try (var all = Files.walk(kit.work())) {
            for (var file : all.filter(Files::isRegularFile).toList()) {
                sizes.put(file.toString(), Files.size(file));
            }
        }
        return sizes;
    }
}
