package io.agw.bundle.model;

import java.util.List;

/// Limits of an agent.
public record AgentPolicy(
        @Doc("How deep agents may call agents; 0: no limit.") @Default("0") @Limits(min = 0)
                int maxAgentDepth,
        @Doc("What the agent may use up, as a hard budget of its own.") @Default("{}")
                AgentBudget budget,
        @Doc("Rate limits without subject that hold for the agent, each counted for it alone.")
                @Unordered
                @Refers(Kind.RATE_LIMIT)
                List<String> rateLimitIds,
        @Doc(
                        "Guardrails that look at what the agent asks and is told, in the order of the list, behind those of the route.")
                @Refers(Kind.GUARDRAIL)
                List<String> guardrailIds) {
    public AgentPolicy {
        guardrailIds = List.copyOf(guardrailIds);
        rateLimitIds = List.copyOf(rateLimitIds);
    }
}
