package io.agw.server.admin.views;

import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.server.admin.api.Role;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/// The OpenAPI 3.1 document, made from the endpoints themselves so that it cannot say otherwise.
public final class OpenApi {
    private final List<Endpoint> endpoints;
    private final String version;

    /// @param endpoints all others
    /// @param version of the gateway
    public OpenApi(List<Endpoint> endpoints, String version) {
        this.endpoints = List.copyOf(endpoints);
        this.version = version;
    }

    public List<Endpoint> list() {
        var document = document();
        return List.of(
                Endpoint.get("/admin/openapi.json", "This document.", _ -> Answer.ok(document))
                        .as(Role.ANYONE));
    }

    /// The document.
    ObjectNode document() {
        var root = Json.object().put("openapi", "3.1.0");
        root.putObject("info")
                .put("title", "Agent Gateway Admin API")
                .put("version", version)
                .putObject("license")
                .put("name", "Apache-2.0")
                .put("identifier", "Apache-2.0");
        var paths = root.putObject("paths");
        for (var endpoint : endpoints) {
            var path = endpoint.template().replace("...}", "}");
            var item = paths.path(path) instanceof ObjectNode known ? known : paths.putObject(path);
            operation(endpoint, item.putObject(endpoint.method().toLowerCase(Locale.ROOT)));
        }
        components(root.putObject("components"));
        return root;
    }

    private static void operation(Endpoint endpoint, ObjectNode operation) {
        operation.put("operationId", id(endpoint)).put("summary", endpoint.summary());
        var parameters = operation.putArray("parameters");
        for (var segment : endpoint.template().split("/", -1)) {
            if (segment.startsWith("{")) {
                parameters
                        .addObject()
                        .put("name", segment.substring(1, segment.length() - 1).replace("...", ""))
                        .put("in", "path")
                        .put("required", true)
                        .putObject("schema")
                        .put("type", "string");
            }
        }
        var responses = operation.putObject("responses");
        responses.putObject("2XX").put("description", "Done.");
        responses.putObject("default").put("$ref", "#/components/responses/Error");
        var security = operation.putArray("security");
        if (endpoint.role() != Role.ANYONE) {
            security.addObject().putArray("basic");
            security.addObject().putArray("session");
        }
    }

    /// The method and the path in one word: `get_admin_llm_routes_id`.
    private static String id(Endpoint endpoint) {
        return (endpoint.method() + endpoint.template())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("_$", "");
    }

    private static void components(ObjectNode components) {
        var error = components.putObject("schemas").putObject("Error").put("type", "object");
        error.putArray("required").add("error").add("code");
        var members = error.putObject("properties");
        members.putObject("error").put("type", "string").put("description", "One line for people.");
        members.putObject("code").put("type", "string").put("description", "Stable, for programs.");
        var response = components.putObject("responses").putObject("Error");
        response.put("description", "Not done; the body says why.");
        response.putObject("content")
                .putObject("application/json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/Error");
        var schemes = components.putObject("securitySchemes");
        schemes.putObject("basic").put("type", "http").put("scheme", "basic");
        schemes.putObject("session").put("type", "http").put("scheme", "bearer");
    }
}
