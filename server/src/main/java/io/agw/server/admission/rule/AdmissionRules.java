package io.agw.server.admission.rule;

import io.agw.bundle.model.Agent;
import io.agw.bundle.model.Budget;
import io.agw.bundle.model.LlmRoute;
import io.agw.bundle.model.RateLimit;
import io.agw.bundle.model.Subject;
import io.agw.bundle.model.VirtualKey;
import io.agw.server.admission.budget.BudgetRule;
import io.agw.server.admission.budget.Claim;
import io.agw.server.admission.holder.Holder;
import io.agw.server.admission.policy.PolicyRules;
import io.agw.server.admission.rate.Pace;
import io.agw.server.admission.rate.Rule;
import io.agw.server.admission.rule.BySubject.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What one version of the configuration asks of those who come. Immutable and thread-safe.
public final class AdmissionRules {
    /// Everybody may come.
    public static final AdmissionRules NONE =
            new AdmissionRules(
                    new BySubject<>(List.of()), new BySubject<>(List.of()), PolicyRules.NONE);

    private final BySubject<Rule> rates;
    private final BySubject<BudgetRule> budgets;
    private final PolicyRules policies;

    private AdmissionRules(
            BySubject<Rule> rates, BySubject<BudgetRule> budgets, PolicyRules policies) {
        this.rates = rates;
        this.budgets = budgets;
        this.policies = policies;
    }

    /// The budget of an id; empty when there is none that is not disabled.
    public Optional<BudgetRule> budget(String id) {
        return budgets.all().stream().filter(rule -> rule.id().equals(id)).findFirst();
    }

    /// @param limits all of them, disabled ones included
    /// @param agents that may name limits, and have budgets of their own
    /// @param keys that may name limits
    /// @param routes that may name limits
    public static AdmissionRules of(
            Collection<RateLimit> limits,
            Collection<Budget> budgets,
            Collection<Agent> agents,
            Collection<VirtualKey> keys,
            Collection<LlmRoute> routes) {
        var rules = new HashMap<String, Rule>();
        var entries = new ArrayList<Entry<Rule>>();
        for (var limit : sorted(limits)) {
            var rule = rule(limit);
            rules.put(limit.id(), rule);
            if (limit.subject() != null) {
                entries.add(new Entry<>(limit.subject(), rule));
            }
        }
        for (var key : keys) {
            name(entries, rules, new Subject.VirtualKey(key.id()), key.rateLimitIds());
        }
        for (var agent : agents) {
            var ids = agent.policy().rateLimitIds();
            name(entries, rules, new Subject.Agent(agent.id()), ids);
        }
        for (var route : routes) {
            name(entries, rules, new Subject.Route(route.id()), route.rateLimitIds());
        }
        entries.sort(Comparator.comparing(each -> each.rule().id()));
        return new AdmissionRules(
                new BySubject<>(entries),
                new BySubject<>(
                        Stream.concat(
                                        budgets.stream(),
                                        agents.stream().flatMap(each -> each.budget().stream()))
                                .filter(budget -> !budget.disabled())
                                .sorted(Comparator.comparing(Budget::id))
                                .map(each -> new Entry<>(each.subject(), BudgetRule.of(each)))
                                .toList()),
                PolicyRules.NONE);
    }

    /// The same with policies.
    public AdmissionRules with(PolicyRules others) {
        return new AdmissionRules(rates, budgets, others);
    }

    /// What is looked at besides.
    public PolicyRules policies() {
        return policies;
    }

    private static List<RateLimit> sorted(Collection<RateLimit> limits) {
        return limits.stream().filter(limit -> !limit.disabled()).toList();
    }

    private static void name(
            List<Entry<Rule>> entries,
            Map<String, Rule> rules,
            Subject subject,
            Collection<String> ids) {
        for (var id : ids) {
            var rule = rules.get(id);
            if (rule != null) {
                entries.add(new Entry<>(subject, rule));
            }
        }
    }

    private static Rule rule(RateLimit limit) {
        var requests = pace(limit.requests());
        var queue = limit.queue();
        return new Rule(
                limit.id(),
                requests,
                limit.burst() != null ? limit.burst() : requests == null ? 0 : requests.count(),
                pace(limit.tokens()),
                limit.maxConcurrent() == null ? Integer.MAX_VALUE : limit.maxConcurrent(),
                limit.maxStreams() == null ? Integer.MAX_VALUE : limit.maxStreams(),
                queue == null
                        ? Rule.Queue.NONE
                        : new Rule.Queue(Duration.ofMillis(queue.maxWaitMs()), queue.maxDepth()));
    }

    private static @Nullable Pace pace(io.agw.bundle.model.@Nullable Rate rate) {
        return rate == null ? null : new Pace(rate.count(), rate.per().toNanos());
    }

    /// Whether there is nothing to keep.
    public boolean limitsNobody() {
        return rates.isEmpty() && budgets.isEmpty() && policies.all().isEmpty();
    }

    /// The limits that a turn meets, in an order that is the same for all turns.
    public List<Met<Rule>> rates(Iterable<Holder> holders) {
        return rates.of(holders);
    }

    /// The budgets that a turn falls under, in an order that is the same for all turns.
    public List<Claim> budgets(Iterable<Holder> holders) {
        return budgets.isEmpty()
                ? List.of()
                : budgets.of(holders).stream()
                        .map(met -> new Claim(met.rule(), met.holder().toString()))
                        .toList();
    }
}
