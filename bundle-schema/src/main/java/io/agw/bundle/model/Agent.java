package io.agw.bundle.model;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An agent as a whole: what runs it, through which routes it is reached, and what it may use. One
/// without a runtime runs elsewhere, and is only a caller.
@Doc("An agent as a whole: what runs it, through which routes it is reached, and what it may use.")
public record Agent(
        @Doc("Unique id.") @Identifier String id,
        @Doc("Name shown to operators.") String name,
        @Doc("What the agent does.") @Nullable String description,
        @Doc("What runs the agent; absent: it runs elsewhere, and only calls the gateway.")
                @Nullable AgentRuntime runtime,
        @Doc("Model that the agent asks for where a request names none; absent: the route's.")
                @Nullable String defaultModel,
        @Doc("Routes of any kind that the agent may use; empty: all.")
                @Unordered
                @Refers({Kind.LLM_ROUTE, Kind.MCP_ROUTE, Kind.ACP_ROUTE})
                List<String> allowedRouteIds,
        @Doc("Providers that the agent's requests may go to; empty: all.")
                @Unordered
                @Refers(Kind.PROVIDER)
                List<String> allowedProviderIds,
        @Doc(
                        "Scope of the credentials that the agent's requests are made with, and no others; absent: the route's.")
                @Nullable String credentialScope,
        @Doc("Labels by which limits and policies choose agents.") @Unordered List<String> tags,
        @Doc("Routes that belong to the agent; a route belongs to one agent only.") @Default("{}")
                AgentRoutes routes,
        @Doc("What the agent uses.") @Default("{}") AgentResources resources,
        @Doc("Limits of the agent.") @Default("{}") AgentPolicy policy,
        @Doc("A disabled agent receives no traffic and may make none.") @Default("false")
                boolean disabled,
        @Doc("How the object ends: `{prune: disabled}` keeps it when its file is gone.")
                @Default("{}")
                Lifecycle lifecycle)
        implements BundleObject {
    /// Id that turns are counted for whose agent nobody named; an agent that has it says what they
    /// may do.
    public static final String UNATTRIBUTED = "unattributed";

    /// Begins the id of an agent's own budget; ids of objects have no slash.
    private static final String BUDGET_OF = "agent/";

    public Agent {
        allowedRouteIds = List.copyOf(allowedRouteIds);
        allowedProviderIds = List.copyOf(allowedProviderIds);
        tags = List.copyOf(tags);
    }

    /// What `policy.budget` says, as a budget: hard, by the days of UTC, under an id that no object
    /// can have. Empty where it limits nothing.
    public Optional<Budget> budget() {
        var limits = policy.budget();
        if (limits.maxTurnsPerDay() == 0 && limits.maxTokensPerDay() == 0) {
            return Optional.empty();
        }
        return Optional.of(
                new Budget(
                        BUDGET_OF + id,
                        null,
                        false,
                        new Subject.Agent(id),
                        new SpendLimits(null, null, null, null, null),
                        CountLimits.ofDay(limits.maxTokensPerDay()),
                        CountLimits.ofDay(limits.maxTurnsPerDay()),
                        Budget.WindowType.CALENDAR,
                        ZoneOffset.UTC,
                        Budget.Enforcement.HARD,
                        List.of(),
                        List.of(0.8, 1.0),
                        Budget.USUAL_OUTPUT,
                        null,
                        Lifecycle.NORMAL));
    }

    /// The agent whose `policy.budget` has this id; empty when it is the id of an object.
    public static Optional<ObjectKey> ofBudget(String budgetId) {
        return budgetId.startsWith(BUDGET_OF)
                ? Optional.of(new ObjectKey(Kind.AGENT, budgetId.substring(BUDGET_OF.length())))
                : Optional.empty();
    }

    @Override
    public ObjectKey key() {
        return new ObjectKey(Kind.AGENT, id);
    }
}
