package io.agw.bundle.model;

import org.jspecify.annotations.Nullable;

/// An agent as a whole: what runs it, through which routes it is reached, and what it may use.
@Doc("An agent as a whole: what runs it, through which routes it is reached, and what it may use.")
public record Agent(
        @Doc("Unique id.") @Identifier String id,
        @Doc("Name shown to operators.") String name,
        @Doc("What the agent does.") @Nullable String description,
        @Doc("What runs the agent.") AgentRuntime runtime,
        @Doc("Routes that belong to the agent; a route belongs to one agent only.") @Default("{}")
                AgentRoutes routes,
        @Doc("What the agent uses.") @Default("{}") AgentResources resources,
        @Doc("Limits of the agent.") @Default("{}") AgentPolicy policy,
        @Doc("A disabled agent receives no traffic.") @Default("false") boolean disabled,
        @Doc("How the object ends: `{prune: disabled}` keeps it when its file is gone.")
                @Default("{}")
                Lifecycle lifecycle)
        implements BundleObject {
    @Override
    public ObjectKey key() {
        return new ObjectKey(Kind.AGENT, id);
    }
}
