package io.agw.bundle.validate;

import io.agw.bundle.model.CredentialSource;
import io.agw.bundle.model.FallbackStep;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.LlmRoute;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.Provider;
import io.agw.bundle.model.TargetPolicy;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.upstream.VendorAddresses;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A key that a client brings belongs to one vendor: no route may show it to another, neither by
/// choice nor by fallback.
final class CallerKeys {
    private final Map<ObjectKey, Placed> objects;

    CallerKeys(Map<ObjectKey, Placed> objects) {
        this.objects = objects;
    }

    void report(Problems problems, Predicate<ObjectKey> concerned) {
        for (var placed : objects.values()) {
            if (placed.object() instanceof LlmRoute route
                    && route.targetPolicy().credential() == CredentialSource.CALLER
                    && providers(route.targetPolicy())
                            .map(Provider::key)
                            .anyMatch(concerned.or(_ -> concerned.test(placed.key())))) {
                route(placed, route.targetPolicy(), problems);
            }
        }
    }

    private void route(Placed placed, TargetPolicy policy, Problems problems) {
        var all = providers(policy).toList();
        for (var other : all) {
            var first = all.getFirst();
            if (!isOneVendor(first, other)) {
                problems.error(
                        Code.CONFLICTING_RULE,
                        placed.at("/target_policy/credential"),
                        "target_policy.credential: caller would show a client's key to provider/%s and to provider/%s (expected: providers of one type and address)"
                                .formatted(first.id(), other.id()),
                        "make a route for each vendor");
                return;
            }
        }
    }

    private Stream<Provider> providers(TargetPolicy policy) {
        return ids(policy)
                .distinct()
                .map(id -> objects.get(new ObjectKey(Kind.PROVIDER, id)))
                .filter(Objects::nonNull)
                .map(placed -> (Provider) placed.object());
    }

    private static Stream<String> ids(TargetPolicy policy) {
        return switch (policy) {
            case TargetPolicy.Direct direct -> Stream.of(direct.providerId());
            case TargetPolicy.Logical logical ->
                    Stream.concat(
                            logical.modelTargets().stream()
                                    .flatMap(target -> target.candidates().stream())
                                    .map(candidate -> candidate.providerId()),
                            logical.fallback().chain().stream().map(FallbackStep::providerId));
        };
    }

    private static boolean isOneVendor(Provider one, Provider other) {
        return one.providerType().equals(other.providerType())
                && VendorAddresses.areOne(one.providerType(), one.baseUrl(), other.baseUrl());
    }
}
