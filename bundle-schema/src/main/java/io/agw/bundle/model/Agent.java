package io.agw.bundle.model;

import java.util.List;
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

    public Agent {
        allowedRouteIds = List.copyOf(allowedRouteIds);
        allowedProviderIds = List.copyOf(allowedProviderIds);
        tags = List.copyOf(tags);
    }

    @Override
    public ObjectKey key() {
        return new ObjectKey(Kind.AGENT, id);
    }
}
