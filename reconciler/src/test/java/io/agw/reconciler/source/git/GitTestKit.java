package io.agw.reconciler.source.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agw.reconciler.source.GitAccess;
import io.agw.reconciler.source.GitRef;
import io.agw.reconciler.source.Source;
import io.agw.reconciler.source.Source.Content;
import io.agw.reconciler.source.SourceFailure;
import io.agw.reconciler.source.SourceFailure.Reason;
import io.agw.reconciler.source.SourceSettings;
import io.agw.reconciler.source.testkit.BareRepository;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// A repository, a work folder and the sources that a test opens. Owns them all.
final class GitTestKit implements AutoCloseable {
    static final GitAccess UNSAFE = GitAccess.anonymous(Set.of("http", "file"));

    private final Measured measured = new Measured();
    private final List<Source> sources = new ArrayList<>();
    private final BareRepository repository;
    private final Path work;
    private final GitSources git;

    GitTestKit(Path dir) {
        repository = BareRepository.create(dir.resolve("remote.git"));
        work = dir.resolve("work");
        git = new GitSources(work, measured, InstantSource.system(), System::nanoTime);
    }

    BareRepository repository() {
        return repository;
    }

    Path work() {
        return work;
    }

    /// What was measured so far.
    List<GitMetrics.Request> requests() {
        return List.copyOf(measured.requests);
    }

    /// What the source's repository was last said to take on disk.
    long repositoryBytes() {
        return measured.bytes;
    }

    Source open(SourceSettings settings) {
        var source = git.open(settings);
        sources.add(source);
        return source;
    }

    Source open(String url) {
        return open(settings(url));
    }

    static SourceSettings settings(String url) {
        return SourceSettings.git("prod", url, GitRef.branch("main"), "").withAccess(UNSAFE);
    }

    static Content fetch(Source source, @Nullable String previous) {
        return source.fetch(source.resolve(Duration.ZERO), previous);
    }

    static Content fetch(Source source) {
        return fetch(source, null);
    }

    static SourceFailure failure(Source source) {
        return catchThrowableOfType(SourceFailure.class, () -> fetch(source));
    }

    /// A server is in no hurry; the attempt ends all the same, and so does the next one, which
    /// finds the first no longer at work.
    void assertTimesOutTwice(SourceSettings settings) {
        var source = open(settings);
        for (int i = 0; i < 2; i++) {
            assertThat(failure(source))
                    .returns(Reason.TIMEOUT, SourceFailure::reason)
                    .hasMessageContaining("not done within");
        }
    }

    static String text(Content content, String path) {
        return content.files().stream()
                .filter(file -> file.path().equals(path))
                .map(file -> new String(file.bytes(), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        sources.forEach(Source::close);
        repository.close();
    }

    private static final class Measured implements GitMetrics {
        private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
        private volatile long bytes;

        @Override
        public void record(Request request) {
            requests.add(request);
        }

        @Override
        public void holds(String source, long held) {
            bytes = held;
        }
    }
}
