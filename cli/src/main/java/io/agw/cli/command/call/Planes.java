package io.agw.cli.command.call;

import static io.agw.cli.command.call.ApiCall.delete;
import static io.agw.cli.command.call.ApiCall.get;
import static io.agw.cli.command.call.ApiCall.post;
import static io.agw.cli.output.Column.column;

import io.agw.cli.command.Groups;
import io.agw.cli.command.Invocation;
import io.agw.cli.output.Column;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/// Calls that belong to one plane only. A gateway without the plane answers 501, which is said.
final class Planes {
    private static final Column[] MODELS = {
        column("PROVIDER-ID", "/provider_id"),
        column("UPSTREAM-MODEL", "/upstream_model"),
        column("TYPE", "/provider_type"),
        column("STATUS", "/status"),
        column("DISPLAY-NAME", "/display_name"),
        column("LAST-ERROR", "/last_error")
    };

    private static final List<ApiCall> PROVIDER_CALLS =
            List.of(
                    get("health", "Show how checks of providers end.", "/admin/llm/provider_health")
                            .table(
                                    "items",
                                    column("PROVIDER-ID", "/provider_id"),
                                    column("STATUS", "/status"),
                                    column("CHECKED-AT", "/checked_at"),
                                    column("LAST-ERROR", "/last_error")));

    static final List<ApiCall> DISCOVERED =
            List.of(
                    get(
                                    "list",
                                    "List what was discovered.",
                                    "/admin/llm/models/providers/{PROVIDER}/discovered")
                            .table("items", MODELS),
                    post(
                                    "refresh",
                                    "Ask the provider again.",
                                    "/admin/llm/models/providers/{PROVIDER}/refresh")
                            .table("items", MODELS));

    private static final String MCP = "/admin/mcp/services/{ID}";
    private static final String ACP = "/admin/acp/services/{ID}";
    private static final String AGENT = "/admin/agents/{ID}";

    private static final List<ApiCall> MCP_SERVICE =
            List.of(
                    get("session", "Show the session with the server.", MCP + "/sessions"),
                    get("capabilities", "Show what the server can do.", MCP + "/capabilities"),
                    get("tools", "List the server's tools.", MCP + "/tools")
                            .table(
                                    "items",
                                    column("NAME", "/name"),
                                    column("DESCRIPTION", "/description")),
                    post("tool-call", "Call a tool.", MCP + "/tools/call")
                            .body("TOOL", "name", "Name of the tool.")
                            .json("--arguments", "arguments", "Arguments of the tool."),
                    get("resources", "List the server's resources.", MCP + "/resources")
                            .table(
                                    "items",
                                    column("URI", "/uri"),
                                    column("NAME", "/name"),
                                    column("MIME-TYPE", "/mime_type")),
                    get(
                                    "resource-templates",
                                    "List the server's resource templates.",
                                    MCP + "/resource-templates")
                            .table(
                                    "items",
                                    column("URI-TEMPLATE", "/uriTemplate"),
                                    column("NAME", "/name"),
                                    column("MIME-TYPE", "/mimeType")),
                    post("resource-read", "Read a resource.", MCP + "/resources/read")
                            .body("URI", "uri", "Address of the resource."),
                    get("prompts", "List the server's prompts.", MCP + "/prompts")
                            .table(
                                    "items",
                                    column("NAME", "/name"),
                                    column("DESCRIPTION", "/description")),
                    post("prompt-get", "Show a prompt.", MCP + "/prompts/get")
                            .body("NAME", "name", "Name of the prompt.")
                            .json("--arguments", "arguments", "Arguments of the prompt."));

    private static final List<ApiCall> MCP_RUNTIME =
            List.of(
                    get("get", "Show all of it.", "/admin/mcp/runtime"),
                    get("inflight", "List requests in flight.", "/admin/mcp/runtime/inflight")
                            .table(
                                    "items",
                                    column("ROUTE-ID", "/route_id"),
                                    column("REQUEST-ID", "/request_id"),
                                    column("METHOD", "/method"),
                                    column("STARTED-AT", "/started_at"),
                                    column("CANCELLED-AT", "/cancelled_at")),
                    get("progress", "List progress reports.", "/admin/mcp/runtime/progress")
                            .table(
                                    "items",
                                    column("ROUTE-ID", "/route_id"),
                                    column("TOKEN", "/progress_token"),
                                    column("PROGRESS", "/progress"),
                                    column("TOTAL", "/total"),
                                    column("MESSAGE", "/message")),
                    get("history", "List finished requests.", "/admin/mcp/runtime/history")
                            .query("--route-id", "route_id", "Only of this route.")
                            .table(
                                    "items",
                                    column("ROUTE-ID", "/route_id"),
                                    column("REQUEST-ID", "/request_id"),
                                    column("METHOD", "/method"),
                                    column("STARTED-AT", "/started_at"),
                                    column("COMPLETED-AT", "/completed_at"),
                                    column("CANCELLED", "/cancelled"),
                                    column("ERROR", "/error")));

    private static final List<ApiCall> ACP_SERVICE =
            List.of(
                    get("sessions", "List the agent's sessions.", ACP + "/sessions")
                            .query("--cwd", "cwd", "Only of this directory.")
                            .query("--cursor", "cursor", "Continue a listing.")
                            .table(
                                    "sessions",
                                    column("SESSION-ID", "/session_id"),
                                    column("CWD", "/cwd"),
                                    column("TITLE", "/title"),
                                    column("UPDATED-AT", "/updated_at")),
                    get(
                                    "transcript",
                                    "Show what was said in a session.",
                                    ACP + "/sessions/{SESSION}/transcript")
                            .query("--cwd", "cwd", "Directory of the session."));

    private static final List<ApiCall> ACP_RUNTIME =
            List.of(
                    get("get", "Show all of it.", "/admin/acp/runtime"),
                    get("inflight", "List turns in flight.", "/admin/acp/runtime/inflight")
                            .table("items", column("SCOPE", "/scope")),
                    delete(
                            "close-thread",
                            "Close a thread's agents.",
                            "/admin/acp/runtime/threads/{SERVICE}/{THREAD}"),
                    post(
                                    "resolve-permission",
                                    "Answer a request for permission.",
                                    "/admin/acp/runtime/permissions/{REQUEST}")
                            .bodyOption("--outcome", "outcome", true, "selected or cancelled.")
                            .bodyOption("--option-id", "option_id", false, "The selected option."));

    private static final Column[] INTERACTIONS = {
        column("FINISHED-AT", "/finished_at"),
        column("KIND", "/route_kind"),
        column("ROUTE-ID", "/route_id"),
        column("MODEL", "/upstream_model"),
        column("STATUS", "/status_code"),
        column("ERROR", "/error_type"),
        column("MS", "/latency_ms")
    };

    private static final List<ApiCall> AGENT_CALLS = agentCalls();

    private static List<ApiCall> agentCalls() {
        var calls = new ArrayList<>(pausing(AGENT, "an agent"));
        calls.addAll(
                List.of(
                        get("workspace", "Show what belongs to an agent.", AGENT + "/workspace"),
                        get("activity", "Show what an agent does.", AGENT + "/activity"),
                        get("usage", "Show what an agent used up.", AGENT + "/usage")
                                .query("--from", "from", "Only from this time on.")
                                .query("--to", "to", "Only up to this time.")
                                .query("--bucket", "bucket", "minute, hour, day, or such as 5m."),
                        get("interactions", "Show an agent's requests.", AGENT + "/interactions")
                                .query("--limit", "limit", "How many (default: 100).")
                                .query("--cursor", "cursor", "Continue a listing.")
                                .table("items", INTERACTIONS),
                        get("resources", "Show what an agent may use.", AGENT + "/resources"),
                        get("health", "Show how an agent is.", AGENT + "/health")));
        return List.copyOf(calls);
    }

    /// What there is for whoever can be paused.
    static List<ApiCall> pausing(String path, String noun) {
        return List.of(
                get("status", "Show how " + noun + " stands.", path + "/status"),
                post("pause", "Let " + noun + " do nothing until it is resumed.", path + "/pause")
                        .bodyOption("--reason", "reason", false, "Why; clients are told.")
                        .bodyOption(
                                "--duration",
                                "duration",
                                false,
                                "How long, such as 15m; absent: until it is resumed."),
                post("resume", "End every pause of " + noun + ".", path + "/resume"));
    }

    private static final List<ApiCall> AUTHENTICATORS =
            List.of(
                    get("list", "List login flows.", "/admin/cliauth/authenticators")
                            .table(
                                    "items",
                                    column("NAME", "/name"),
                                    column("ENABLED", "/enabled"),
                                    column("CALLBACK-PORT", "/config/callback_port"),
                                    column("NO-BROWSER", "/config/no_browser"),
                                    column("DEVICE-FLOW", "/config/device_flow")),
                    get("get", "Show one login flow.", "/admin/cliauth/authenticators/{NAME}"));

    private static final List<ApiCall> LOGINS =
            List.of(
                    get("get", "Show one login.", "/admin/cliauth/logins/{ID}"),
                    post("cancel", "Give one login up.", "/admin/cliauth/logins/{ID}/cancel"));

    private static final List<ApiCall> REFRESHER =
            List.of(
                    get("status", "Show whether tokens are refreshed.", "/admin/cliauth/refresher"),
                    post("enable", "Refresh tokens.", "/admin/cliauth/refresher/enable"),
                    post("disable", "Leave tokens.", "/admin/cliauth/refresher/disable"));

    private static final List<ApiCall> PROVIDER_TYPE =
            List.of(
                    get("list", "List provider types.", "/admin/llm/provider_types")
                            .table(
                                    "items",
                                    column("TYPE", "/provider_type"),
                                    column("ENABLED", "/enabled")),
                    post(
                            "enable",
                            "Enable one provider type.",
                            "/admin/llm/provider_types/{TYPE}/enable"),
                    post(
                            "disable",
                            "Disable one provider type until the next start.",
                            "/admin/llm/provider_types/{TYPE}/disable"));

    private static final List<ApiCall> BREAKER =
            List.of(
                    get("list", "List breakers.", "/admin/llm/breakers")
                            .table(
                                    "items",
                                    column("PROVIDER-ID", "/provider_id"),
                                    column("UPSTREAM-MODEL", "/upstream_model"),
                                    column("STATE", "/state"),
                                    column("CALLS", "/calls"),
                                    column("FAILURES", "/failures"),
                                    column("OPENS-IN", "/opens_in_seconds")));

    private static final List<ApiCall> COOL_DOWN =
            List.of(
                    get("list", "List cool-downs.", "/admin/llm/cooldowns")
                            .table(
                                    "items",
                                    column("CREDENTIAL-ID", "/credential_id"),
                                    column("UPSTREAM-MODEL", "/upstream_model"),
                                    column("STATUS", "/status"),
                                    column("ENDS-IN", "/ends_in_seconds")),
                    post(
                            "end",
                            "Use a credential again at once.",
                            "/admin/llm/cooldowns/{CREDENTIAL}/end"));

    private static final List<ApiCall> RATE_LIMIT =
            List.of(
                    get("status", "Show what was used of it.", "/admin/rate_limits/{ID}/status")
                            .table(
                                    "items",
                                    column("HOLDER", "/holder"),
                                    column("REQUESTS-LEFT", "/requests/remaining"),
                                    column("TOKENS-LEFT", "/tokens/remaining"),
                                    column("CONCURRENT", "/concurrent"),
                                    column("STREAMS", "/streams"),
                                    column("WAITING", "/waiting")));

    private static final List<ApiCall> BUDGET =
            List.of(
                    get("status", "Show what was used of it.", "/admin/budgets/{ID}/status")
                            .table(
                                    "items",
                                    column("HOLDER", "/holder"),
                                    column("WINDOW", "/window"),
                                    column("MEASURE", "/measure"),
                                    column("LIMIT", "/limit"),
                                    column("SPENT", "/spent"),
                                    column("RESERVED", "/reserved"),
                                    column("REMAINING", "/remaining"),
                                    column("RESETS-AT", "/resets_at")),
                    post("override", "Change a limit for a time.", "/admin/budgets/{ID}/override")
                            .bodyOption(
                                    "--window",
                                    "window",
                                    true,
                                    "Of which limit: hour, day, week, month or total.")
                            .bodyOption(
                                    "--measure",
                                    "measure",
                                    false,
                                    "Of what: dollars, tokens or turns; absent: dollars.")
                            .bodyOption("--limit", "limit", true, "Most of it, such as 10.00.")
                            .bodyOption(
                                    "--duration", "duration", true, "How long, at most 31 days.")
                            .bodyOption("--reason", "reason", true, "Why, for the audit log."),
                    get("overrides", "List limits that were changed.", "/admin/budget_overrides")
                            .table(
                                    "items",
                                    column("BUDGET", "/budget"),
                                    column("WINDOW", "/window"),
                                    column("MEASURE", "/measure"),
                                    column("LIMIT", "/limit"),
                                    column("EXPIRES-AT", "/expires_at"),
                                    column("BY", "/by"),
                                    column("REASON", "/reason")),
                    delete(
                            "restore",
                            "Give a budget its own limits again.",
                            "/admin/budgets/{ID}/override"));

    private static final List<ApiCall> ACCESS_OVERRIDE =
            List.of(
                    get("list", "List what is allowed for a time.", "/admin/access_overrides")
                            .table(
                                    "items",
                                    column("ID", "/id"),
                                    column("SUBJECT", "/subject"),
                                    column("MODEL", "/model"),
                                    column("AGENT", "/agent"),
                                    column("ROUTE", "/route"),
                                    column("EXPIRES-AT", "/expires_at"),
                                    column("BY", "/by"),
                                    column("REASON", "/reason")),
                    post(
                                    "create",
                                    "Let somebody use something for a time.",
                                    "/admin/access_overrides")
                            .body("SUBJECT", "subject", "Who, such as virtual_key:a or team:b.")
                            .bodyOption("--model", "model", false, "Model; * at the end: any rest.")
                            .bodyOption("--agent", "agent", false, "Agent; * at the end: any rest.")
                            .bodyOption("--route", "route", false, "Route; * at the end: any rest.")
                            .bodyOption("--duration", "duration", true, "How long, at most 24h.")
                            .bodyOption("--reason", "reason", true, "Why, for the audit log."),
                    delete("delete", "Take one back.", "/admin/access_overrides/{ID}"));

    private static final List<ApiCall> HANDLER_TYPE =
            List.of(
                    get("list", "List APIs of routes.", "/admin/llm/api_handler_types")
                            .table("items", column("TYPE", "/llm_api_handler_type")));

    private Planes() {}

    /// What a kind has beyond what every kind has.
    static List<ApiCall> callsOf(String resource) {
        return switch (resource) {
            case "provider" -> PROVIDER_CALLS;
            case "budget" -> BUDGET;
            case "cache" -> CacheCalls.ALL;
            case "ratelimit" -> RATE_LIMIT;
            case "mcp-service" -> MCP_SERVICE;
            case "acp-service" -> ACP_SERVICE;
            case "agent" -> AGENT_CALLS;
            case "virtualkey" -> KeyCalls.ALL;
            default -> List.of();
        };
    }

    /// Groups that are no kind of object.
    static List<CommandLine> groups(Invocation invocation) {
        return List.of(
                Resources.group(invocation, "breaker", "Models that are left alone.", BREAKER),
                Resources.group(
                        invocation, "cooldown", "Credentials that are left alone.", COOL_DOWN),
                Resources.group(
                        invocation,
                        "access-override",
                        "What somebody may use for a time.",
                        ACCESS_OVERRIDE),
                Resources.group(invocation, "provider-type", "Types of providers.", PROVIDER_TYPE),
                Resources.group(
                        invocation, "llm-api-handler-type", "APIs of routes.", HANDLER_TYPE),
                Groups.of(
                        "cliauth",
                        "Logins of vendors' command lines.",
                        List.of(
                                Resources.group(
                                        invocation,
                                        "authenticators",
                                        "Login flows.",
                                        AUTHENTICATORS),
                                Resources.group(invocation, "logins", "Logins under way.", LOGINS),
                                Resources.group(
                                        invocation,
                                        "refresher",
                                        "Refreshing of tokens.",
                                        REFRESHER))),
                Resources.group(invocation, "mcp-runtime", "Running MCP requests.", MCP_RUNTIME),
                Resources.group(invocation, "acp-runtime", "Running agents.", ACP_RUNTIME));
    }
}
