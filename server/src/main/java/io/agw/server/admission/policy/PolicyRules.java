package io.agw.server.admission.policy;

import io.agw.bundle.model.Policy;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The policies of one version of the configuration, by their ids. Immutable and thread-safe.
public record PolicyRules(List<PolicyRule> all) {
    public static final PolicyRules NONE = new PolicyRules(List.of());

    public PolicyRules {
        all = List.copyOf(all);
    }

    /// @param policies all of them, disabled ones included
    public static PolicyRules of(Collection<Policy> policies) {
        return new PolicyRules(
                policies.stream()
                        .filter(policy -> !policy.disabled())
                        .sorted(Comparator.comparing(Policy::id))
                        .map(PolicyRule::of)
                        .flatMap(Optional::stream)
                        .toList());
    }

    /// Those that look at a request.
    List<PolicyRule> of(Asking asking) {
        return all.isEmpty() ? all : all.stream().filter(rule -> rule.looksAt(asking)).toList();
    }
}
