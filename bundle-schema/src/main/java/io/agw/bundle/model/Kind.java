package io.agw.bundle.model;

import java.util.Arrays;
import java.util.Optional;

/// The table of object kinds, in the order in which a plan applies them: what others refer to
/// first, but for the subjects of rate limits and the agents of keys, which come later.
///
/// A new kind is one record, one line here and one in {@link BundleObject}; the compiler and the
/// tests name the rest.
public enum Kind {
    PROVIDER("provider", "providers", Provider.class),
    MANAGED_MODEL("managed_model", "managedModels", ManagedModel.class),
    MODEL_PRICING("model_pricing", "modelPricing", ModelPricing.class),
    TEAM("team", "teams", Team.class),
    RATE_LIMIT("rate_limit", "rateLimits", RateLimit.class),
    GUARDRAIL("guardrail", "guardrails", Guardrail.class),
    CACHE("cache", "caches", Cache.class),
    CREDENTIAL("credential", "credentials", Credential.class),
    LLM_ROUTE("llm_route", "llmRoutes", LlmRoute.class),
    CLIAUTH_AUTHENTICATOR(
            "cliauth_authenticator", "cliAuthAuthenticators", CliAuthAuthenticator.class),
    MCP_SERVICE("mcp_service", "mcpServices", McpService.class),
    MCP_ROUTE("mcp_route", "mcpRoutes", McpRoute.class),
    ACP_SERVICE("acp_service", "acpServices", AcpService.class),
    ACP_ROUTE("acp_route", "acpRoutes", AcpRoute.class),
    VIRTUAL_KEY("virtual_key", "virtualKeys", VirtualKey.class),
    AGENT("agent", "agents", Agent.class),
    BUDGET("budget", "budgets", Budget.class),
    CIRCUIT_BREAKER("circuit_breaker", "circuitBreakers", CircuitBreaker.class),
    ACCESS_POLICY("access_policy", "accessPolicies", AccessPolicy.class),
    POLICY("policy", "policies", Policy.class);

    private final String word;
    private final String section;
    private final Class<? extends BundleObject> type;

    Kind(String word, String section, Class<? extends BundleObject> type) {
        this.word = word;
        this.section = section;
        this.type = type;
    }

    /// The word used in plans, output, the store and the Admin API: `llm_route`.
    public String word() {
        return word;
    }

    /// The bundle's section that holds objects of this kind: `llmRoutes`.
    public String section() {
        return section;
    }

    /// The record of this kind.
    public Class<? extends BundleObject> type() {
        return type;
    }

    public static Optional<Kind> ofWord(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }

    public static Optional<Kind> ofSection(String section) {
        return Arrays.stream(values()).filter(kind -> kind.section.equals(section)).findFirst();
    }
}
