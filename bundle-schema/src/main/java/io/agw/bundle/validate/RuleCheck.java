package io.agw.bundle.validate;

import io.agw.bundle.canonical.Declared;
import io.agw.bundle.canonical.ObjectCodec;
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
import io.agw.bundle.model.LlmRoute;
import io.agw.bundle.model.ManagedModel;
import io.agw.bundle.model.McpRoute;
import io.agw.bundle.model.McpService;
import io.agw.bundle.model.ModelPricing;
import io.agw.bundle.model.Policy;
import io.agw.bundle.model.Provider;
import io.agw.bundle.model.RateLimit;
import io.agw.bundle.model.Team;
import io.agw.bundle.model.VirtualKey;
import io.agw.bundle.problem.Problems;
import java.util.Collection;

/// Checks what the objects of a bundle decide by themselves. Stateless and thread-safe.
public final class RuleCheck {
    private final ProviderRules providers;
    private final GuardrailRules guardrails;
    private final ShippedPrices shipped = new ShippedPrices();

    public RuleCheck(ObjectCodec codec) {
        this.guardrails = new GuardrailRules(codec);
        this.providers = new ProviderRules(codec);
    }

    /// Checks the rules of each object, and those between objects of the bundle. Whether objects
    /// exist that are referred to is not asked: that is {@link OfflineCheck}'s and {@link
    /// CandidateCheck}'s.
    public void check(Collection<Declared> objects, Problems problems) {
        objects.forEach(object -> checkOne(object, problems));
        new SharedRules(objects.stream().map(Placed::of).toList(), shipped)
                .report(problems, _ -> true);
    }

    /// Checks the rules of one object, for example of an Admin API body.
    public void checkOne(Declared declared, Problems problems) {
        var report = new Report(declared, problems);
        switch (declared.object()) {
            case Provider provider -> providers.check(provider, report);
            case ManagedModel model -> report.scope("/credential_scope", model.credentialScope());
            case Team _ -> {}
            case RateLimit limit -> LimitRules.check(limit, report);
            case Guardrail guardrail -> guardrails.check(guardrail, report);
            case Cache cache -> CacheRules.check(cache, report);
            case ModelPricing pricing -> PriceRules.check(pricing, report);
            case Credential credential -> CredentialRules.check(credential, report);
            case LlmRoute route -> {
                RouteRules.check(route.matchPolicy(), route.authPolicy(), report);
                TargetRules.check(route.targetPolicy(), report);
                SurvivalRules.check(route, report);
            }
            case CliAuthAuthenticator authenticator -> CredentialRules.check(authenticator, report);
            case McpService service -> McpRules.check(service, report);
            case McpRoute route ->
                    RouteRules.check(route.matchPolicy(), route.authPolicy(), report);
            case AcpService service -> AcpRules.check(service, report);
            case AcpRoute route ->
                    RouteRules.check(route.matchPolicy(), route.authPolicy(), report);
            case VirtualKey key -> KeyRules.check(key, report);
            case Agent agent -> AgentRules.check(agent, report);
            case Budget budget -> BudgetRules.check(budget, report);
            case CircuitBreaker breaker -> BreakerRules.check(breaker, report);
            case AccessPolicy policy -> AccessRules.check(policy, report);
            case Policy policy -> PolicyRules.check(policy, report);
        }
    }
}
