package io.agw.server.admission.policy;

import io.agw.server.admission.holder.Holder;
import io.agw.server.admission.pause.Pauses;
import io.agw.server.admission.policy.PolicyWatcher.Match;
import io.agw.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks whether the conditions of policies hold, and does what they ask for. Thread-safe.
///
/// Who is throttled, and what was told lately, is in memory, for as many agents and keys as the
/// configuration has: a restart forgets it, and the next request finds it out again.
public final class Policies {
    private static final Logger LOG = LoggerFactory.getLogger(Policies.class);
    private static final Duration USUAL_COOLDOWN = Duration.ofMinutes(5);
    private static final int MANY = 10_000;

    private final Figures figures;
    private final Pauses pauses;
    private final InstantSource clock;
    private final PolicyWatcher watcher;
    private final Map<Key, Instant> throttled = new ConcurrentHashMap<>();
    private final Map<Key, Instant> told = new ConcurrentHashMap<>();

    public Policies(Figures figures, Pauses pauses, InstantSource clock, PolicyWatcher watcher) {
        this.figures = figures;
        this.pauses = pauses;
        this.clock = clock;
        this.watcher = watcher;
    }

    /// A policy and whom it looks at.
    private record Key(String policyId, Holder holder) {}

    /// What policies make of a turn.
    ///
    /// @param budgetUsed greatest share of a limit that a budget of somebody has used
    /// @return null when no policy looks at it
    public @Nullable PoliciedTurn of(
            PolicyRules rules, Asking asking, ToDoubleFunction<Holder> budgetUsed) {
        var meant = rules.of(asking);
        return meant.isEmpty()
                ? null
                : new PoliciedTurn(this, meant, asking, new Facts.Sources(figures, budgetUsed));
    }

    Figures figures() {
        return figures;
    }

    /// `paused`, or what an agent or key is that is not.
    String status(Holder holder, String otherwise) {
        return pauses.of(holder) == null ? otherwise : "paused";
    }

    /// Whether a condition holds.
    boolean holds(PolicyRule rule, Holder holder, Facts facts) {
        boolean holds =
                !(rule.condition().isOfShares() && facts.calls() < rule.minSamples())
                        && rule.condition().holds(facts);
        if (!holds) {
            pauses.calm(holder, rule.id());
            return false;
        }
        watcher.matched(rule);
        return true;
    }

    /// Does what a policy asks for whose condition holds, but for refusing and sending elsewhere.
    void enact(PolicyRule rule, Holder holder) {
        switch (rule.act()) {
            case Act.Deny _, Act.Route _ -> tell(rule, holder, USUAL_COOLDOWN);
            case Act.Alert alert -> tell(rule, holder, alert.cooldown());
            case Act.Throttle throttle -> {
                if (rule.dryRun()) {
                    tell(rule, holder, USUAL_COOLDOWN);
                } else if (begin(throttled, new Key(rule.id(), holder), throttle.duration())) {
                    watcher.happened(new Match(rule, holder, clock.instant()));
                }
            }
            case Act.Pause pause -> {
                if (rule.dryRun()) {
                    tell(rule, holder, USUAL_COOLDOWN);
                } else if (paused(rule, holder, pause)) {
                    watcher.happened(new Match(rule, holder, clock.instant()));
                }
            }
        }
    }

    private boolean paused(PolicyRule rule, Holder holder, Act.Pause pause) {
        try {
            return pauses.byPolicy(holder, rule.id(), pause.message(), pause.duration());
        } catch (StoreException e) {
            // its condition still holds when the next request comes
            LOG.error("policy {}: {} cannot be paused", rule.id(), holder, e);
            return false;
        }
    }

    private void tell(PolicyRule rule, Holder holder, Duration cooldown) {
        if (begin(told, new Key(rule.id(), holder), cooldown)) {
            watcher.happened(new Match(rule, holder, clock.instant()));
        }
    }

    /// Begins a time unless it has begun.
    private boolean begin(Map<Key, Instant> times, Key key, Duration duration) {
        var now = clock.instant();
        var until = now.plus(duration);
        if (times.size() > MANY) {
            times.values().removeIf(end -> !now.isBefore(end));
        }
        var old = times.putIfAbsent(key, until);
        return old == null || (!now.isBefore(old) && times.replace(key, old, until));
    }

    /// Whether a policy lets somebody have less now.
    boolean isThrottled(PolicyRule rule, Holder holder) {
        var until = throttled.get(new Key(rule.id(), holder));
        return until != null && clock.instant().isBefore(until);
    }
}
