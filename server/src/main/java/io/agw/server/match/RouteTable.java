package io.agw.server.match;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All routes of a snapshot, ready for lookup. Immutable and thread-safe; a lookup reads the path
/// once and allocates nothing but its result.
///
/// Among the enabled routes whose host, prefix, method and protocol fit, the longest prefix wins;
/// then the one that names the host, then the one that names methods, then the one whose protocol
/// does not take every path, then the smaller id. A disabled route never hides an enabled one.
public final class RouteTable {
    private static final Match NONE = new Match.None();
    private static final Comparator<Route> PREFERRED_FIRST =
            Comparator.comparing((Route route) -> route.methods().isEmpty())
                    .thenComparing(route -> route.protocol() == Protocol.MCP)
                    .thenComparing(Route::id);

    private final PrefixTable everyHost;
    private final Map<String, PrefixTable> byHost;
    private final List<Route> routes;

    private RouteTable(PrefixTable everyHost, Map<String, PrefixTable> byHost, List<Route> routes) {
        this.everyHost = everyHost;
        this.byHost = byHost;
        this.routes = routes;
    }

    public static RouteTable of(Collection<Route> routes) {
        var sorted = routes.stream().sorted(PREFERRED_FIRST).toList();
        var everyHost = new ArrayList<Route>();
        var named = new HashMap<String, List<Route>>();
        for (var route : sorted) {
            var host = route.host();
            if (host == null) {
                everyHost.add(route);
            } else {
                named.computeIfAbsent(host, _ -> new ArrayList<>()).add(route);
            }
        }
        var byHost = new HashMap<String, PrefixTable>();
        named.forEach((host, list) -> byHost.put(host, PrefixTable.of(list)));
        return new RouteTable(PrefixTable.of(everyHost), Map.copyOf(byHost), sorted);
    }

    /// Every route, disabled ones included.
    public List<Route> routes() {
        return routes;
    }

    /// The route of an id, disabled ones included; null when there is none.
    public @Nullable Route route(String id) {
        for (var route : routes) {
            if (route.id().equals(id)) {
                return route;
            }
        }
        return null;
    }

    /// Looks a request up.
    ///
    /// @param host lower case, without port
    /// @param method upper case
    /// @param path decoded, begins with `/`
    public Match match(String host, String method, String path) {
        var named = host.isEmpty() ? null : byHost.get(host);
        int atHost = named == null ? PrefixTable.NOTHING : named.deepest(path);
        int atAny = everyHost.deepest(path);
        @Nullable Route disabled = null;
        @Nullable Route unserved = null;
        while (atHost != PrefixTable.NOTHING || atAny != PrefixTable.NOTHING) {
            boolean useHost =
                    named != null
                            && atHost != PrefixTable.NOTHING
                            && (atAny == PrefixTable.NOTHING
                                    || named.length(atHost) >= everyHost.length(atAny));
            var table = useHost && named != null ? named : everyHost;
            int at = useHost ? atHost : atAny;
            for (var route : table.routes(at)) {
                if (!route.methods().isEmpty() && !route.methods().contains(method)) {
                    continue;
                }
                int from = route.protocol().surface().start(path, table.length(at));
                if (from >= 0 && !route.disabled()) {
                    return found(route, method, path, from);
                }
                disabled = from >= 0 && disabled == null ? route : disabled;
                unserved = from < 0 && !route.disabled() && unserved == null ? route : unserved;
            }
            if (useHost) {
                atHost = table.parent(at);
            } else {
                atAny = table.parent(at);
            }
        }
        return nothing(disabled, unserved);
    }

    private static Match nothing(@Nullable Route disabled, @Nullable Route unserved) {
        if (disabled != null) {
            return new Match.Disabled(disabled);
        }
        return unserved == null ? NONE : new Match.Unserved(unserved);
    }

    private static Match found(Route route, String method, String path, int from) {
        var operation = route.protocol().surface().operation(path, from);
        if (operation == null) {
            throw new IllegalStateException(path + " at " + from + " (expected: an operation)");
        }
        if (route.protocol() == Protocol.OPENAI) {
            operation = operation.with(method);
        }
        return new Match.Found(
                route, operation, operation.tail(path, from), operation.pattern(path, from));
    }
}
