package io.agw.bundle.model;

/// One object of a bundle. The set is closed: every reader that switches over it is told by the
/// compiler when a kind is added.
public sealed interface BundleObject
        permits Provider,
                ManagedModel,
                ModelPricing,
                Team,
                RateLimit,
                Guardrail,
                Cache,
                LlmRoute,
                VirtualKey,
                Credential,
                CliAuthAuthenticator,
                McpService,
                McpRoute,
                AcpService,
                AcpRoute,
                Agent,
                Budget,
                CircuitBreaker,
                AccessPolicy,
                Policy {
    /// Kind and id.
    ObjectKey key();

    /// How the object lives and ends.
    Lifecycle lifecycle();
}
