package io.agw.bundle.validate;

import io.agw.bundle.model.Agent;
import io.agw.bundle.model.AgentRuntime;
import io.agw.bundle.problem.Code;

/// Agents, each by itself. What binds agents to one another is {@link SharedRules}'.
final class AgentRules {
    private AgentRules() {}

    static void check(Agent agent, Report report) {
        switch (agent.runtime()) {
            case AgentRuntime.Http(var http) -> {
                Addresses.endpoint(http.endpoint(), "/runtime/http/endpoint", report);
                if (!agent.routes().acpRouteIds().isEmpty()) {
                    report.error(
                            Code.CONFLICTING_RULE,
                            "/routes/acp_route_ids",
                            "an agent of type http has no ACP service that they could offer",
                            null);
                }
            }
            case AgentRuntime.Acp _ -> {}
        }
    }
}
