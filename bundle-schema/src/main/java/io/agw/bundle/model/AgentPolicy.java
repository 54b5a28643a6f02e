package io.agw.bundle.model;

import java.util.List;

/// Limits of an agent.
public record AgentPolicy(
        @Doc("How deep agents may call agents; 0: no limit.") @Default("0") @Limits(min = 0)
                int maxAgentDepth,
        @Doc("What the agent may use up.") @Default("{}") AgentBudget budget,
        @Doc("Rate limits without subject that hold for the agent, each counted for it alone.")
                @Unordered
                @Refers(Kind.RATE_LIMIT)
                List<String> rateLimitIds) {
    public AgentPolicy {
        rateLimitIds = List.copyOf(rateLimitIds);
    }
}
