package io.agw.bundle.model;

/// Limits of an agent.
public record AgentPolicy(
        @Doc("How deep agents may call agents; 0: no limit.") @Default("0") @Limits(min = 0)
                int maxAgentDepth,
        @Doc("What the agent may use up.") @Default("{}") AgentBudget budget) {}
