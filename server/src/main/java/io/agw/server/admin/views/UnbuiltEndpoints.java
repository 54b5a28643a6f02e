package io.agw.server.admin.views;

import io.agw.server.admin.api.Accepts;
import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Endpoint;
import java.util.ArrayList;
import java.util.List;

/// Paths of planes that this build does not have: they exist and say so with 501.
public final class UnbuiltEndpoints {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE");

    private UnbuiltEndpoints() {}

    public static List<Endpoint> list() {
        var endpoints = new ArrayList<Endpoint>();
        add("memory", "/admin/memory", endpoints);
        add("memory", "/admin/memory/{rest...}", endpoints);
        add("the MCP plane", "/admin/mcp/services/{id}/{rest...}", endpoints);
        add("the MCP plane", "/admin/mcp/runtime", endpoints);
        add("the MCP plane", "/admin/mcp/runtime/{rest...}", endpoints);
        add("the ACP plane", "/admin/acp/services/{id}/{rest...}", endpoints);
        add("the ACP plane", "/admin/acp/runtime", endpoints);
        add("the ACP plane", "/admin/acp/runtime/{rest...}", endpoints);
        add("the agents' control plane", "/admin/agents/{id}/{rest...}", endpoints);
        return endpoints;
    }

    private static void add(String what, String template, List<Endpoint> endpoints) {
        for (var method : METHODS) {
            endpoints.add(
                    Endpoint.of(
                                    method,
                                    template,
                                    "Not implemented: " + what + ".",
                                    _ -> {
                                        throw AdminError.notImplemented(what);
                                    })
                            .taking(new Accepts.Anything()));
        }
    }
}
