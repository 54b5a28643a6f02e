package io.agw.server.survey;

import io.agw.bundle.model.Provider;
import io.agw.server.dispatch.Abilities;
import io.agw.server.dispatch.Findings;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.snapshot.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps what providers say of their models and how they do in their checks. In memory: after a
/// start everything is asked anew.
///
/// {@link #start} begins, {@link #close} ends it. Thread-safe.
public final class Survey implements Findings, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Survey.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    /// A start, and what is applied right after it, come first.
    private static final Duration BEFORE_FIRST = Duration.ofSeconds(20);

    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    private final Snapshots snapshots;
    private final Accounts accounts;
    private final InstantSource clock;
    private final Questions questions = new Questions();
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /// @param accounts by which providers are asked
    public Survey(Snapshots snapshots, Accounts accounts, InstantSource clock) {
        this.snapshots = snapshots;
        this.accounts = accounts;
        this.clock = clock;
    }

    public void start() {
        Thread.ofVirtual().name("survey").start(this::run);
    }

    @Override
    public void close() {
        closed.countDown();
    }

    @Override
    public boolean isHealthy(String providerId) {
        var known = seen.get(providerId);
        return known == null || known.health().healthy();
    }

    @Override
    public Abilities abilities(String providerId, String model) {
        var known = seen.get(providerId);
        var found = known == null ? null : known.models().models().get(model);
        return found == null
                ? Abilities.UNKNOWN
                : new Abilities(found.capabilities(), found.inputLimit());
    }

    @Override
    public Collection<String> models(String providerId) {
        var known = seen.get(providerId);
        return known == null ? List.of() : known.models().models().keySet();
    }

    /// What a provider has listed; unknown when it was never asked.
    public ModelList list(String providerId) {
        var known = seen.get(providerId);
        return known == null ? ModelList.UNKNOWN : known.models();
    }

    /// How a provider has done; unchecked when it is not to be checked.
    public Health health(String providerId) {
        var known = seen.get(providerId);
        return known == null ? Health.UNCHECKED : known.health();
    }

    /// Providers that were asked anything.
    public SortedSet<String> providers() {
        return new TreeSet<>(seen.keySet());
    }

    /// Whether a provider is checked at all.
    public boolean isChecked(String providerId) {
        var known = seen.get(providerId);
        return known != null && known.provider.healthCheck() != null;
    }

    /// The serving configuration of a provider; empty when there is none.
    public Optional<Provider> provider(String providerId) {
        return snapshots.current().map(snapshot -> snapshot.provider(providerId));
    }

    /// Asks a provider for its models now.
    public ModelList refresh(Provider provider) {
        snapshots.current().ifPresent(snapshot -> askModels(snapshot, provider));
        return list(provider.id());
    }

    private void run() {
        try {
            var pause = BEFORE_FIRST;
            while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                snapshots.current().ifPresent(this::round);
                pause = PERIOD;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Asks whoever is due, each on a thread of its own, and forgets providers that are gone.
    void round(Snapshot snapshot) {
        seen.keySet().retainAll(snapshot.providers().keySet());
        var now = clock.instant();
        for (var provider : snapshot.providers().values()) {
            if (provider.disabled()) {
                seen.remove(provider.id());
                continue;
            }
            var known = known(provider);
            if (provider.healthCheck() != null) {
                known.checks.begin(now, () -> check(snapshot, provider, known));
            }
            if (provider.discovery().enabled()) {
                known.lists.begin(now, () -> askModels(snapshot, provider));
            }
        }
    }

    private Seen known(Provider provider) {
        return seen.compute(
                provider.id(),
                (_, old) -> old != null && old.isOf(provider) ? old : new Seen(provider));
    }

    private void check(Snapshot snapshot, Provider provider, Seen known) {
        var rule = provider.healthCheck();
        if (rule == null) {
            return;
        }
        var before = known.health();
        String problem = null;
        try {
            answered(
                    snapshot,
                    provider,
                    account -> {
                        questions.check(account, rule);
                        return true;
                    });
        } catch (Questions.Unanswered e) {
            problem = e.why();
        }
        var at = clock.instant();
        var after = before.after(problem, at, rule);
        known.checked(after, at.plus(rule.interval()));
        if (before.healthy() != after.healthy()) {
            LOG.warn(
                    "provider {} is {}healthy{}",
                    provider.id(),
                    after.healthy() ? "" : "not ",
                    problem == null ? "" : ": " + problem);
        }
    }

    private void askModels(Snapshot snapshot, Provider provider) {
        var known = known(provider);
        try {
            var models = answered(snapshot, provider, questions::models).orElse(List.of());
            var at = clock.instant();
            known.listed(ModelList.of(models, at), at.plus(provider.discovery().interval()));
        } catch (Questions.Unanswered e) {
            LOG.debug("provider {} does not list its models: {}", provider.id(), e.why());
            known.listed(
                    known.models().butFailed(e.why()),
                    clock.instant().plus(shorter(provider.discovery().interval())));
        }
    }

    /// What a provider says to the first of its keys that it takes: one that is refused says
    /// nothing of the provider while there is another. Empty when there is no key that can be
    /// shown.
    private <T> Optional<T> answered(Snapshot snapshot, Provider provider, Asking<T> asking)
            throws Questions.Unanswered {
        Questions.Unanswered refused = null;
        var all = accounts.all(snapshot, provider).iterator();
        while (all.hasNext()) {
            try {
                return Optional.of(asking.ask(all.next()));
            } catch (Questions.Unanswered e) {
                if (!e.isAboutKey()) {
                    throw e;
                }
                refused = e;
            }
        }
        if (refused != null) {
            throw refused;
        }
        return Optional.empty();
    }

    private static Duration shorter(Duration interval) {
        return interval.compareTo(AFTER_FAILURE) < 0 ? interval : AFTER_FAILURE;
    }

    /// By which keys a provider is asked.
    @FunctionalInterface
    public interface Accounts {
        /// The accounts of a provider, the preferred first; none when it has none that can be
        /// called.
        Stream<io.agw.server.provider.Provider> all(Snapshot snapshot, Provider provider);
    }

    private interface Asking<T> {
        T ask(io.agw.server.provider.Provider account) throws Questions.Unanswered;
    }

    /// What a provider is asked again and again, by one thread at a time: lists of models that are
    /// slow to come keep no check waiting. Thread-safe.
    private static final class Errand {
        private final String name;
        private volatile Instant due = Instant.MIN;
        private final AtomicBoolean busy = new AtomicBoolean();

        Errand(String name) {
            this.name = name;
        }

        void begin(Instant now, Runnable work) {
            if (due.isAfter(now) || !busy.compareAndSet(false, true)) {
                return;
            }
            Thread.ofVirtual()
                    .name(name)
                    .start(() -> {
                        try {
                            work.run();
                        } finally {
                            busy.set(false);
                        }
                    });
        }
    }

    /// One provider of one configuration. Thread-safe.
    private static final class Seen {
        private final Provider provider;
        private volatile ModelList models = ModelList.UNKNOWN;
        private volatile Health health = Health.UNCHECKED;
        private final Errand lists;
        private final Errand checks;

        Seen(Provider provider) {
            this.provider = provider;
            this.lists = new Errand("models-" + provider.id());
            this.checks = new Errand("check-" + provider.id());
        }

        boolean isOf(Provider other) {
            return provider.equals(other);
        }

        ModelList models() {
            return models;
        }

        Health health() {
            return health;
        }

        void listed(ModelList list, Instant due) {
            models = list;
            lists.due = due;
        }

        void checked(Health found, Instant due) {
            health = found;
            checks.due = due;
        }
    }
}
