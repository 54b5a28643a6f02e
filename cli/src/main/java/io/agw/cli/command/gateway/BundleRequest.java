package io.agw.cli.command.gateway;

import io.agw.cli.output.Json;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/// The body of the bundle calls: files as they are written, and the values of what they refer to.
final class BundleRequest {
    private BundleRequest() {}

    /// A body with no other option.
    static ObjectNode of(Input input, boolean strict) {
        var body = Json.object();
        var files = body.putArray("files");
        for (var file : input.files()) {
            files.addObject()
                    .put("path", file.path())
                    .put("content", new String(file.bytes(), StandardCharsets.UTF_8));
        }
        var variables = body.putObject("variables");
        input.variables().forEach(variables::put);
        var fileVariables = body.putObject("file_variables");
        input.fileVariables().forEach(fileVariables::put);
        body.putObject("options").put("strict", strict);
        return body;
    }

    /// A body with options of planning.
    static ObjectNode of(Input input, boolean strict, PlanningOptions planning) {
        var body = of(input, strict);
        if (body.path("options") instanceof ObjectNode options) {
            options.setAll(planning.json());
        }
        return body;
    }
}
