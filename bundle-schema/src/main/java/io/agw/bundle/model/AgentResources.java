package io.agw.bundle.model;

import java.util.List;

/// What an agent uses.
public record AgentResources(
        @Doc("Providers.") @Unordered @Refers(Kind.PROVIDER) List<String> providerIds,
        @Doc("MCP services.") @Unordered @Refers(Kind.MCP_SERVICE) List<String> mcpServiceIds,
        @Doc("Virtual keys.") @Unordered @Refers(Kind.VIRTUAL_KEY) List<String> virtualKeyIds) {
    public AgentResources {
        providerIds = List.copyOf(providerIds);
        mcpServiceIds = List.copyOf(mcpServiceIds);
        virtualKeyIds = List.copyOf(virtualKeyIds);
    }
}
