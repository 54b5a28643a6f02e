package io.agw.bundle.validate;

import io.agw.bundle.model.AccessPolicy;
import io.agw.bundle.model.AcpRoute;
import io.agw.bundle.model.AcpService;
import io.agw.bundle.model.Agent;
import io.agw.bundle.model.AgentRuntime;
import io.agw.bundle.model.Budget;
import io.agw.bundle.model.Cache;
import io.agw.bundle.model.CircuitBreaker;
import io.agw.bundle.model.CliAuthAuthenticator;
import io.agw.bundle.model.Credential;
import io.agw.bundle.model.Guardrail;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.LlmProtocol;
import io.agw.bundle.model.LlmRoute;
import io.agw.bundle.model.ManagedModel;
import io.agw.bundle.model.MatchPolicy;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Rules across objects: what belongs to one agent belongs to no other, of two routes that take the
/// same requests only one can, of two prices of one model only one holds, a key is as safe as the
/// address that it is sent to, and a client's key goes to one vendor.
final class SharedRules {
    private final Map<ObjectKey, Placed> objects = new TreeMap<>();

    private final ShippedPrices shipped;

    SharedRules(Collection<Placed> objects, ShippedPrices shipped) {
        this.shipped = shipped;
        objects.forEach(object -> this.objects.put(object.key(), object));
    }

    /// @param concerned which objects problems are reported of: all of a bundle, or those that a
    ///   plan writes
    void report(Problems problems, Predicate<ObjectKey> concerned) {
        agents(problems, concerned);
        routes(problems, concerned);
        prices(problems, concerned);
        keys(problems, concerned);
        new CallerKeys(objects).report(problems, concerned);
        new NamedLimits(objects).report(problems, concerned);
        new NamedGuardrails(objects).report(problems, concerned);
        new DetouredRoutes(objects).report(problems, concerned);
        new NamedCaches(objects).report(problems, concerned);
        new BudgetSubjects(objects).report(problems, concerned);
        BreakerRules.report(objects, problems, concerned);
        KeyTokens.report(objects, problems, concerned);
        new UnpricedModels(objects, shipped).report(problems, concerned);
    }

    private void agents(Problems problems, Predicate<ObjectKey> concerned) {
        var bound = new HashMap<ObjectKey, Placed>();
        for (var placed : objects.values()) {
            if (placed.object() instanceof Agent agent) {
                for (var binding : bindings(agent).entrySet()) {
                    var first = bound.putIfAbsent(binding.getKey(), placed);
                    if (first != null) {
                        boundTwice(binding.getKey(), new Pair(first, placed), problems, concerned);
                    }
                }
                ownService(agent, placed, problems, concerned);
            }
        }
    }

    /// What an agent claims for itself, with the pointer at which it does.
    private static Map<ObjectKey, String> bindings(Agent agent) {
        var bindings = new TreeMap<ObjectKey, String>();
        if (agent.runtime() instanceof AgentRuntime.Acp(var acp)) {
            bindings.put(
                    new ObjectKey(Kind.ACP_SERVICE, acp.serviceId()), "/runtime/acp/service_id");
        }
        var routes = agent.routes();
        claim(bindings, Kind.ACP_ROUTE, routes.acpRouteIds(), "/routes/acp_route_ids/");
        claim(bindings, Kind.LLM_ROUTE, routes.llmRouteIds(), "/routes/llm_route_ids/");
        claim(bindings, Kind.MCP_ROUTE, routes.mcpRouteIds(), "/routes/mcp_route_ids/");
        return bindings;
    }

    private static void claim(
            Map<ObjectKey, String> bindings, Kind kind, List<String> ids, String pointer) {
        IntStream.range(0, ids.size())
                .forEach(i -> bindings.put(new ObjectKey(kind, ids.get(i)), pointer + i));
    }

    private record Pair(Placed first, Placed second) {}

    /// Reported at the later agent, unless only the earlier one is concerned.
    private static void boundTwice(
            ObjectKey binding, Pair pair, Problems problems, Predicate<ObjectKey> concerned) {
        boolean later = concerned.test(pair.second.key());
        if (!later && !concerned.test(pair.first.key())) {
            return;
        }
        var at = later ? pair.second : pair.first;
        var other = later ? pair.first : pair.second;
        var pointer = bindings((Agent) at.object()).getOrDefault(binding, "/id");
        problems.error(
                Code.CONFLICTING_RULE,
                at.at(pointer),
                "%s: %s belongs to %s already (expected: one agent each)"
                        .formatted(Report.path(pointer), binding, other.key()),
                other.key() + " is at " + other.origin());
    }

    /// ACP routes of an agent must offer the agent's own service.
    private void ownService(
            Agent agent, Placed placed, Problems problems, Predicate<ObjectKey> concerned) {
        if (!(agent.runtime() instanceof AgentRuntime.Acp(var acp))) {
            return;
        }
        var ids = agent.routes().acpRouteIds();
        for (int i = 0; i < ids.size(); i++) {
            var key = new ObjectKey(Kind.ACP_ROUTE, ids.get(i));
            var route = objects.get(key);
            if (route != null
                    && route.object() instanceof AcpRoute acpRoute
                    && !acpRoute.serviceId().equals(acp.serviceId())
                    && (concerned.test(placed.key()) || concerned.test(key))) {
                problems.error(
                        Code.CONFLICTING_RULE,
                        placed.at("/routes/acp_route_ids/" + i),
                        "routes.acp_route_ids[%d]: %s offers acp_service/%s (expected: the agent's own, acp_service/%s)"
                                .formatted(i, key, acpRoute.serviceId(), acp.serviceId()),
                        null);
            }
        }
    }

    /// Of routes that take the same requests, the one whose id sorts first gets them.
    private void routes(Problems problems, Predicate<ObjectKey> concerned) {
        var taken = new HashMap<String, Placed>();
        for (var placed : objects.values()) {
            var surface = surface(placed);
            if (surface.isEmpty()) {
                continue;
            }
            var first = taken.putIfAbsent(surface.get(), placed);
            if (first != null && (concerned.test(placed.key()) || concerned.test(first.key()))) {
                problems.warning(
                        Code.CONFLICTING_RULE,
                        placed.at("/match_policy"),
                        "%s takes the same requests as %s, which gets them all"
                                .formatted(placed.key(), first.key()),
                        first.key() + " is at " + first.origin());
            }
        }
    }

    /// Of prices of the same models since the same day, the one whose id sorts first is applied.
    private void prices(Problems problems, Predicate<ObjectKey> concerned) {
        var taken = new HashMap<String, Placed>();
        for (var placed : objects.values()) {
            if (!(placed.object() instanceof ModelPricing pricing) || pricing.disabled()) {
                continue;
            }
            var first = taken.putIfAbsent(PriceRules.subject(pricing), placed);
            if (first != null && (concerned.test(placed.key()) || concerned.test(first.key()))) {
                problems.warning(
                        Code.CONFLICTING_RULE,
                        placed.at("/match"),
                        "%s is for the same models as %s, which is applied"
                                .formatted(placed.key(), first.key()),
                        first.key() + " is at " + first.origin());
            }
        }
    }

    /// The key of a credential goes to its provider's address, where it has none of its own.
    private void keys(Problems problems, Predicate<ObjectKey> concerned) {
        for (var placed : objects.values()) {
            if (!(placed.object() instanceof Credential credential)
                    || credential.providerId() == null
                    || credential.attributes().apiKey() == null
                    || credential.attributes().baseUrl() != null) {
                continue;
            }
            var key = new ObjectKey(Kind.PROVIDER, credential.providerId());
            var provider = objects.get(key);
            if (provider != null
                    && provider.object() instanceof Provider it
                    && it.baseUrl() != null
                    && Addresses.isOpen(it.baseUrl())
                    && (concerned.test(placed.key()) || concerned.test(key))) {
                problems.warning(
                        Code.KEY_IN_CLEAR,
                        placed.at("/attributes/api_key"),
                        "attributes.api_key: is sent to \"%s\", the address of %s, %s"
                                .formatted(it.baseUrl(), key, Addresses.READABLE),
                        Addresses.ENCRYPT);
            }
        }
    }

    /// The requests that an enabled route takes, as one comparable text.
    private static Optional<String> surface(Placed placed) {
        return switch (placed.object()) {
            case LlmRoute route ->
                    surface(llm(route.protocol()), route.matchPolicy(), route.disabled());
            case McpRoute route -> surface("mcp", route.matchPolicy(), route.disabled());
            case AcpRoute route -> surface("acp", route.matchPolicy(), route.disabled());
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
                    AcpService _,
                    VirtualKey _,
                    Agent _ ->
                    Optional.empty();
        };
    }

    /// Claude Code speaks to the same paths as any client of Anthropic's API.
    private static String llm(LlmProtocol protocol) {
        return switch (protocol) {
            case OPENAI -> "openai";
            case ANTHROPIC, CC -> "anthropic";
            case GEMINI -> "gemini";
        };
    }

    private static Optional<String> surface(String protocol, MatchPolicy match, boolean disabled) {
        if (disabled) {
            return Optional.empty();
        }
        var host = match.host() == null ? "*" : match.host().toLowerCase(Locale.ROOT);
        var prefix = match.pathPrefix() == null ? "/" : match.pathPrefix().strip();
        var methods = new TreeSet<String>();
        match.methods().forEach(method -> methods.add(method.toUpperCase(Locale.ROOT)));
        return Optional.of(
                protocol
                        + " "
                        + host
                        + " "
                        + (prefix + "/").replaceAll("/+$", "/")
                        + " "
                        + methods);
    }
}
