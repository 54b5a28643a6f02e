package io.agw.cli.command.call;

import static io.agw.cli.output.Column.column;

import io.agw.cli.command.Groups;
import io.agw.cli.command.Invocation;
import io.agw.cli.output.Column;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/// The object kinds as commands: `list`, `get`, `delete`, `enable`, `disable` for each.
public final class Resources {
    private static final Column ID = column("ID", "/id");
    private static final Column PREFIX = column("PATH-PREFIX", "/match_policy/path_prefix");
    private static final Column DISABLED = column("DISABLED", "/disabled");
    private static final Column SOURCE = column("SOURCE", "/owner", "/source");

    private static final List<Resource> TABLE =
            List.of(
                    new Resource(
                            "provider",
                            "provider",
                            "Accounts at vendors.",
                            "/admin/llm/providers",
                            ID,
                            column("TYPE", "/provider_type"),
                            column("DEFAULT-MODEL", "/default_model"),
                            DISABLED,
                            SOURCE),
                    new Resource(
                            "llm-route",
                            "LLM route",
                            "Model APIs offered to clients.",
                            "/admin/llm/routes",
                            ID,
                            column("PROTOCOL", "/protocol"),
                            PREFIX,
                            DISABLED,
                            column(
                                    "TARGET",
                                    "/target_policy/provider_id",
                                    "/target_policy/model_targets"),
                            SOURCE),
                    new Resource(
                            "modelpricing",
                            "model price",
                            "What tokens cost, where the gateway's own prices do not say.",
                            "/admin/llm/pricing",
                            ID,
                            column("MODEL", "/match/model"),
                            column("FOR", "/match/provider_id", "/match/provider_type"),
                            column("INPUT", "/input_per_1m_usd"),
                            column("OUTPUT", "/output_per_1m_usd"),
                            column("FROM", "/effective_from"),
                            DISABLED,
                            SOURCE),
                    new Resource(
                                    "team",
                                    "team",
                                    "People whose virtual keys are counted together.",
                                    "/admin/teams",
                                    ID,
                                    column("ORG", "/org"),
                                    column("OWNER", "/owner"),
                                    DISABLED,
                                    SOURCE)
                            .filter("--org", "org", "Only of this organization."),
                    new Resource(
                            "ratelimit",
                            "rate limit",
                            "How much may come in a time, or go on at once.",
                            "/admin/rate_limits",
                            ID,
                            column("FOR", "/subject/type"),
                            column("SUBJECT", "/subject/id"),
                            column("REQUESTS", "/requests"),
                            column("TOKENS", "/tokens"),
                            column("CONCURRENT", "/max_concurrent"),
                            column("STREAMS", "/max_streams"),
                            DISABLED,
                            SOURCE),
                    new Resource(
                            "accesspolicy",
                            "access policy",
                            "Which models, agents and routes callers may use.",
                            "/admin/access_policies",
                            ID,
                            column("DESCRIPTION", "/description"),
                            DISABLED,
                            SOURCE),
                    new Resource(
                            "policy",
                            "policy",
                            "What is done when agents, keys or requests are out of line.",
                            "/admin/policies",
                            ID,
                            column("ACTION", "/action"),
                            column("MODE", "/mode"),
                            column("PER", "/per"),
                            column("CONDITION", "/condition"),
                            DISABLED,
                            SOURCE),
                    new Resource(
                            "circuitbreaker",
                            "circuit breaker",
                            "When models of a provider are left alone.",
                            "/admin/circuit_breakers",
                            ID,
                            column("PROVIDER", "/subject/id"),
                            column("ERRORS", "/error_threshold"),
                            column("PERCENT", "/error_percent"),
                            column("WINDOW", "/window"),
                            column("RESET", "/reset_timeout"),
                            DISABLED,
                            SOURCE),
                    new Resource(
                            "guardrail",
                            "guardrail",
                            "What texts are looked through for, and what becomes of it.",
                            "/admin/guardrails",
                            ID,
                            column("TYPE", "/type"),
                            column("STAGE", "/stage"),
                            column("ACTION", "/action"),
                            DISABLED,
                            SOURCE),
                    new Resource(
                            "cache",
                            "cache",
                            "Answers that are kept, and given again to those who ask alike.",
                            "/admin/caches",
                            ID,
                            column("TYPE", "/type"),
                            column("SCOPE", "/scope"),
                            column("TTL", "/ttl"),
                            DISABLED,
                            SOURCE),
                    new Resource(
                            "budget",
                            "budget",
                            "How much may be used up in a time.",
                            "/admin/budgets",
                            ID,
                            column("FOR", "/subject/type"),
                            column("SUBJECT", "/subject/id"),
                            column("DAY", "/limits/day"),
                            column("MONTH", "/limits/month"),
                            column("TOTAL", "/limits/total"),
                            column("ENFORCEMENT", "/enforcement"),
                            DISABLED,
                            SOURCE),
                    new Resource(
                                    "virtualkey",
                                    "virtual key",
                                    "Keys that clients show.",
                                    "/admin/virtual_keys",
                                    ID,
                                    column("KEY", "/key"),
                                    column("TAG", "/tag"),
                                    column("TEAM", "/team"),
                                    column("USER", "/user"),
                                    column("AGENT", "/agent_id", "/allowed_agents"),
                                    DISABLED,
                                    column("ALLOWED-ROUTES", "/allowed_route_ids"),
                                    SOURCE)
                            .filter("--team", "team", "Only of this team.")
                            .filter("--user", "user", "Only of this user.")
                            .filter("--agent", "agent_id", "Only of this agent."),
                    new Resource(
                                    "credential",
                                    "credential",
                                    "Keys and tokens that upstreams are shown.",
                                    "/admin/credentials",
                                    ID,
                                    column("PROVIDER-ID", "/provider_id"),
                                    column("PROVIDER-TYPE", "/provider_type"),
                                    column("TYPE", "/type"),
                                    column("LABEL", "/label"),
                                    DISABLED,
                                    column("UNAVAILABLE", "/unavailable"))
                            .filter("--type", "type", "Only this type.")
                            .filter("--provider-type", "provider_type", "Only for this type.")
                            .filter("--provider-id", "provider_id", "Only for this provider."),
                    new Resource(
                            "mcp-service",
                            "MCP service",
                            "Model Context Protocol servers.",
                            "/admin/mcp/services",
                            ID,
                            column("NAME", "/name"),
                            column("TRANSPORT", "/transport"),
                            column("ENDPOINT", "/url", "/command"),
                            DISABLED,
                            SOURCE),
                    new Resource(
                            "mcp-route",
                            "MCP route",
                            "Model Context Protocol services offered to clients.",
                            "/admin/mcp/routes",
                            ID,
                            PREFIX,
                            column("SERVICE-ID", "/service_id"),
                            column("VIRTUALKEY", "/auth_policy/require_virtual_key"),
                            DISABLED,
                            SOURCE),
                    new Resource(
                            "acp-service",
                            "ACP service",
                            "Agents that the gateway starts.",
                            "/admin/acp/services",
                            ID,
                            column("NAME", "/name"),
                            column("AGENT-TYPE", "/agent_type"),
                            column("CWD", "/cwd"),
                            column("PERMISSION-MODE", "/permission_mode"),
                            DISABLED,
                            SOURCE),
                    new Resource(
                            "acp-route",
                            "ACP route",
                            "Agents offered to clients.",
                            "/admin/acp/routes",
                            ID,
                            PREFIX,
                            column("SERVICE-ID", "/service_id"),
                            column("VIRTUALKEY", "/auth_policy/require_virtual_key"),
                            DISABLED,
                            SOURCE),
                    new Resource(
                            "agent",
                            "agent",
                            "Agents as a whole.",
                            "/admin/agents",
                            ID,
                            column("NAME", "/name"),
                            column("RUNTIME", "/runtime/type"),
                            column(
                                    "RUNTIME-TARGET",
                                    "/runtime/acp/service_id",
                                    "/runtime/http/endpoint"),
                            DISABLED,
                            SOURCE));

    private static final Resource MANAGED_MODEL =
            new Resource(
                            "managed",
                            "managed model",
                            "Models with overrides.",
                            "/admin/llm/models/managed",
                            column("PROVIDER-ID", "/provider_id"),
                            column("UPSTREAM-MODEL", "/upstream_model"),
                            column("ENABLED", "/enabled"),
                            column("SCOPE", "/credential_scope"),
                            column("TYPE", "/provider_type"),
                            column("SNAPSHOT", "/snapshot_status"))
                    .addressedBy("/{PROVIDER}/{MODEL}")
                    .filter("--provider-id", "provider_id", "Only of this provider.");

    private Resources() {}

    /// A group for each kind, with the calls of its plane after those that every kind has.
    public static List<CommandLine> groups(Invocation invocation) {
        var groups = new ArrayList<CommandLine>();
        for (var resource : TABLE) {
            var calls = new ArrayList<>(resource.calls());
            calls.addAll(Planes.callsOf(resource.name()));
            groups.add(group(invocation, resource.name(), resource.description(), calls));
        }
        groups.add(
                Groups.of(
                        "model",
                        "Models of providers.",
                        List.of(
                                group(
                                        invocation,
                                        "discovered",
                                        "Models that providers list.",
                                        Planes.DISCOVERED),
                                group(
                                        invocation,
                                        MANAGED_MODEL.name(),
                                        MANAGED_MODEL.description(),
                                        MANAGED_MODEL.calls()))));
        groups.addAll(Planes.groups(invocation));
        return groups;
    }

    static CommandLine group(
            Invocation invocation, String name, String description, List<ApiCall> calls) {
        return Groups.of(
                name,
                description,
                calls.stream().map(call -> ApiCommand.of(invocation, call)).toList());
    }
}
