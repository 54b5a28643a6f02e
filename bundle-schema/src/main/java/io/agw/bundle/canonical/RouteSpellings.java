package io.agw.bundle.canonical;

import io.agw.bundle.document.Node;
import io.agw.bundle.document.Node.Scalar;
import io.agw.bundle.model.Ids;
import io.agw.bundle.problem.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Older forms of routes and of ids of routes.
final class RouteSpellings {
    private static final List<String> MATCHERS = List.of("host", "path_prefix", "methods");
    private static final Pattern PATH_ID = Pattern.compile("(mcp|acp):([^:/]+):(/.*)");
    private static final String PROVIDER_ID = "provider_id";
    private static final String SCOPES = "credential_scope_order";

    private RouteSpellings() {}

    static void llm(Edit route) {
        route.rename("llm_api", "protocol");
        matcher(route);
        route.dropFixed("kind", "llm");
        route.within("target_policy", RouteSpellings::targetPolicy);
    }

    /// A route of an MCP or ACP service.
    static void service(Edit route, String protocol) {
        matcher(route);
        route.dropFixed("kind", protocol);
        route.dropFixed("protocol", protocol);
        if (route.saysNothing("target_policy")) {
            route.remove("target_policy");
        }
        deriveId(route, protocol);
    }

    /// Ids of MCP and ACP routes that hold a path (`mcp:files:/mcp`), as older texts show them.
    static void ids(Edit owner, String name) {
        owner.eachItem(
                name,
                (item, place) -> {
                    if (!(item instanceof Scalar scalar) || !Absence.isText(scalar)) {
                        return item;
                    }
                    var form = PATH_ID.matcher(scalar.text().strip());
                    if (!form.matches()) {
                        return item;
                    }
                    var id = Ids.routeId(form.group(1), form.group(2), form.group(3));
                    owner.findings()
                            .oldSpelling(
                                    scalar.at(),
                                    place + ": an id with a path is an older spelling",
                                    "write " + id);
                    return Scalar.quoted(id, scalar.at());
                });
    }

    private static void matcher(Edit route) {
        route.rename("match", "match_policy");
        var flat = new ArrayList<Node.Member>();
        for (var name : MATCHERS) {
            var member = route.remove(name);
            if (member != null) {
                flat.add(member);
            }
        }
        if (flat.isEmpty()) {
            return;
        }
        var first = flat.getFirst();
        if (route.saysNothing("match_policy")) {
            route.findings()
                    .oldSpelling(
                            first.at(),
                            first.name() + " beside the route's id is an older spelling",
                            "write it under match_policy");
            route.put("match_policy", new Node.Members(flat, first.at()), first.at());
            return;
        }
        route.findings()
                .problems()
                .error(
                        Code.INVALID_VALUE,
                        first.at(),
                        first.name() + " stands beside match_policy (expected: only match_policy)",
                        "write it under match_policy");
    }

    private static void deriveId(Edit route, String protocol) {
        var service = route.get("service_id");
        if (service == null || route.text("service_id").isEmpty() || !route.saysNothing("id")) {
            return;
        }
        var prefix =
                route.get("match_policy") instanceof Node.Members policy
                                && policy.get("path_prefix") instanceof Scalar scalar
                                && scalar.type() != Scalar.Type.NULL
                        ? scalar.text()
                        : "";
        var id = Ids.routeId(protocol, route.text("service_id"), prefix);
        route.put("id", Scalar.quoted(id, service.at()), service.at());
    }

    private static void targetPolicy(Edit policy) {
        providerTarget(policy);
        inferType(policy);
        if (policy.text("type").equals("logical-model")) {
            widenScopes(policy);
        }
        policy.withinEach(
                "model_targets",
                target ->
                        target.refuseInert(
                                "default_candidate", "write default: true at the candidate"));
    }

    private static void providerTarget(Edit policy) {
        if (!(policy.get("provider_target") instanceof Node.Members target)
                || target.members().size() != 1
                || !(target.get(PROVIDER_ID) instanceof Scalar id)) {
            return;
        }
        policy.remove("provider_target");
        var own = policy.text(PROVIDER_ID);
        if (!own.isEmpty() && !own.equals(id.text().strip())) {
            policy.findings()
                    .invalid(
                            id,
                            policy.path("provider_target." + PROVIDER_ID),
                            "provider_id: " + own);
            return;
        }
        policy.findings()
                .oldSpelling(
                        target.at(),
                        policy.path("provider_target") + " is an older spelling",
                        "write " + PROVIDER_ID);
        policy.put(PROVIDER_ID, id, target.at());
    }

    private static void inferType(Edit policy) {
        if (!policy.saysNothing("type")) {
            return;
        }
        var direct = policy.get(PROVIDER_ID);
        var logical = policy.get("model_targets");
        if (direct != null && !Edit.saysNothing(direct)) {
            putType(policy, "direct-provider", direct);
        } else if (logical != null && !Edit.saysNothing(logical)) {
            putType(policy, "logical-model", logical);
        }
    }

    private static void putType(Edit policy, String type, Node because) {
        policy.findings()
                .oldSpelling(
                        because.at(),
                        policy.path("type") + " is missing and was taken to be " + type,
                        "write type: " + type);
        policy.put("type", Scalar.quoted(type, because.at()), because.at());
    }

    /// A logical route looks into both scopes also where only the default of direct ones is
    /// written.
    private static void widenScopes(Edit policy) {
        if (policy.get(SCOPES) instanceof Node.Items(var nodes, var at)
                && nodes.size() == 1
                && nodes.getFirst() instanceof Scalar scalar
                && scalar.text().equals(PROVIDER_ID)) {
            policy.findings()
                    .oldSpelling(
                            at,
                            policy.path(SCOPES) + " of a logical route was widened",
                            "write [model_custom, provider_id]");
            policy.put(
                    SCOPES,
                    new Node.Items(List.of(Scalar.quoted("model_custom", at), scalar), at),
                    at);
        }
    }
}
