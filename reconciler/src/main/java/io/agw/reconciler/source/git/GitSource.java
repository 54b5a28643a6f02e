package io.agw.reconciler.source.git;

import io.agw.bundle.plan.Owner;
import io.agw.reconciler.source.GitRef;
import io.agw.reconciler.source.GitUrl;
import io.agw.reconciler.source.Source;
import io.agw.reconciler.source.SourceFailure;
import io.agw.reconciler.source.SourceFailure.Reason;
import io.agw.reconciler.source.SourceSettings;
import io.agw.reconciler.source.git.GitMetrics.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A repository as a source: one question per look, a fetch only when the answer is new.
final class GitSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(GitSource.class);
    private static final long MOST_ANSWER_BYTES = 16L << 20;
    private static final Duration SHORTEST_LIMIT = Duration.ofSeconds(1);

    private final SourceSettings settings;
    private final GitUrl url;
    private final RepoCache cache;
    private final Worker worker;
    private final RefQueries queries;
    private final Surroundings surroundings;
    private final Fetcher fetcher;
    private final TreeReader reader;
    private final Failures failures;
    private Duration spent = Duration.ZERO;

    /// What all git sources of the process have in common.
    ///
    /// @param home an empty folder that stands in for the user's
    record Surroundings(Path home, GitMetrics metrics, InstantSource clock) {}

    GitSource(
            SourceSettings settings,
            RepoCache cache,
            Worker worker,
            RefQueries queries,
            Surroundings surroundings) {
        this.settings = settings;
        this.url = GitUrl.parse(Objects.requireNonNull(settings.url(), "a git source needs url"));
        this.cache = cache;
        this.worker = worker;
        this.queries = queries;
        this.surroundings = surroundings;
        this.fetcher = new Fetcher(cache);
        this.reader = new TreeReader(settings);
        this.failures = new Failures(url, surroundings.clock());
    }

    @Override
    public Owner owner() {
        return settings.owner();
    }

    @Override
    public Head resolve(Duration maxAge) {
        spent = Duration.ZERO;
        var ref = settings.ref();
        if (ref.kind() == GitRef.Kind.COMMIT) {
            return new Head(new Tip(ref.name(), ObjectId.fromString(ref.name())).revision());
        }
        try {
            var question = new Question(url.text(), ref, settings.access());
            return new Head(queries.ask(question, maxAge, this::askForTip).revision());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public Content fetch(Head head, @Nullable String previous) {
        var tip = Tip.parse(head.revision());
        if (tip == null) {
            throw new IllegalArgumentException(
                    "head: \"" + head.revision() + "\" (expected: name@sha1:…)");
        }
        var observed = new Observed(settings.limits().repoBytes());
        try {
            return bounded(
                    Operation.FETCH,
                    observed,
                    () -> {
                        var content = read(tip, previous, observed);
                        surroundings.metrics().holds(settings.id(), cache.bytes());
                        return content;
                    });
        } finally {
            spent = Duration.ZERO;
        }
    }

    @Override
    public void onChange(Runnable listener) {
        // A repository tells nobody; webhooks reach the loop by another way.
    }

    /// Ends what is under way; the cache stays for the next start.
    @Override
    public void close() {
        worker.close();
    }

    private Tip askForTip() {
        var observed = new Observed(MOST_ANSWER_BYTES);
        return bounded(
                Operation.RESOLVE,
                observed,
                () -> {
                    try (var repository = cache.open()) {
                        return remotely(observed, remote -> remote.tip(repository));
                    }
                });
    }

    private Content read(Tip tip, @Nullable String previous, Observed observed) throws IOException {
        cache.sweep();
        try {
            return contents(cached(tip, observed), previous);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            // It is only a cache: what is damaged there is fetched once more.
            LOG.warn("git cache of source {} is replaced: {}", settings.id(), e.toString());
            cache.drop();
            return contents(cached(tip, observed), previous);
        }
    }

    private Tip cached(Tip tip, Observed observed) throws IOException {
        return fetcher.has(tip.commit())
                ? tip
                : new Tip(tip.label(), remotely(observed, fetcher::fetch));
    }

    private Content contents(Tip tip, @Nullable String previous) throws IOException {
        try (var repository = cache.open()) {
            var commit = History.commit(repository, tip.commit());
            var files = reader.read(repository, commit.getTree());
            return new Content(
                    tip.revision(),
                    files.digest(),
                    files.files(),
                    History.rewritten(repository, previous, tip),
                    History.facts(commit, files.tree()));
        }
    }

    /// Speaks to the server, and puts a failure into words while the credentials are at hand, which
    /// must not be among them.
    private <T> T remotely(Observed observed, RemoteWork<T> work) {
        var remote = new Remote(settings, url, surroundings.home(), observed, remaining());
        observed.begin();
        try {
            return work.run(remote);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            throw failures.of(e, observed, remote.redaction());
        } finally {
            observed.end();
        }
    }

    private <T> T bounded(Operation operation, Observed observed, Work<T> work) {
        var result = "ok";
        try {
            return worker.run(remaining(), work::run);
        } catch (TimeoutException
                | CancellationException
                | ExecutionException
                | InterruptedException e) {
            var failure = failure(e, observed);
            result = failure.reason().word();
            throw failure;
        } finally {
            spent = spent.plus(worker.lastTook());
            if (observed.hasBegun()) {
                surroundings.metrics().record(request(operation, result, observed));
            }
        }
    }

    private SourceFailure failure(Exception e, Observed observed) {
        return switch (e) {
            case TimeoutException _ -> failures.timedOut(settings.timeout());
            case CancellationException _ ->
                    new SourceFailure(Reason.GIT_OPERATION_FAILED, url + ": source was closed", e);
            case InterruptedException interrupted -> interrupted(interrupted);
            default -> failures.of(e, observed, new Redaction(List.of()));
        };
    }

    private GitMetrics.Request request(Operation operation, String result, Observed observed) {
        return new GitMetrics.Request(
                settings.id(), url.host(), operation, result, observed.took(), observed.bytes());
    }

    private Duration remaining() {
        var left = settings.timeout().minus(spent);
        return left.compareTo(SHORTEST_LIMIT) < 0 ? SHORTEST_LIMIT : left;
    }

    private SourceFailure interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new SourceFailure(Reason.GIT_OPERATION_FAILED, url + ": interrupted", e);
    }

    /// Equal for sources that may share an answer: what one may see depends on who asks.
    private record Question(String url, GitRef ref, Object access) {}

    private interface Work<T> {
        T run() throws IOException;
    }

    private interface RemoteWork<T> {
        T run(Remote remote) throws IOException;
    }
}
