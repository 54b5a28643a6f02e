package io.agw.server.admission.policy;

import io.agw.server.admission.holder.Holder;
import io.agw.server.admission.rate.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A turn that policies look at. Belongs to the turn.
public final class PoliciedTurn {
    private static final long IDLE_SECONDS = Duration.ofMinutes(5).toSeconds();

    private final Policies policies;
    private final List<Meant> rules = new ArrayList<>();
    private final Asking asking;
    private final Facts.Sources sources;
    private final List<Throttled> throttles = new ArrayList<>();
    private final Set<String> matched = new LinkedHashSet<>();
    private Duration delay = Duration.ZERO;
    private @Nullable Detour detour;

    PoliciedTurn(Policies policies, List<PolicyRule> rules, Asking asking, Facts.Sources sources) {
        this.policies = policies;
        this.asking = asking;
        this.sources = sources;
        for (var rule : rules) {
            var holder = rule.holder(asking);
            if (holder != null) {
                this.rules.add(new Meant(rule, holder));
            }
        }
    }

    /// A policy and whose figures count.
    private record Meant(PolicyRule rule, Holder holder) {}

    /// A limit that somebody has for a while.
    public record Throttled(Rule rule, Holder holder) {}

    /// Why a request is refused.
    public record Denial(PolicyRule rule, Act.Deny act) {}

    /// Looks at all of the policies, and does what they ask for. The caller looks once more whether
    /// whoever asks is paused.
    ///
    /// @return what refuses the request, the first of several by the ids of the policies; null for
    ///   nothing
    public @Nullable Denial begin() {
        var facts = facts(true);
        Denial denial = null;
        for (var meant : rules) {
            var rule = meant.rule();
            if (policies.holds(rule, meant.holder(), facts(facts, meant))) {
                enact(meant);
                if (rule.act() instanceof Act.Deny deny && !rule.dryRun() && denial == null) {
                    denial = new Denial(rule, deny);
                }
                if (rule.act() instanceof Act.Route route && !rule.dryRun() && detour == null) {
                    detour = route.detour();
                }
            }
            throttle(meant);
        }
        return denial;
    }

    private void throttle(Meant meant) {
        if (meant.rule().act() instanceof Act.Throttle throttle
                && policies.isThrottled(meant.rule(), meant.holder())) {
            var limit = throttle.rule();
            if (limit != null) {
                throttles.add(new Throttled(limit, meant.holder()));
            }
            if (throttle.delay().compareTo(delay) > 0) {
                delay = throttle.delay();
            }
        }
    }

    /// The limits that throttles add for it.
    public List<Throttled> throttles() {
        return List.copyOf(throttles);
    }

    /// How long it has to wait first, the longest of all throttles.
    public Duration delay() {
        return delay;
    }

    /// Where it is sent instead, the first of several by the ids of the policies; null for nowhere.
    public @Nullable Detour detour() {
        return detour;
    }

    /// Counts how it turned out, and looks at what does not depend on a request.
    public void end(Asking.Outcome outcome) {
        rules.stream()
                .map(Meant::holder)
                .distinct()
                .forEach(holder -> policies.figures().count(holder, outcome));
        var facts = facts(false);
        for (var meant : rules) {
            var rule = meant.rule();
            if (!rule.condition().isOfRequest()
                    && !rule.act().isOfRequest()
                    && policies.holds(rule, meant.holder(), facts(facts, meant))) {
                enact(meant);
            }
        }
    }

    private void enact(Meant meant) {
        matched.add(meant.rule().id());
        policies.enact(meant.rule(), meant.holder());
    }

    /// The policies whose conditions held so far, those that only say so included.
    public List<String> matched() {
        return List.copyOf(matched);
    }

    /// What is known, by whose figures it is.
    ///
    /// @param came whether they come now
    private Map<Holder, Facts> facts(boolean came) {
        var facts = new HashMap<Holder, Facts>();
        for (var meant : rules) {
            facts.computeIfAbsent(
                    meant.holder(),
                    holder -> {
                        boolean idle = came && policies.figures().came(holder) >= IDLE_SECONDS;
                        var status = policies.status(holder, idle ? "idle" : "active");
                        return new Facts(holder, asking, status, sources);
                    });
        }
        return facts;
    }

    private static Facts facts(Map<Holder, Facts> facts, Meant meant) {
        var found = facts.get(meant.holder());
        if (found == null) {
            throw new IllegalStateException(meant.holder() + " (expected: one that is known)");
        }
        return found;
    }
}
