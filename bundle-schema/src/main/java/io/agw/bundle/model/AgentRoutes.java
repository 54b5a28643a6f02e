package io.agw.bundle.model;

import java.util.List;

/// Routes that belong to an agent.
public record AgentRoutes(
        @Doc("ACP routes; they must offer the agent's own service.")
                @Unordered
                @Refers(Kind.ACP_ROUTE)
                List<String> acpRouteIds,
        @Doc("LLM routes.") @Unordered @Refers(Kind.LLM_ROUTE) List<String> llmRouteIds,
        @Doc("MCP routes.") @Unordered @Refers(Kind.MCP_ROUTE) List<String> mcpRouteIds) {
    public AgentRoutes {
        acpRouteIds = List.copyOf(acpRouteIds);
        llmRouteIds = List.copyOf(llmRouteIds);
        mcpRouteIds = List.copyOf(mcpRouteIds);
    }
}
