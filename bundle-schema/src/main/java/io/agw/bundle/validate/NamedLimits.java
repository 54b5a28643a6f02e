package io.agw.bundle.validate;

import io.agw.bundle.model.AccessPolicy;
import io.agw.bundle.model.AcpRoute;
import io.agw.bundle.model.AcpService;
import io.agw.bundle.model.Agent;
import io.agw.bundle.model.Budget;
import io.agw.bundle.model.Cache;
import io.agw.bundle.model.CircuitBreaker;
import io.agw.bundle.model.CliAuthAuthenticator;
import io.agw.bundle.model.Credential;
import io.agw.bundle.model.Guardrail;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.LlmRoute;
import io.agw.bundle.model.ManagedModel;
import io.agw.bundle.model.McpRoute;
import io.agw.bundle.model.McpService;
import io.agw.bundle.model.ModelPricing;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.Policy;
import io.agw.bundle.model.Provider;
import io.agw.bundle.model.RateLimit;
import io.agw.bundle.model.Team;
import io.agw.bundle.model.VirtualKey;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Problems;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Which rate limits hold where: one with a subject is for this subject, one without for those that
/// name it; and of two that say the same of one subject, one is too many.
final class NamedLimits {
    private final Map<ObjectKey, Placed> objects;

    NamedLimits(Map<ObjectKey, Placed> objects) {
        this.objects = objects;
    }

    void report(Problems problems, Predicate<ObjectKey> concerned) {
        var named = new HashSet<ObjectKey>();
        for (var placed : objects.values()) {
            var names = names(placed);
            for (int i = 0; i < names.ids().size(); i++) {
                var key = new ObjectKey(Kind.RATE_LIMIT, names.ids().get(i));
                named.add(key);
                if (concerned.test(key) || concerned.test(placed.key())) {
                    name(placed, names.pointer() + "/" + i, key, problems);
                }
            }
        }
        unnamed(named, problems, concerned);
        twice(problems, concerned);
    }

    /// @param pointer of the list in which an object names limits
    private record Names(String pointer, List<String> ids) {}

    private static Names names(Placed placed) {
        return switch (placed.object()) {
            case VirtualKey key -> new Names("/rate_limit_ids", key.rateLimitIds());
            case LlmRoute route -> new Names("/rate_limit_ids", route.rateLimitIds());
            case Agent agent -> new Names("/policy/rate_limit_ids", agent.policy().rateLimitIds());
            case Provider _,
                    ManagedModel _,
                    ModelPricing _,
                    Team _,
                    RateLimit _,
                    Guardrail _,
                    Cache _,
                    Budget _,
                    CircuitBreaker _,
                    AccessPolicy _,
                    Policy _,
                    Credential _,
                    CliAuthAuthenticator _,
                    McpService _,
                    McpRoute _,
                    AcpService _,
                    AcpRoute _ ->
                    new Names("", List.of());
        };
    }

    private void name(Placed at, String pointer, ObjectKey key, Problems problems) {
        var limit = objects.get(key);
        if (limit != null && limit.object() instanceof RateLimit it && it.subject() != null) {
            problems.error(
                    Code.CONFLICTING_RULE,
                    at.at(pointer),
                    "%s: %s has a subject of its own (expected: a limit without subject)"
                            .formatted(Report.path(pointer), key),
                    key + " is at " + limit.origin());
        }
    }

    private void unnamed(Set<ObjectKey> named, Problems problems, Predicate<ObjectKey> concerned) {
        for (var placed : objects.values()) {
            if (placed.object() instanceof RateLimit limit
                    && !limit.disabled()
                    && limit.subject() == null
                    && !named.contains(placed.key())
                    && concerned.test(placed.key())) {
                problems.warning(
                        Code.NEVER_APPLIED,
                        placed.at(""),
                        placed.key() + " has no subject and nothing names it: it limits nothing",
                        "give it a subject, or name it in rate_limit_ids of a key, route or agent");
            }
        }
    }

    /// Both apply, so that the tighter one decides.
    private void twice(Problems problems, Predicate<ObjectKey> concerned) {
        var taken = new HashMap<String, Placed>();
        for (var placed : objects.values()) {
            if (!(placed.object() instanceof RateLimit limit)
                    || limit.disabled()
                    || limit.subject() == null) {
                continue;
            }
            for (var member : LimitRules.dimensions(limit)) {
                var first = taken.putIfAbsent(member + " of " + limit.subject(), placed);
                if (first != null
                        && (concerned.test(placed.key()) || concerned.test(first.key()))) {
                    problems.warning(
                            Code.CONFLICTING_RULE,
                            placed.at("/" + member),
                            "%s: %s and %s limit the same subject, the tighter one decides"
                                    .formatted(member, placed.key(), first.key()),
                            first.key() + " is at " + first.origin());
                }
            }
        }
    }
}
