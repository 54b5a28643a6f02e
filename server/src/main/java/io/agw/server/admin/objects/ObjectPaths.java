package io.agw.server.admin.objects;

import io.agw.bundle.model.Kind;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Where the objects of a kind are found.
///
/// @param base path of the collection
/// @param aliases older paths of the same collection
/// @param filters query parameters of the list that are compared with members of the object
record ObjectPaths(String base, List<String> aliases, Set<String> filters) {
    static ObjectPaths of(Kind kind) {
        return switch (kind) {
            case PROVIDER ->
                    paths(
                            "/admin/llm/providers",
                            List.of("/admin/providers"),
                            Set.of("provider_type"));
            case MANAGED_MODEL ->
                    paths(
                            "/admin/llm/models/managed",
                            List.of("/admin/models/managed", "/admin/models/logical"),
                            Set.of("provider_id"));
            case MODEL_PRICING -> paths("/admin/llm/pricing", List.of(), Set.of());
            case TEAM -> paths("/admin/teams", List.of(), Set.of("org"));
            case GUARDRAIL -> paths("/admin/guardrails", List.of(), Set.of());
            case CACHE -> paths("/admin/caches", List.of(), Set.of());
            case RATE_LIMIT -> paths("/admin/rate_limits", List.of(), Set.of());
            case BUDGET -> paths("/admin/budgets", List.of(), Set.of());
            case CIRCUIT_BREAKER -> paths("/admin/circuit_breakers", List.of(), Set.of());
            case ACCESS_POLICY -> paths("/admin/access_policies", List.of(), Set.of());
            case POLICY -> paths("/admin/policies", List.of(), Set.of());
            case LLM_ROUTE ->
                    paths(
                            "/admin/llm/routes",
                            List.of("/admin/routes"),
                            Set.of("tag", "tag_prefix"));
            case VIRTUAL_KEY ->
                    paths(
                            "/admin/virtual_keys",
                            List.of(),
                            Set.of("tag", "team", "user", "agent_id"));
            case CREDENTIAL ->
                    paths(
                            "/admin/credentials",
                            List.of(),
                            Set.of("provider_type", "provider_id", "type"));
            case CLIAUTH_AUTHENTICATOR ->
                    paths("/admin/cliauth/authenticators", List.of(), Set.of());
            case MCP_SERVICE ->
                    paths("/admin/mcp/services", List.of("/admin/mcp/clients"), Set.of());
            case MCP_ROUTE -> paths("/admin/mcp/routes", List.of(), Set.of());
            case ACP_SERVICE -> paths("/admin/acp/services", List.of(), Set.of());
            case ACP_ROUTE -> paths("/admin/acp/routes", List.of(), Set.of());
            case AGENT -> paths("/admin/agents", List.of(), Set.of());
        };
    }

    /// The path template of one object below a collection.
    static String one(Kind kind, String collection) {
        return collection
                + (kind == Kind.MANAGED_MODEL ? "/{provider_id}/{upstream_model}" : "/{id}");
    }

    /// All paths of the collection, the current one first.
    List<String> all() {
        return Stream.concat(Stream.of(base), aliases.stream()).toList();
    }

    private static ObjectPaths paths(String base, List<String> aliases, Set<String> filters) {
        return new ObjectPaths(base, aliases, filters);
    }
}
