package io.agw.bundle.validate;

import io.agw.bundle.model.Agent;
import io.agw.bundle.model.AgentRuntime;
import io.agw.bundle.problem.Code;

/// Agents, each by itself. What binds agents to one another is {@link SharedRules}'.
final class AgentRules {
    private AgentRules() {}

    static void check(Agent agent, Report report) {
        report.tags(agent.tags());
        report.scope("/credential_scope", agent.credentialScope());
        switch (agent.runtime()) {
            case AgentRuntime.Http(var http) -> {
                Addresses.endpoint(http.endpoint(), "/runtime/http/endpoint", report);
                withoutService(agent, "an agent of type http", report);
            }
            case AgentRuntime.Acp _ -> {}
            case null -> withoutService(agent, "an agent without a runtime", report);
        }
    }

    private static void withoutService(Agent agent, String what, Report report) {
        if (!agent.routes().acpRouteIds().isEmpty()) {
            report.error(
                    Code.CONFLICTING_RULE,
                    "/routes/acp_route_ids",
                    what + " has no ACP service that they could offer",
                    null);
        }
    }
}
