package io.agw.bundle.validate;

import io.agw.bundle.model.Candidate;
import io.agw.bundle.model.LlmRoute;
import io.agw.bundle.model.ModelTarget;
import io.agw.bundle.model.NamePattern;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.Policy;
import io.agw.bundle.model.PolicyParams;
import io.agw.bundle.model.TargetPolicy;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Problems;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Whether each route that a policy looks at leads to where the policy sends requests.
final class DetouredRoutes {
    private final Map<ObjectKey, Placed> objects;

    DetouredRoutes(Map<ObjectKey, Placed> objects) {
        this.objects = objects;
    }

    void report(Problems problems, Predicate<ObjectKey> concerned) {
        for (var placed : objects.values()) {
            if (placed.object() instanceof Policy policy
                    && !policy.disabled()
                    && policy.action() == Policy.Action.ROUTE) {
                policy(placed, policy, problems, concerned);
            }
        }
    }

    private void policy(
            Placed placed, Policy policy, Problems problems, Predicate<ObjectKey> concerned) {
        boolean own = concerned.test(placed.key());
        var ends =
                objects.values().stream()
                        .filter(other -> own || concerned.test(other.key()))
                        .filter(other ->
                                other.object() instanceof LlmRoute route
                                        && !route.disabled()
                                        && looksAt(policy, route)
                                        && !leads(route.targetPolicy(), policy.params()))
                        .toList();
        if (ends.isEmpty()) {
            return;
        }
        int more = ends.size() - 1;
        var pointer = policy.params().model() == null ? "/params/provider_id" : "/params/model";
        problems.error(
                Code.CONFLICTING_RULE,
                placed.at(pointer),
                "%s: %s does not lead there%s (expected: what each route that it looks at serves)"
                        .formatted(
                                Report.path(pointer),
                                ends.getFirst().key(),
                                more == 0 ? "" : ", nor do " + more + " more"),
                "name the routes that do in match.route_ids");
    }

    private static boolean looksAt(Policy policy, LlmRoute route) {
        var patterns = policy.match().routeIds();
        return patterns.isEmpty()
                || patterns.stream().anyMatch(each -> NamePattern.matches(each, route.id()));
    }

    private static boolean leads(TargetPolicy route, PolicyParams params) {
        var provider = params.providerId();
        var model = params.model();
        return switch (route) {
            case TargetPolicy.Direct direct ->
                    provider == null || provider.equals(direct.providerId());
            case TargetPolicy.Logical logical ->
                    model == null
                            ? logical.modelTargets().stream()
                                    .anyMatch(each -> serves(each, provider))
                            : find(logical.modelTargets(), model)
                                    .filter(each -> serves(each, provider))
                                    .isPresent();
        };
    }

    /// As at run time: an exact name before a pattern, a longer pattern before a shorter.
    private static Optional<ModelTarget> find(List<ModelTarget> targets, String model) {
        return targets.stream()
                .filter(each -> NamePattern.matches(each.name(), model))
                .min(
                        Comparator.<ModelTarget, Boolean>comparing(
                                        each -> NamePattern.isMany(each.name()))
                                .thenComparing(
                                        each -> each.name().length(), Comparator.reverseOrder()));
    }

    private static boolean serves(ModelTarget target, @Nullable String provider) {
        return provider == null
                || target.candidates().stream()
                        .map(Candidate::providerId)
                        .anyMatch(provider::equals);
    }
}
