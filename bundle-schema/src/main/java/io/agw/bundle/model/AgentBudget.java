package io.agw.bundle.model;

/// What an agent may use up in a day of UTC; 0 means no limit.
public record AgentBudget(
        @Doc("Most turns a day; 0: no limit.") @Default("0") @Limits(min = 0) long maxTurnsPerDay,
        @Doc("Most tokens a day, of requests and answers together; 0: no limit.")
                @Default("0")
                @Limits(min = 0)
                long maxTokensPerDay) {}
