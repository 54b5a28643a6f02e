package io.agw.server.cache;

import io.agw.bundle.model.Cache;
import io.agw.bundle.model.LlmRoute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which cache answers on which route. Immutable.
public final class CacheIndex {
    /// No caches.
    public static final CacheIndex NONE = new CacheIndex(List.of(), Map.of());

    private final List<Cache> caches;
    private final Map<String, RouteCache> byRoute;

    private CacheIndex(List<Cache> caches, Map<String, RouteCache> byRoute) {
        this.caches = List.copyOf(caches);
        this.byRoute = Map.copyOf(byRoute);
    }

    /// @param caches among which those that are switched off are none
    public static CacheIndex of(Collection<Cache> caches, Collection<LlmRoute> routes) {
        var enabled = new HashMap<String, Cache>();
        for (var cache : caches) {
            if (!cache.disabled()) {
                enabled.put(cache.id(), cache);
            }
        }
        var targets = new HashMap<String, String>();
        routes.forEach(route -> targets.put(route.id(), route.targetPolicy().toString()));
        var byRoute = new HashMap<String, RouteCache>();
        for (var route : routes) {
            var cache = route.cacheId() == null ? null : enabled.get(route.cacheId());
            if (cache != null) {
                byRoute.put(route.id(), RouteCache.of(cache, route.id(), targets));
            }
        }
        return new CacheIndex(new ArrayList<>(enabled.values()), byRoute);
    }

    /// All that are on.
    List<Cache> caches() {
        return caches;
    }

    /// The cache of a route; null when it has none.
    public @Nullable RouteCache of(String routeId) {
        return byRoute.get(routeId);
    }
}
