package io.agw.reconciler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.reconciler.source.GitAccess;
import io.agw.reconciler.source.GitRef;
import io.agw.reconciler.source.Source;
import io.agw.reconciler.source.SourceSettings;
import io.agw.reconciler.source.git.GitMetrics;
import io.agw.reconciler.source.git.GitSources;
import io.agw.reconciler.source.testkit.BareRepository;
import io.agw.reconciler.source.testkit.GitHttpServer;
import io.agw.reconciler.world.Bundles;
import io.agw.reconciler.world.World;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real repositories behind real loops.
@Timeout(180)
class GitLoopTest {
    private static final GitAccess UNSAFE = GitAccess.anonymous(Set.of("http", "file"));

    @TempDir private Path folder;
    private World world;
    private BareRepository repository;
    private GitSources git;

    @BeforeEach
    void makeWorld() {
        world = new World(folder.resolve("data"));
        repository = BareRepository.create(folder.resolve("remote.git"));
        git =
                new GitSources(
                        folder.resolve("work"),
                        GitMetrics.NONE,
                        InstantSource.system(),
                        () -> Duration.between(Instant.EPOCH, world.time().instant()).toNanos());
    }

    @AfterEach
    void endWorld() {
        world.close();
        repository.close();
    }

    @Test
    void tenSourcesOfOneRefAskOnceAnInterval() throws IOException {
        var files = new TreeMap<String, String>();
        for (int i = 0; i < 10; i++) {
            files.put("team" + i + "/a.yaml", Bundles.providers("p" + i));
        }
        repository.commit("main", files);
        try (var server = GitHttpServer.start(repository)) {
            for (int i = 0; i < 10; i++) {
                world.add(open("team" + i, server.url(), "team" + i), UnaryOperator.identity());
            }
            world.start();
            assertThat(world.stored()).hasSize(10);
            int before = server.refQueries();

            var random = new Random(7);
            for (int i = 0; i < 20 * 6; i++) {
                world.time().random(random.nextDouble());
                world.advance(Duration.ofSeconds(10));
            }

            // an answer is good for four fifths of an interval
            assertThat(server.refQueries() - before).isBetween(15, 26);
        }
    }

    @Test
    void aRepositoryReplacedByAnotherIsARewriteAndDeletesNoMoreThanIsAllowed() throws IOException {
        repository.commit("main", bundle(Bundles.providers("a", "b", "c", "d")));
        world.add(open("prod", repository.fileUrl(), ""), p -> Policies.pruning(p, 20));
        world.start();

        replaceRepository();
        repository.commit("main", bundle(Bundles.providers("a", "other")));
        world.poll();

        assertThat(world.ready("prod")).isEqualTo("False PruneLimitExceeded");
        assertThat(world.stored())
                .containsExactly("provider/a", "provider/b", "provider/c", "provider/d");
        world.desk("prod")
                .approve(World.BOB, world.status("prod").at("/pendingPlan/planId").asString(), "");
        world.time().settle();
        assertThat(world.stored()).containsExactly("provider/a", "provider/other");
        assertThat(world.status("prod").path("historyRewritten").asBoolean()).isTrue();
        assertThat(world.events("prod")).contains("HistoryRewritten", "Pruned");
    }

    @Test
    void aRepositoryReplacedByAnotherIsHeldWhereRewritesAre() throws IOException {
        repository.commit("main", bundle(Bundles.providers("a")));
        world.add(open("prod", repository.fileUrl(), ""), Policies::holdingRewrites);
        world.start();

        replaceRepository();
        repository.commit("main", bundle(Bundles.providers("a", "b")));
        world.poll();

        assertThat(world.ready("prod")).isEqualTo("False HistoryRewritten");
        assertThat(world.stored()).containsExactly("provider/a");
    }

    @Test
    void aBadCommitIsFetchedAndRenderedOnceInAnHour() throws IOException {
        repository.commit("main", bundle(Bundles.providers("a")));
        try (var server = GitHttpServer.start(repository)) {
            world.add(open("prod", server.url(), ""), UnaryOperator.identity());
            world.start();
            repository.commit("main", bundle(Bundles.HEAD + "providers: [\n"));
            world.poll();
            int fetches = server.fetches();
            int queries = server.refQueries();
            int rendered = world.metrics().of("step render");

            for (int i = 0; i < 60; i++) {
                world.poll();
            }

            assertThat(server.fetches()).isEqualTo(fetches);
            assertThat(server.refQueries() - queries).isGreaterThan(50);
            assertThat(world.metrics().of("step render")).isEqualTo(rendered);
            assertThat(world.serving().keys()).containsExactly("provider/a");
        }
    }

    @Test
    void aTokenIsInNoLogStatusEventAuditOrFile() throws IOException {
        var wrong = "ghp_wrongTOKENwrongTOKEN0123456789";
        var right = "ghp_rightTOKENrightTOKEN0123456789";
        var file = Files.writeString(folder.resolve("token"), wrong);
        repository.commit("main", bundle(Bundles.providers("a")));
        try (var server = GitHttpServer.start(repository);
                var logs = CapturedLogs.begin("io.agw", "org.eclipse.jgit")) {
            server.require("bot", right);
            world.add(
                    git.open(
                            SourceSettings.git("prod", server.url(), GitRef.branch("main"), "")
                                    .withAccess(UNSAFE.withToken("bot", file))),
                    UnaryOperator.identity());
            world.start();
            assertThat(world.ready("prod")).isEqualTo("False AuthenticationFailed");
            var said = world.desk("prod").status().toString();

            Files.writeString(file, right);
            world.poll();
            assertThat(world.ready("prod")).startsWith("True ");
            assertThat(world.stored()).containsExactly("provider/a");

            var shown =
                    said
                            + world.desk("prod").status()
                            + world.store().outbox().after(0, 100)
                            + world.store().audit().list(0, 100)
                            + world.desk("prod").history(10)
                            + logs.text();
            assertThat(logs.text()).contains("AuthenticationFailed");
            for (var token : new String[] {wrong, right}) {
                assertThat(shown).doesNotContain(token, base64("bot:" + token));
                assertThat(everyFile()).doesNotContain(token, base64("bot:" + token));
            }
        }
    }

    @Test
    void aThousandPollsOfAnUnchangedHeadLeaveNothingBehind() throws IOException {
        repository.commit("main", bundle(Bundles.providers("a")));
        world.add(open("prod", repository.fileUrl(), ""), UnaryOperator.identity());
        world.start();
        poll(200);
        long heap = liveHeap();
        long disk = bytesOnDisk();
        long events = world.store().outbox().lastId();

        poll(1_000);

        assertThat(bytesOnDisk()).isEqualTo(disk);
        assertThat(world.store().outbox().lastId()).isEqualTo(events);
        assertThat(liveHeap() - heap).as("bytes that stay in memory").isLessThan(1 << 20);
        assertThat(world.metrics().of("step fetch")).isEqualTo(1);
    }

    private void poll(int times) {
        for (int i = 0; i < times; i++) {
            world.poll();
        }
    }

    private static long liveHeap() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    private long bytesOnDisk() throws IOException {
        long bytes = 0;
        for (var part : new String[] {"work", "data"}) {
            try (var all = Files.walk(folder.resolve(part))) {
                bytes +=
                        all.filter(Files::isRegularFile)
                                .mapToLong(file -> file.toFile().length())
                                .sum();
            }
        }
        return bytes;
    }

    private String everyFile() throws IOException {
        var text = new StringBuilder();
        for (var part : new String[] {"work", "data"}) {
            try (var all = Files.walk(folder.resolve(part))) {
                for (var file : all.filter(Files::isRegularFile).toList()) {
                    text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return text.toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Another repository at the same place, which shares no commit with the one before.
    private void replaceRepository() throws IOException {
        repository.close();
        var place = folder.resolve("remote.git");
        try (var all = Files.walk(place)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        repository = BareRepository.create(place);
        repository.commit("main", Map.of("README.md", "another repository"));
    }

    private static Map<String, String> bundle(String text) {
        return Map.of("a.yaml", text);
    }

    private Source open(String id, String url, String path) {
        return git.open(
                SourceSettings.git(id, url, GitRef.branch("main"), path).withAccess(UNSAFE));
    }
}
