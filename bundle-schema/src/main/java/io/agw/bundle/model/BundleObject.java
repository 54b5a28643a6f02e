package io.agw.bundle.model;

import java.util.List;

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

    /// Other objects that settings name of which the record knows no shape; those that members name
    /// by {@link Refers} are none of them.
    default List<Mention> mentions() {
        return List.of();
    }

    /// One of them.
    ///
    /// @param pointer JSON pointer of the id, as in `/config/route_id`
    record Mention(String pointer, Kind kind, String id) {}
}
