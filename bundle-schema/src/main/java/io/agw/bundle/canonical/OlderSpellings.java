package io.agw.bundle.canonical;

import io.agw.bundle.document.Node;
import io.agw.bundle.document.Node.Scalar;
import io.agw.bundle.model.CliAuthName;
import io.agw.bundle.model.Kind;
import io.agw.bundle.problem.Code;
import java.util.List;
import java.util.Locale;

/// Accepts documents in forms that other and older tools write, and turns them into today's: one
/// method a kind, here and in the classes for routes and services. What is accepted is a warning;
/// what no longer means anything, or never did, is an error that says what to write instead.
final class OlderSpellings {
    private static final List<String> SERVER_MANAGED =
            List.of("created_at", "updated_at", "source", "read_only");

    /// Further members of the Admin API's views, which a client may send back by mistake.
    private static final List<String> VIEW_ONLY =
            List.of("owner", "origin", "orphan", "overridden", "resource_version");

    private static final String BREAKER = "circuit_breaker";

    private OlderSpellings() {}

    /// A stored object without what objects of its kind had once. Its owner's next apply says it in
    /// another way.
    static Node.Members stored(Kind kind, Node.Members object) {
        if (kind != Kind.PROVIDER) {
            return object;
        }
        var kept = object.members().stream().filter(each -> !each.name().equals(BREAKER)).toList();
        return new Node.Members(kept, object.at());
    }

    /// The object in today's spelling.
    static Node.Members normalise(
            Kind kind, Node.Members object, ObjectCodec.Input input, Findings findings) {
        var edit = new Edit(object, Path.OBJECT, findings);
        SERVER_MANAGED.forEach(name -> dropManaged(edit, name, input));
        if (input == ObjectCodec.Input.ADMIN_BODY) {
            VIEW_ONLY.forEach(name -> dropManaged(edit, name, input));
        }
        switch (kind) {
            case MANAGED_MODEL -> lowerCase(edit, "credential_scope");
            case LLM_ROUTE -> RouteSpellings.llm(edit);
            case MCP_ROUTE -> RouteSpellings.service(edit, "mcp");
            case ACP_ROUTE -> RouteSpellings.service(edit, "acp");
            case MCP_SERVICE -> mcpService(edit);
            case ACP_SERVICE -> edit.within("codex", OlderSpellings::codex);
            case VIRTUAL_KEY -> RouteSpellings.ids(edit, "allowed_route_ids");
            case AGENT -> agent(edit, input);
            case CLIAUTH_AUTHENTICATOR -> otherName(edit);
            case PROVIDER ->
                    edit.refuseInert(
                            BREAKER,
                            "write it among circuitBreakers, with subject: {type: provider, id: "
                                    + edit.text("id")
                                    + "}");
            case MODEL_PRICING,
                    TEAM,
                    RATE_LIMIT,
                    GUARDRAIL,
                    CACHE,
                    BUDGET,
                    CIRCUIT_BREAKER,
                    ACCESS_POLICY,
                    POLICY,
                    CREDENTIAL -> {}
        }
        return edit.done();
    }

    private static void dropManaged(Edit edit, String name, ObjectCodec.Input input) {
        var member = edit.remove(name);
        if (member == null) {
            return;
        }
        var problems = edit.findings().problems();
        switch (input) {
            case BUNDLE ->
                    problems.warning(
                            Code.SERVER_MANAGED,
                            member.at(),
                            name + " is managed by the server and was dropped",
                            "leave it out");
            case ADMIN_BODY ->
                    problems.error(
                            Code.SERVER_MANAGED,
                            member.at(),
                            name + " is managed by the server (expected: not set)",
                            "leave it out");
        }
    }

    private static void lowerCase(Edit edit, String name) {
        if (edit.get(name) instanceof Scalar scalar && Absence.isText(scalar)) {
            var text = scalar.text().strip().toLowerCase(Locale.ROOT);
            edit.put(
                    name,
                    new Scalar(text, Scalar.Type.STRING, false, scalar.written(), scalar.at()),
                    scalar.at());
        }
    }

    private static void otherName(Edit edit) {
        if (edit.text("name").toLowerCase(Locale.ROOT).equals(CliAuthName.CLAUDE)
                && edit.get("name") instanceof Scalar name) {
            var today = CliAuthName.CLAUDECODE.word();
            edit.findings()
                    .oldSpelling(
                            name.at(),
                            "name: claude is another name of " + today,
                            "write " + today);
            edit.put("name", Scalar.quoted(today, name.at()), name.at());
        }
    }

    private static void mcpService(Edit edit) {
        edit.refuseInert(
                "auto_auth", "say how in auth, for example auth: {type: bearer, api_key: …}");
        edit.within("auth", OlderSpellings::mcpAuth);
    }

    /// A key of which nobody said how it is shown goes as a bearer token.
    private static void mcpAuth(Edit auth) {
        var key = auth.get("api_key");
        if (key == null || Edit.saysNothing(key) || !auth.saysNothing("type")) {
            return;
        }
        auth.findings()
                .oldSpelling(
                        key.at(),
                        auth.path("type") + " is missing and was taken to be bearer",
                        "write type: bearer");
        auth.put("type", Scalar.quoted("bearer", key.at()), key.at());
    }

    private static void codex(Edit edit) {
        edit.refuseInert(
                "app_server_command", "use adapter_command; codex runs by its adapter only");
        edit.refuseInert("app_server_args", "use adapter_args; codex runs by its adapter only");
        edit.refuseInert("default_profile", "pass the profile in adapter_args");
        edit.refuseInert("initial_auth_mode", "give the credential in the service's env");
        edit.refuseInert("trace_json", "turns are traced by the gateway: agwctl trace list");
        edit.refuseInert("retry_turn_on_crash", "a turn that may have acted is never repeated");
    }

    private static void agent(Edit edit, ObjectCodec.Input input) {
        dropManaged(edit, "owns_service", input);
        edit.within(
                "runtime",
                runtime -> {
                    switch (runtime.text("type")) {
                        case "acp" -> dropOther(runtime, "http");
                        case "http" -> dropOther(runtime, "acp");
                        default -> {}
                    }
                });
        edit.within(
                "routes",
                routes -> {
                    RouteSpellings.ids(routes, "mcp_route_ids");
                    RouteSpellings.ids(routes, "acp_route_ids");
                });
    }

    /// The binding of the runtime that the agent does not have.
    private static void dropOther(Edit runtime, String name) {
        var member = runtime.remove(name);
        if (member != null && !Edit.saysNothing(member.value())) {
            runtime.findings()
                    .oldSpelling(
                            member.at(),
                            runtime.path(name) + " does not belong to this type and was dropped",
                            "leave it out");
        }
    }
}
