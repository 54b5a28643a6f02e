package io.agw.server.authenticate;

import io.agw.bundle.model.Agent;
import io.agw.server.access.Sort;
import io.agw.server.match.Route;
import io.agw.server.turn.Received;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.TurnRefused;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All agents of a snapshot, and which of them a request is from. Immutable and thread-safe.
///
/// That is the key's own agent; else the one that the request names, where the key may name it;
/// else the one that the route belongs to; else the one that is called `unattributed`. What a
/// request says of itself is believed in no other way, so that nobody can use up what is another's
/// or get away from limits of its own.
public final class AgentIndex {
    private static final String HEADER = "x-agent-id";
    private static final int LONGEST_SHOWN = 128;
    private static final Refusal MISSING =
            new Refusal(
                            400,
                            "agent_id_required",
                            "x-agent-id is missing (expected: the id of an agent that the virtual"
                                    + " key may name, or a key that belongs to an agent)")
                    .about(HEADER);
    private static final Refusal REPEATED =
            new Refusal(
                            400,
                            "invalid_agent_id",
                            "x-agent-id is given more than once (expected: one agent)")
                    .about(HEADER);

    private final Map<String, Agent> byId;
    private final Map<String, Agent> byRoute;

    private AgentIndex(Map<String, Agent> byId, Map<String, Agent> byRoute) {
        this.byId = Map.copyOf(byId);
        this.byRoute = Map.copyOf(byRoute);
    }

    public static AgentIndex of(Collection<Agent> agents) {
        var byId = new HashMap<String, Agent>();
        var byRoute = new HashMap<String, Agent>();
        for (var agent : agents) {
            byId.put(agent.id(), agent);
            var routes = agent.routes();
            Stream.of(routes.llmRouteIds(), routes.mcpRouteIds(), routes.acpRouteIds())
                    .flatMap(Collection::stream)
                    .forEach(route -> byRoute.put(route, agent));
        }
        return new AgentIndex(byId, byRoute);
    }

    /// The agent of an id; null when there is none.
    @Nullable Agent find(@Nullable String id) {
        return id == null ? null : byId.get(id);
    }

    /// The same principal as the agent that the request is from; as it was when that is none.
    ///
    /// @throws TurnRefused with 400 or 403 when it cannot be known, or is not the caller's to be
    Principal acting(Principal principal, Received received, Route route) {
        var named = named(received);
        var own = principal.rights().agentId();
        if (own != null) {
            if (named != null && !named.equals(own)) {
                throw refused("agent_id_mismatch", named, "is not the virtual key's own");
            }
            if (principal.agent() == null) {
                throw refused("unknown_agent", own, "is not known");
            }
            return principal;
        }
        if (named != null) {
            return principal.as(chosen(principal, named));
        }
        var owner = byRoute.get(route.id());
        if (owner == null && route.requireAgent()) {
            throw new TurnRefused(MISSING);
        }
        var unnamed = owner == null ? byId.get(Agent.UNATTRIBUTED) : owner;
        return unnamed == null ? principal : principal.as(unnamed);
    }

    /// Whether a key may name an agent is said before whether there is one, which is not for
    /// everybody to find out.
    private Agent chosen(Principal principal, String id) {
        var allowed = principal.rights().agents();
        if (!allowed.contains(id) && !principal.isPermitted(Sort.AGENT, id)) {
            throw refused("agent_not_allowed", id, "may not be named with this virtual key");
        }
        var agent = byId.get(id);
        if (agent == null) {
            throw refused("unknown_agent", id, "is not known");
        }
        return agent;
    }

    /// @throws TurnRefused with 403 when the agent may do nothing, or nothing on this route
    static void check(Principal principal, Route route) {
        var agent = principal.agent();
        if (agent == null) {
            return;
        }
        if (agent.disabled()) {
            throw refused("agent_disabled", agent.id(), "is disabled");
        }
        var routes = agent.allowedRouteIds();
        if (!routes.isEmpty()
                && !routes.contains(route.id())
                && !principal.isPermitted(Sort.ROUTE, route.id())) {
            throw new TurnRefused(
                    new Refusal(
                            403,
                            "route_not_allowed",
                            "agent \""
                                    + agent.id()
                                    + "\" may not use route \""
                                    + route.id()
                                    + "\""));
        }
    }

    private static @Nullable String named(Received received) {
        var values = received.headers(HEADER);
        if (values.isEmpty()) {
            return null;
        }
        if (values.size() > 1) {
            throw new TurnRefused(REPEATED);
        }
        var id = values.getFirst().strip();
        return id.isEmpty() ? null : id;
    }

    private static TurnRefused refused(String code, String id, String why) {
        var shown = id.length() > LONGEST_SHOWN ? id.substring(0, LONGEST_SHOWN) + "…" : id;
        return new TurnRefused(
                new Refusal(403, code, "agent \"" + shown + "\" " + why).about(HEADER));
    }
}
