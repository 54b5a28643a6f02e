package io.agw.server.cache;

import io.agw.bundle.model.Cache;
import io.agw.bundle.model.LlmRoute;

/// A cache as a route uses it.
///
/// @param routeId that uses it
/// @param targets where the route's requests go, in words: what is answered depends on it
public record RouteCache(Cache cache, String routeId, String targets) {
    static RouteCache of(Cache cache, LlmRoute route) {
        return new RouteCache(cache, route.id(), route.targetPolicy().toString());
    }
}
