package io.agw.server.guard;

import io.agw.bundle.canonical.ObjectCodec;
import io.agw.bundle.guardrail.ContentConfig;
import io.agw.bundle.guardrail.FormatConfig;
import io.agw.bundle.guardrail.GroundingConfig;
import io.agw.bundle.guardrail.GuardrailConfig;
import io.agw.bundle.guardrail.InjectionConfig;
import io.agw.bundle.guardrail.JudgeConfig;
import io.agw.bundle.guardrail.PiiConfig;
import io.agw.bundle.guardrail.ToxicityConfig;
import io.agw.bundle.guardrail.WebhookConfig;
import io.agw.bundle.model.Agent;
import io.agw.bundle.model.Guardrail;
import io.agw.bundle.model.GuardrailWebhook;
import io.agw.bundle.model.LlmRoute;
import io.agw.bundle.model.Secret;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problems;
import io.agw.server.guard.content.ContentPolicy;
import io.agw.server.guard.format.Format;
import io.agw.server.guard.grounding.Grounding;
import io.agw.server.guard.injection.Injection;
import io.agw.server.guard.judge.Judge;
import io.agw.server.guard.pii.Pii;
import io.agw.server.guard.toxicity.Toxicity;
import io.agw.server.guard.webhook.Webhook;
import io.agw.server.hook.Hook;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which guardrails hold on which routes and for which agents. Immutable.
public final class GuardIndex {
    /// Holds none.
    public static final GuardIndex NONE = new GuardIndex(Map.of(), Map.of());

    private final Map<String, List<Rail>> ofRoutes;
    private final Map<String, List<Rail>> ofAgents;

    private GuardIndex(Map<String, List<Rail>> ofRoutes, Map<String, List<Rail>> ofAgents) {
        this.ofRoutes = Map.copyOf(ofRoutes);
        this.ofAgents = Map.copyOf(ofAgents);
    }

    /// Of a configuration. Disabled guardrails are left out.
    ///
    /// @param problems told of settings that are none
    public static GuardIndex of(
            Collection<Guardrail> guardrails,
            Collection<LlmRoute> routes,
            Collection<Agent> agents,
            Problems problems) {
        var rails = rails(guardrails, problems);
        var ofRoutes = new HashMap<String, List<Rail>>();
        routes.forEach(route -> ofRoutes.put(route.id(), named(route.guardrailIds(), rails)));
        var ofAgents = new HashMap<String, List<Rail>>();
        agents.forEach(
                agent -> ofAgents.put(agent.id(), named(agent.policy().guardrailIds(), rails)));
        return new GuardIndex(ofRoutes, ofAgents);
    }

    private static Map<String, Rail> rails(Collection<Guardrail> guardrails, Problems problems) {
        if (guardrails.isEmpty()) {
            return Map.of();
        }
        var codec = new ObjectCodec();
        var rails = new HashMap<String, Rail>();
        for (var guardrail : guardrails) {
            var at = Position.of(guardrail.key().toString());
            if (!guardrail.disabled()) {
                GuardrailConfig.read(guardrail, _ -> at, codec, problems)
                        .map(config -> sight(guardrail, config, problems))
                        .ifPresent(sight -> rails.put(guardrail.id(), new Rail(guardrail, sight)));
            }
        }
        return rails;
    }

    private static @Nullable Sight sight(
            Guardrail guardrail, GuardrailConfig config, Problems problems) {
        return switch (config) {
            case PiiConfig pii -> new Sight.Same(new Pii(pii));
            case InjectionConfig injection -> new Sight.Same(new Injection(injection));
            case ContentConfig content -> new Sight.Same(new ContentPolicy(content));
            case ToxicityConfig toxicity -> new Sight.Same(new Toxicity(toxicity));
            case FormatConfig format -> new Sight.Formed(new Format(format));
            case GroundingConfig grounding -> new Sight.Grounded(new Grounding(grounding));
            case JudgeConfig judge -> new Sight.Judged(new Judge(guardrail.id(), judge));
            case WebhookConfig webhook -> asked(guardrail, webhook, problems);
        };
    }

    private static @Nullable Sight asked(
            Guardrail guardrail, WebhookConfig config, Problems problems) {
        var asked = guardrail.webhook();
        try {
            if (asked != null) {
                return new Sight.Asked(new Webhook(guardrail.id(), hook(asked), config));
            }
        } catch (IllegalArgumentException _) {
            // said below, without the address
        }
        problems.error(
                Code.CANNOT_COMPILE,
                Position.of(guardrail.key().toString()),
                "webhook: a value (expected: an address that can be called, and secrets)");
        return null;
    }

    private static Hook hook(GuardrailWebhook asked) {
        var headers = new HashMap<String, Secret>();
        asked.headers().forEach((name, value) -> headers.put(name, text(value)));
        var secret = asked.secret() == null ? null : text(asked.secret());
        return Hook.of(text(asked.url()), secret, headers);
    }

    /// @throws IllegalArgumentException when it is not known: what was to be signed is not sent
    ///   unsigned
    private static Secret text(SecretValue value) {
        return switch (value) {
            case SecretValue.Given(_, var text) -> text;
            case SecretValue.Unset _, SecretValue.Stored _ ->
                    throw new IllegalArgumentException("a secret (expected: its text)");
        };
    }

    private static List<Rail> named(List<String> ids, Map<String, Rail> rails) {
        return ids.stream().map(rails::get).filter(Objects::nonNull).toList();
    }

    /// For one turn: those of the route, then those of the agent that are not among them.
    ///
    /// @param agentId null when no agent is known
    public GuardedTurn begin(String routeId, @Nullable String agentId) {
        var ofRoute = ofRoutes.getOrDefault(routeId, List.of());
        var ofAgent = agentId == null ? List.<Rail>of() : ofAgents.getOrDefault(agentId, List.of());
        if (ofAgent.isEmpty()) {
            return new GuardedTurn(ofRoute);
        }
        var all = new ArrayList<>(ofRoute);
        ofAgent.stream().filter(rail -> !ofRoute.contains(rail)).forEach(all::add);
        return new GuardedTurn(all);
    }
}
