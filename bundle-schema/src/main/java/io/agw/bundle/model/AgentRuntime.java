package io.agw.bundle.model;

import org.jspecify.annotations.Nullable;

/// What runs an agent.
@Tagged("type")
public sealed interface AgentRuntime {
    /// An agent process started by the gateway.
    @Tag("acp")
    record Acp(@Doc("Settings of the process.") AcpBinding acp) implements AgentRuntime {}

    /// An agent reached over HTTP.
    @Tag("http")
    record Http(@Doc("Where the agent is.") HttpBinding http) implements AgentRuntime {}

    /// Which service starts the process; a service belongs to one agent only.
    record AcpBinding(
            @Doc("Service that starts the process.") @Refers(Kind.ACP_SERVICE) String serviceId) {}

    /// Where an agent is and how to authenticate there.
    record HttpBinding(
            @Doc("Address of the agent.") String endpoint,
            @Doc("Credential shown to the agent.") @Refers(Kind.CREDENTIAL)
                    @Nullable String authRef) {}
}
