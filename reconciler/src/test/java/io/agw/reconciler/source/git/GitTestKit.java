package io.agw.reconciler.source.git;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agw.reconciler.source.GitAccess;
import io.agw.reconciler.source.GitRef;
import io.agw.reconciler.source.Source;
import io.agw.reconciler.source.Source.Content;
import io.agw.reconciler.source.SourceFailure;
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
