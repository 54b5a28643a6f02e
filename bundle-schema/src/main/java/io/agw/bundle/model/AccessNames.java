package io.agw.bundle.model;

import java.util.List;

/// What is allowed or denied, by name; `*` at the end stands for any rest.
public record AccessNames(
        @Doc("Models, as clients name them.") @Unordered List<String> models,
        @Doc("Agents that a request may be from, or that it names.")
                @Unordered
                @Refers(value = Kind.AGENT, wildcard = Refers.Wildcard.AT_END)
                List<String> agents,
        @Doc("Routes of any kind.")
                @Unordered
                @Refers(
                        value = {Kind.LLM_ROUTE, Kind.MCP_ROUTE, Kind.ACP_ROUTE},
                        wildcard = Refers.Wildcard.AT_END)
                List<String> routeIds) {
    public AccessNames {
        models = List.copyOf(models);
        agents = List.copyOf(agents);
        routeIds = List.copyOf(routeIds);
    }

    /// Whether nothing is named.
    public boolean isNothing() {
        return models.isEmpty() && agents.isEmpty() && routeIds.isEmpty();
    }
}
