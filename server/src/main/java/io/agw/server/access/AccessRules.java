package io.agw.server.access;

import io.agw.bundle.model.AccessNames;
import io.agw.bundle.model.AccessPolicy;
import io.agw.bundle.model.AccessSubjects;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All access policies of a snapshot, beside the permits of the gateway. Thread-safe; the policies
/// never change.
public final class AccessRules {
    private final List<Rule> rules;
    private final Permits permits;

    private AccessRules(List<Rule> rules, Permits permits) {
        this.rules = rules;
        this.permits = permits;
    }

    /// @param permits asked where a name is not allowed
    public static AccessRules of(Collection<AccessPolicy> policies, Permits permits) {
        return new AccessRules(
                policies.stream()
                        .filter(policy -> !policy.disabled())
                        .sorted(Comparator.comparing(AccessPolicy::id))
                        .map(Rule::of)
                        .toList(),
                permits);
    }

    /// What the policies say for a caller.
    public Access of(Caller caller) {
        var met =
                rules.isEmpty()
                        ? rules
                        : rules.stream().filter(rule -> rule.subjects.include(caller)).toList();
        return new Access(met, caller, permits);
    }

    /// A policy, ready to be asked.
    record Rule(String id, Subjects subjects, Map<Sort, NameSet> allow, Map<Sort, NameSet> deny) {
        private static Rule of(AccessPolicy policy) {
            return new Rule(
                    policy.id(),
                    Subjects.of(policy.subjects()),
                    sets(policy.allow(), NameSet::new),
                    sets(policy.deny(), NameSet::inAnyCase));
        }

        private static Map<Sort, NameSet> sets(
                AccessNames names, Function<List<String>, NameSet> set) {
            return new EnumMap<>(
                    Map.of(
                            Sort.MODEL, set.apply(names.models()),
                            Sort.AGENT, set.apply(names.agents()),
                            Sort.ROUTE, set.apply(names.routeIds())));
        }

        /// Allowed names of a sort; none where the policy leaves it open.
        NameSet allowed(Sort sort) {
            return allow.getOrDefault(sort, NOTHING);
        }

        NameSet denied(Sort sort) {
            return deny.getOrDefault(sort, NOTHING);
        }
    }

    private static final NameSet NOTHING = new NameSet(List.of());

    /// Whom a policy is for.
    private record Subjects(
            NameSet keys,
            NameSet agents,
            NameSet teams,
            NameSet orgs,
            NameSet users,
            NameSet tags) {
        static Subjects of(AccessSubjects subjects) {
            return new Subjects(
                    new NameSet(subjects.virtualKeyIds()),
                    new NameSet(subjects.agentIds()),
                    new NameSet(subjects.teamIds()),
                    new NameSet(subjects.orgs()),
                    new NameSet(subjects.users()),
                    new NameSet(subjects.tags()));
        }

        boolean include(Caller caller) {
            var payer = caller.payer();
            return has(keys, payer.keyId())
                    || has(agents, payer.agent())
                    || has(teams, payer.team())
                    || has(orgs, payer.org())
                    || has(users, payer.user())
                    || caller.tags().stream().anyMatch(tags::contains);
        }

        private static boolean has(NameSet names, @Nullable String name) {
            return name != null && names.contains(name);
        }
    }
}
