package io.agw.bundle.model;

/// What an agent may use up in a day; 0 means no limit.
public record AgentBudget(
        @Doc("Most turns a day.") @Default("0") @Limits(min = 0) long maxTurnsPerDay,
        @Doc("Most tokens a day.") @Default("0") @Limits(min = 0) long maxTokensPerDay) {}
