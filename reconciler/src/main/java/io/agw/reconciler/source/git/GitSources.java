package io.agw.reconciler.source.git;

import io.agw.reconciler.source.Source;
import io.agw.reconciler.source.SourceSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/// Opens git sources that share what should be shared: the number of operations at a time, and
/// questions about the same ref. One per process. Thread-safe; owns nothing that needs closing.
public final class GitSources {
    private static final int OPERATIONS_AT_A_TIME = 4;

    private final Path work;
    private final GitMetrics metrics;
    private final InstantSource clock;
    private final Semaphore permits = new Semaphore(OPERATIONS_AT_A_TIME, true);
    private final RefQueries queries;

    /// Shuts the host's git configuration out of this process, see {@link IsolatedSystemReader}.
    ///
    /// @param work folder for caches, made when missing; nothing else may be in it
    /// @param nanos a clock that never goes back, by which answers grow old
    public GitSources(Path work, GitMetrics metrics, InstantSource clock, LongSupplier nanos) {
        this.queries = new RefQueries(nanos);
        this.work = work.toAbsolutePath();
        this.metrics = metrics;
        this.clock = clock;
        IsolatedSystemReader.install(clock);
    }

    /// Opens a source without asking its server anything. Owned by the caller, who closes it.
    ///
    /// @param settings without problems, of a git repository
    /// @throws UncheckedIOException when the work folder cannot be made
    public Source open(SourceSettings settings) {
        var problems = settings.problems();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "source " + settings.id() + ": " + String.join("; ", problems));
        }
        try {
            var home = work.resolve(".home");
            RepoCache.makePrivate(home);
            var worker = new Worker("git-" + settings.id(), permits);
            var cache = new RepoCache(work, settings);
            return new GitSource(
                    settings,
                    cache,
                    worker,
                    queries,
                    new GitSource.Surroundings(home, metrics, clock));
        } catch (IOException e) {
            throw new UncheckedIOException("git work folder " + work + " cannot be made", e);
        }
    }
}
