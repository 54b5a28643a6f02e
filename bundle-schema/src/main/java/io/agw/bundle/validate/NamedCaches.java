package io.agw.bundle.validate;

import io.agw.bundle.model.Cache;
import io.agw.bundle.model.Cache.Scope;
import io.agw.bundle.model.CredentialSource;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.LlmProtocol;
import io.agw.bundle.model.LlmRoute;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Problems;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which caches answer where: one that nothing names answers nothing, and nothing is kept for
/// callers that cannot be told from each other.
final class NamedCaches {
    private final Map<ObjectKey, Placed> objects;

    NamedCaches(Map<ObjectKey, Placed> objects) {
        this.objects = objects;
    }

    void report(Problems problems, Predicate<ObjectKey> concerned) {
        var named = new HashSet<ObjectKey>();
        for (var placed : objects.values()) {
            if (placed.object() instanceof LlmRoute route && route.cacheId() != null) {
                var key = new ObjectKey(Kind.CACHE, route.cacheId());
                named.add(key);
                if (concerned.test(placed.key()) || concerned.test(key)) {
                    route(placed, route, objects.get(key), problems);
                }
            }
        }
        for (var placed : objects.values()) {
            if (placed.object() instanceof Cache cache) {
                cache(placed, cache, named.contains(placed.key()), problems, concerned);
            }
        }
    }

    private static void route(
            Placed placed, LlmRoute route, @Nullable Placed target, Problems problems) {
        if (target == null || !(target.object() instanceof Cache cache)) {
            return;
        }
        if (route.targetPolicy().credential() == CredentialSource.CALLER
                && cache.scope() != Scope.VIRTUAL_KEY) {
            problems.error(
                    Code.CONFLICTING_RULE,
                    placed.at("/cache_id"),
                    "cache_id: %s is shared, and callers pay with keys of their own (expected: scope virtual_key)"
                            .formatted(target.key()),
                    target.key() + " is at " + target.origin());
        } else if (!route.authPolicy().requireVirtualKey()
                && (cache.scope() == Scope.VIRTUAL_KEY || cache.scope() == Scope.TEAM)) {
            problems.warning(
                    Code.NEVER_APPLIED,
                    placed.at("/cache_id"),
                    "cache_id: nothing is kept for callers without a key in %s"
                            .formatted(target.key()),
                    "give the cache scope: route, or require a virtual key");
        }
    }

    private void cache(
            Placed placed,
            Cache cache,
            boolean isNamed,
            Problems problems,
            Predicate<ObjectKey> concerned) {
        if (!isNamed && !cache.disabled() && concerned.test(placed.key())) {
            problems.warning(
                    Code.NEVER_APPLIED,
                    placed.at(""),
                    placed.key() + " is named by nothing: it answers nothing",
                    "name it in cache_id of a route");
        }
        var embedding = cache.embedding();
        if (embedding == null) {
            return;
        }
        var key = new ObjectKey(Kind.LLM_ROUTE, embedding.routeId());
        var target = objects.get(key);
        if (target != null
                && target.object() instanceof LlmRoute route
                && route.protocol() != LlmProtocol.OPENAI
                && (concerned.test(placed.key()) || concerned.test(key))) {
            problems.error(
                    Code.CONFLICTING_RULE,
                    placed.at("/embedding/route_id"),
                    "embedding.route_id: %s speaks %s (expected: a route of protocol openai)"
                            .formatted(key, route.protocol().name().toLowerCase(Locale.ROOT)),
                    key + " is at " + target.origin());
        }
    }
}
