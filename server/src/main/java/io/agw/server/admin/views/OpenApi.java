package io.agw.server.admin.views;

import io.agw.server.admin.api.Accepts;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.server.admin.api.Role;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The OpenAPI 3.1 document, made from the endpoints themselves so that it cannot say otherwise.
public final class OpenApi {
    private static final String SCHEMAS = "#/components/schemas/";
    private static final String JSON = "application/json";

    private final List<Endpoint> endpoints;
    private final String version;
    private final JsonNode bundle;

    /// @param endpoints all others
    /// @param version of the gateway
    /// @param bundleSchema the JSON Schema of a bundle, whose definitions describe the objects
    public OpenApi(List<Endpoint> endpoints, String version, String bundleSchema) {
        this.endpoints = List.copyOf(endpoints);
        this.version = version;
        this.bundle = Json.parsed(bundleSchema.replace("#/definitions/", SCHEMAS));
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
        if (root.at("/components/schemas") instanceof ObjectNode schemas) {
            bundle.path("definitions").forEachEntry(schemas::set);
            schemas.set("BundleRequest", bundleRequest());
        }
        return root;
    }

    private void operation(Endpoint endpoint, ObjectNode operation) {
        operation.put("operationId", id(endpoint)).put("summary", endpoint.summary());
        var parameters = operation.putArray("parameters");
        for (var segment : endpoint.template().split("/", -1)) {
            if (segment.startsWith("{")) {
                var name = segment.substring(1, segment.length() - 1).replace("...", "");
                parameter(parameters, name, "path").put("required", true);
            }
        }
        endpoint.query().stream().sorted().forEach(name -> parameter(parameters, name, "query"));
        body(endpoint.accepts(), operation);
        var responses = operation.putObject("responses");
        responses.putObject("2XX").put("description", "Done.");
        responses.putObject("default").put("$ref", "#/components/responses/Error");
        var security = operation.putArray("security");
        if (endpoint.role() != Role.ANYONE) {
            for (var scheme : List.of("basic", "token", "session")) {
                security.addObject().putArray(scheme).add(endpoint.role().word());
            }
        }
    }

    private static ObjectNode parameter(ArrayNode parameters, String name, String place) {
        var parameter = parameters.addObject().put("name", name).put("in", place);
        parameter.putObject("schema").put("type", "string");
        return parameter;
    }

    private void body(Accepts accepts, ObjectNode operation) {
        switch (accepts) {
            case Accepts.Nothing(), Accepts.Anything() -> {}
            case Accepts.Members(var names) -> {
                var schema = content(operation, JSON).put("type", "object");
                var properties = schema.putObject("properties");
                names.stream().sorted().forEach(properties::putObject);
                schema.put("additionalProperties", false);
            }
            case Accepts.BundleObject(var kind) ->
                    bundle.path("properties")
                            .path(kind.section())
                            .path("items")
                            .forEachEntry(content(operation, JSON)::set);
            case Accepts.BundleFiles() -> {
                content(operation, JSON).put("$ref", SCHEMAS + "BundleRequest");
                content(operation, "application/yaml").put("type", "string");
            }
        }
    }

    private static ObjectNode content(ObjectNode operation, String type) {
        return operation.withObject("/requestBody/content").putObject(type).putObject("schema");
    }

    private static ObjectNode bundleRequest() {
        var schema = Json.object().put("type", "object");
        schema.putArray("required").add("files");
        var properties = schema.putObject("properties");
        var file = properties.putObject("files").put("type", "array").putObject("items");
        file.put("type", "object").putArray("required").add("path").add("content");
        var members = file.putObject("properties");
        members.putObject("path").put("type", "string");
        members.putObject("content").put("type", "string");
        for (var name : List.of("variables", "file_variables")) {
            properties
                    .putObject(name)
                    .put("type", "object")
                    .putObject("additionalProperties")
                    .put("type", "string");
        }
        properties.putObject("options").put("type", "object");
        return schema;
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
                .putObject(JSON)
                .putObject("schema")
                .put("$ref", "#/components/schemas/Error");
        var schemes = components.putObject("securitySchemes");
        schemes.putObject("basic").put("type", "http").put("scheme", "basic");
        schemes.putObject("token")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "A token of the gateway's settings.");
        schemes.putObject("session")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "The token of a login.");
    }
}
