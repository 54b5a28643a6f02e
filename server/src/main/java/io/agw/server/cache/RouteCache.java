package io.agw.server.cache;

import io.agw.bundle.model.Cache;
import java.util.Map;

/// A cache as a route uses it.
///
/// @param routeId that uses it
/// @param targets where the route's requests go, and those for embeddings, in words: what is
///   answered, and what is alike, depends on it
public record RouteCache(Cache cache, String routeId, String targets) {
    /// @param targets of all routes, by their ids
    static RouteCache of(Cache cache, String routeId, Map<String, String> targets) {
        var embedding = cache.embedding();
        var embedders = embedding == null ? null : targets.get(embedding.routeId());
        return new RouteCache(cache, routeId, targets.get(routeId) + " " + embedders);
    }
}
