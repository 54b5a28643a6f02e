package io.agw.reconciler.source.git;

import static io.agw.reconciler.source.git.GitTestKit.failure;
import static io.agw.reconciler.source.git.GitTestKit.fetch;
import static io.agw.reconciler.source.git.GitTestKit.settings;
import static io.agw.reconciler.source.git.GitTestKit.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.document.SourceFile;
import io.agw.reconciler.source.GitRef;
import io.agw.reconciler.source.Source;
import io.agw.reconciler.source.SourceFailure.Reason;
import io.agw.reconciler.source.SourceSettings;
import io.agw.reconciler.source.directory.DirectorySource;
import io.agw.reconciler.source.testkit.GitHttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class GitSourceTest {
    private final Path dir;
    private final GitTestKit kit;

    GitSourceTest(@TempDir Path dir) {
        this.dir = dir;
        this.kit = new GitTestKit(dir);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    @Test
    void aLocalRepositoryIsReadThroughTheFileSwitch() {
        var commit =
                kit.repository()
                        .commit(
                                "main",
                                Map.of(
                                        "a.yaml", "one",
                                        "team/b.yml", "two",
                                        "README.md", "no",
                                        ".github/w.yaml", "no"));
        var source = kit.open(kit.repository().fileUrl());

        var head = source.resolve(Duration.ZERO);
        var content = source.fetch(head, null);

        assertThat(head.revision()).isEqualTo("main@sha1:" + commit);
        assertThat(content.revision()).isEqualTo(head.revision());
        assertThat(content.files())
                .extracting(SourceFile::path)
                .containsExactly("a.yaml", "team/b.yml");
        assertThat(text(content, "team/b.yml")).isEqualTo("two");
        assertThat(content.rewritten()).isFalse();
    }

    @Test
    void theCommitSpeaksForItself() {
        var id = kit.repository().commit("main", Map.of("a.yaml", "one"));
        var content = fetch(kit.open(kit.repository().fileUrl()));

        var commit = Objects.requireNonNull(content.commit());
        assertThat(commit.id()).isEqualTo(id);
        assertThat(commit.author()).isEqualTo("Ann Author <ann@example.com>");
        assertThat(commit.committer()).isEqualTo("Carl Committer <carl@example.com>");
        assertThat(commit.subject()).isEqualTo("Change number 1");
        assertThat(commit.committed()).isEqualTo(Instant.parse("2026-11-20T12:00:00Z"));
    }

    @Test
    void oneRefOfManyIsAskedForAndNothingElse() throws IOException {
        for (int i = 0; i < 500; i++) {
            kit.repository().commit("branch-" + i, Map.of("a.yaml", "x"));
        }
        kit.repository().commit("main", Map.of("a.yaml", "one"));
        try (var server = GitHttpServer.start(kit.repository())) {
            kit.open(server.url()).resolve(Duration.ZERO);

            assertThat(server.refQueries()).isEqualTo(1);
            assertThat(server.refsAnswered()).isEqualTo(1);
        }
    }

    @Test
    void tenSourcesOfOneRefShareAQuestion() throws Exception {
        kit.repository().commit("main", Map.of("a.yaml", "one"));
        try (var server = GitHttpServer.start(kit.repository());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Source.Head>> polls = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                var settings =
                        SourceSettings.git(
                                        "team-" + i, server.url(), GitRef.branch("main"), "t" + i)
                                .withAccess(GitTestKit.UNSAFE);
                var source = kit.open(settings);
                polls.add(() -> source.resolve(Duration.ofSeconds(50)));
            }

            for (var poll : threads.invokeAll(polls)) {
                assertThat(poll.get().revision()).startsWith("main@sha1:");
            }

            assertThat(server.refQueries()).isEqualTo(1);
        }
    }

    @Test
    void aQuestionThatMustNotBeOldIsAskedAnew() throws IOException {
        kit.repository().commit("main", Map.of("a.yaml", "one"));
        try (var server = GitHttpServer.start(kit.repository())) {
            var one = kit.open(server.url());
            var other =
                    kit.open(
                            SourceSettings.git("other", server.url(), GitRef.branch("main"), "")
                                    .withAccess(GitTestKit.UNSAFE));
            one.resolve(Duration.ofMinutes(1));
            var commit = kit.repository().commit("main", Map.of("a.yaml", "two"));

            assertThat(other.resolve(Duration.ofMinutes(1)).revision()).doesNotContain(commit);
            assertThat(other.resolve(Duration.ZERO).revision()).endsWith(commit);
        }
    }

    @Test
    void aCommitOutsideThePathKeepsDigestAndTree() {
        var settings =
                SourceSettings.git(
                                "prod",
                                kit.repository().fileUrl(),
                                GitRef.branch("main"),
                                "deploy/agw")
                        .withAccess(GitTestKit.UNSAFE);
        kit.repository().commit("main", Map.of("deploy/agw/a.yaml", "one", "src/x.java", "1"));
        var source = kit.open(settings);
        var first = fetch(source);
        kit.repository().commit("main", Map.of("deploy/agw/a.yaml", "one", "src/x.java", "2"));

        var second = fetch(source, first.revision());

        assertThat(second.revision()).isNotEqualTo(first.revision());
        assertThat(second.digest()).isEqualTo(first.digest());
        assertThat(Objects.requireNonNull(second.commit()).tree())
                .isEqualTo(Objects.requireNonNull(first.commit()).tree());
        assertThat(second.rewritten()).isFalse();
    }

    @Test
    void aFileIsNamedFromTheRootOfItsRepository() {
        kit.repository()
                .commit(
                        "main",
                        Map.of("team/a/x.yaml", "1", "team/a/b/y.yaml", "2", "z.yaml", "3"));

        var content = fetch(kit.open(withPath("team/a")));

        assertThat(content.files())
                .extracting(SourceFile::path)
                .containsExactly("team/a/b/y.yaml", "team/a/x.yaml");
    }

    @Test
    void globsGoByNamesBelowThePath() {
        kit.repository().commit("main", Map.of("team/a/x.yaml", "1", "team/a/b/y.yaml", "2"));
        var settings = withPath("team/a").withGlobs(List.of(), List.of("b/**"));

        assertThat(fetch(kit.open(settings)).files())
                .extracting(SourceFile::path)
                .containsExactly("team/a/x.yaml");
    }

    @Test
    void whatIsRefusedIsNamedFromTheRootOfTheRepository() {
        kit.repository().commit("main", Map.of("team/a/x.yaml", "1234", "team/a/X.yaml", "1"));

        var failure = failure(kit.open(withPath("team/a")));

        assertThat(failure.problems())
                .extracting(problem -> problem.position().file())
                .allMatch(file -> file.startsWith("team/a/"));
        assertThat(failure).hasMessageContaining("team/a/x.yaml");
    }

    @Test
    void aFolderAndARepositoryWithTheSameFilesHaveTheSameDigest() throws IOException {
        kit.repository().commit("main", Map.of("in/a.yaml", "one", "in/t/b.yaml", "two"));
        var folder = Files.createDirectories(dir.resolve("folder/t"));
        Files.writeString(folder.resolve("b.yaml"), "two");
        Files.writeString(dir.resolve("folder/a.yaml"), "one");

        var git = fetch(kit.open(withPath("in")));
        try (var directory =
                new DirectorySource(
                        SourceSettings.directory("d", dir.resolve("folder")),
                        InstantSource.system())) {
            assertThat(fetch(directory).digest()).isEqualTo(git.digest());
        }
    }

    @Test
    void aMountedConfigMapHasTheDigestOfARepositoryWithItsFiles() throws IOException {
        kit.repository().commit("main", Map.of("a.yaml", "one", "b.yaml", "two"));
        var mount = Files.createDirectories(dir.resolve("mount"));
        var data = Files.createDirectory(mount.resolve("..2026_11_26"));
        Files.writeString(data.resolve("a.yaml"), "one");
        Files.writeString(data.resolve("b.yaml"), "two");
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..2026_11_26"));
        Files.createSymbolicLink(mount.resolve("a.yaml"), Path.of("..data/a.yaml"));
        Files.createSymbolicLink(mount.resolve("b.yaml"), Path.of("..data/b.yaml"));

        var git = fetch(kit.open(kit.repository().fileUrl()));
        try (var directory =
                new DirectorySource(SourceSettings.directory("d", mount), InstantSource.system())) {
            assertThat(fetch(directory).digest()).isEqualTo(git.digest());
        }
    }

    @Test
    void thirtyCommitsAtOnceAreNoRewriteButAForcedPushIs() throws IOException {
        try (var server = GitHttpServer.start(kit.repository())) {
            kit.repository().commit("main", Map.of("a.yaml", "0"));
            var source = kit.open(server.url());
            var first = fetch(source);
            for (int i = 1; i <= 30; i++) {
                kit.repository().commit("main", Map.of("a.yaml", String.valueOf(i)));
            }
            var second = fetch(source, first.revision());
            kit.repository().rewrite("main", Map.of("a.yaml", "other"));
            var third = fetch(source, second.revision());

            assertThat(second.rewritten()).isFalse();
            assertThat(text(second, "a.yaml")).isEqualTo("30");
            assertThat(third.rewritten()).isTrue();
            assertThat(text(third, "a.yaml")).isEqualTo("other");
        }
    }

    @Test
    void aRewriteIsSeenAlsoWithAFreshCache(@TempDir Path other) {
        kit.repository().commit("main", Map.of("a.yaml", "one"));
        var before = fetch(kit.open(kit.repository().fileUrl())).revision();
        kit.repository().rewrite("main", Map.of("a.yaml", "two"));

        try (var source =
                new GitSources(
                                other.resolve("work"),
                                GitMetrics.NONE,
                                InstantSource.system(),
                                System::nanoTime)
                        .open(settings(kit.repository().fileUrl()))) {
            assertThat(fetch(source, before).rewritten()).isTrue();
            assertThat(fetch(source, "release@sha1:" + "0".repeat(40)).rewritten()).isNull();
        }
    }

    @Test
    void aDeletedBranchIsSaidAndFoundOnceItIsBack() throws IOException {
        try (var server = GitHttpServer.start(kit.repository())) {
            kit.repository().commit("main", Map.of("a.yaml", "one"));
            var source = kit.open(server.url());
            fetch(source);

            kit.repository().delete("main");
            assertThat(failure(source).reason()).isEqualTo(Reason.REF_NOT_FOUND);
            assertThat(failure(source)).hasMessageContaining("no branch \"main\"");

            kit.repository().commit("main", Map.of("a.yaml", "back"));
            assertThat(text(fetch(source), "a.yaml")).isEqualTo("back");
        }
    }

    @Test
    void annotatedTagsDefaultBranchesAndCommitsAreFollowed() throws IOException {
        var first = kit.repository().commit("main", Map.of("a.yaml", "one"));
        kit.repository().tag("v1", first);
        kit.repository().commit("main", Map.of("a.yaml", "two"));
        try (var server = GitHttpServer.start(kit.repository())) {
            var tag = fetch(open(server, "t", GitRef.tag("v1")));
            var branch = fetch(open(server, "b", GitRef.DEFAULT_BRANCH));
            var commit = fetch(open(server, "c", GitRef.commit(first)));

            assertThat(tag.revision()).isEqualTo("v1@sha1:" + first);
            assertThat(text(tag, "a.yaml")).isEqualTo("one");
            assertThat(branch.revision()).startsWith("main@sha1:");
            assertThat(text(branch, "a.yaml")).isEqualTo("two");
            assertThat(commit.revision()).isEqualTo(first + "@sha1:" + first);
            assertThat(text(commit, "a.yaml")).isEqualTo("one");
        }
    }

    @Test
    void aMissingPathIsSaid() {
        kit.repository().commit("main", Map.of("a.yaml", "one"));

        var missing = failure(kit.open(withPath("no/such")));
        var file = failure(kit.open(withPath("a.yaml")));

        assertThat(missing.reason()).isEqualTo(Reason.PATH_NOT_FOUND);
        assertThat(file.reason()).isEqualTo(Reason.PATH_NOT_FOUND);
        assertThat(file).hasMessage("path: \"a.yaml\" is a file (expected: a folder)");
    }

    @Test
    void whatIsAskedIsMeasured() throws IOException {
        try (var server = GitHttpServer.start(kit.repository())) {
            var source = kit.open(server.url());
            failure(source);
            kit.repository().commit("main", Map.of("a.yaml", "one"));
            fetch(source);

            assertThat(kit.requests())
                    .extracting(r -> r.source() + " " + r.op().word() + " " + r.result())
                    .containsExactly(
                            "prod resolve RefNotFound", "prod resolve ok", "prod fetch ok");
            assertThat(kit.requests())
                    .allSatisfy(request -> {
                        assertThat(request.host()).isEqualTo("localhost");
                        assertThat(request.bytes()).isPositive();
                        assertThat(request.took()).isPositive();
                    });
            assertThat(kit.repositoryBytes()).isPositive();
        }
    }

    private Source open(GitHttpServer server, String id, GitRef ref) {
        return kit.open(
                SourceSettings.git(id, server.url(), ref, "").withAccess(GitTestKit.UNSAFE));
    }

    private SourceSettings withPath(String path) {
        return SourceSettings.git("prod", kit.repository().fileUrl(), GitRef.branch("main"), path)
                .withAccess(GitTestKit.UNSAFE);
    }
}
