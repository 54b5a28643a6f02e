package io.agw.bench;

import io.agw.bundle.BundleLoader;
import io.agw.bundle.plan.Owner;
import io.agw.bundle.reference.Variables;
import io.agw.reconciler.Reconciler;
import io.agw.reconciler.loop.Alarms;
import io.agw.reconciler.loop.Clockwork;
import io.agw.reconciler.loop.ConfiguredSource;
import io.agw.reconciler.loop.ReconcilerMetrics;
import io.agw.reconciler.loop.Services;
import io.agw.reconciler.loop.SourcePolicy;
import io.agw.reconciler.source.GitAccess;
import io.agw.reconciler.source.GitRef;
import io.agw.reconciler.source.Source;
import io.agw.reconciler.source.SourceSettings;
import io.agw.reconciler.source.git.GitMetrics;
import io.agw.reconciler.source.git.GitSources;
import io.agw.reconciler.status.Identity;
import io.agw.store.sqlite.SqliteStore;
import io.agw.store.sqlite.StoreSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.jspecify.annotations.Nullable;

/// Many looks at a git source in which nothing happens: the real loop, source, repository and
/// store, only that an interval passes at once. Drift checks are among them, as in a day.
final class Polls {
    private static final String SOURCE = "default";

    private final Path folder;
    private final GeneratedBundle bundle;
    private final Asked asked = new Asked();

    Polls(Path folder, GeneratedBundle bundle) {
        this.folder = folder;
        this.bundle = bundle;
    }

    void run(int polls) throws IOException, GitAPIException {
        var repository = repository();
        var time = new PassingTime();
        var data = folder.resolve("polled");
        try (var store = SqliteStore.open(StoreSettings.in(data), time);
                var reconciler = reconciler(store, data, repository, time)) {
            reconciler.start();
            time.pass(2 * polls);
            asked.forget();
            var before = State.of(data);
            long begin = System.nanoTime();
            time.pass(polls);
            double millis = (System.nanoTime() - begin) / 1e6 / polls;
            var after = State.of(data);
            System.out.printf(
                    Locale.ROOT,
                    "%d polls of git, %d objects: %.2f ms each, %d resolves, %d fetches%n  before %s%n  after  %s%n",
                    polls,
                    bundle.objects(),
                    millis,
                    asked.of(GitMetrics.Operation.RESOLVE),
                    asked.of(GitMetrics.Operation.FETCH),
                    before,
                    after);
        }
    }

    private Path repository() throws IOException, GitAPIException {
        var work = folder.resolve("repository");
        bundle.write(work);
        try (var git = Git.init().setDirectory(work.toFile()).setInitialBranch("main").call()) {
            git.add().addFilepattern(".").call();
            git.commit()
                    .setMessage("Generated")
                    .setAuthor("bench", "bench@example.com")
                    .setCommitter("bench", "bench@example.com")
                    .setSign(false)
                    .call();
        }
        return work;
    }

    private Reconciler reconciler(SqliteStore store, Path data, Path repository, PassingTime time) {
        var git = new GitSources(data.resolve("git"), asked, time, System::nanoTime);
        var settings =
                SourceSettings.git(SOURCE, repository.toUri().toString(), GitRef.branch("main"), "")
                        .withAccess(GitAccess.anonymous(Set.of("file")));
        var source =
                new ConfiguredSource(
                        new Asking(git.open(settings)),
                        SourcePolicy.defaults(),
                        Variables.of(Map.of(GeneratedBundle.VARIABLE, "sk-generated")),
                        new Identity(SOURCE, Map.of("type", "git")));
        return new Reconciler(
                List.of(source),
                new Services(
                        store,
                        Stages.applier(store, new Owner(SOURCE), time),
                        new BundleLoader(),
                        ReconcilerMetrics.NONE,
                        new Clockwork(
                                time,
                                time,
                                Runnable::run,
                                () -> ThreadLocalRandom.current().nextLong())));
    }

    /// Counts what a server is asked.
    private static final class Asked implements GitMetrics {
        private final Map<Operation, Integer> counts = new EnumMap<>(Operation.class);

        @Override
        public void record(Request request) {
            counts.merge(request.op(), 1, Integer::sum);
        }

        @Override
        public void holds(String source, long bytes) {}

        int of(Operation operation) {
            return counts.getOrDefault(operation, 0);
        }

        void forget() {
            counts.clear();
        }
    }

    /// A source whose every look is a question: answers are shared for as long as an interval takes
    /// by the clock on the wall, and here it takes no time.
    private record Asking(Source source) implements Source {
        @Override
        public Owner owner() {
            return source.owner();
        }

        @Override
        public Head resolve(Duration maxAge) {
            return source.resolve(Duration.ZERO);
        }

        @Override
        public Content fetch(Head head, @Nullable String previous) {
            return source.fetch(head, previous);
        }

        @Override
        public void onChange(Runnable listener) {
            source.onChange(listener);
        }

        @Override
        public void close() {
            source.close();
        }
    }

    /// What must not grow.
    ///
    /// @param heapKiB live after a collection
    /// @param diskBytes of the data folder
    private record State(long heapKiB, int threads, long descriptors, long diskBytes) {
        static State of(Path data) throws IOException {
            var memory = ManagementFactory.getMemoryMXBean();
            memory.gc();
            memory.gc();
            return new State(
                    memory.getHeapMemoryUsage().getUsed() / 1024,
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    count(Path.of("/proc/self/fd")),
                    size(data));
        }

        private static long count(Path folder) throws IOException {
            try (var files = Files.list(folder)) {
                return files.count();
            }
        }

        private static long size(Path folder) throws IOException {
            try (var files = Files.walk(folder)) {
                return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
            }
        }

        @Override
        public String toString() {
            return "heap %,d KiB, %d threads, %d descriptors, %,d bytes of disk"
                    .formatted(heapKiB, threads, descriptors, diskBytes);
        }
    }

    /// Time in which whatever is waited for comes at once. For one thread.
    private static final class PassingTime implements InstantSource, Alarms {
        private final PriorityQueue<Due> due = new PriorityQueue<>();
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public Alarm at(Instant time, Runnable ring) {
            var entry = new Due(time, ring);
            due.add(entry);
            return () -> due.remove(entry);
        }

        /// Lets as many alarms ring, each at its time.
        void pass(int alarms) {
            for (int i = 0; i < alarms; i++) {
                var next = due.remove();
                now = next.at.isAfter(now) ? next.at : now;
                next.ring.run();
            }
        }

        private static final class Due implements Comparable<Due> {
            private final Instant at;
            private final Runnable ring;

            Due(Instant at, Runnable ring) {
                this.at = at;
                this.ring = ring;
            }

            @Override
            public int compareTo(Due other) {
                return at.compareTo(other.at);
            }
        }
    }
}
