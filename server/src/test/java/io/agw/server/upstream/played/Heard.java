package io.agw.server.upstream.played;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// What a model is asked, whatever the API.
///
/// @param tools names of those that it may call
/// @param results texts of what tools have brought so far
/// @param schema whether the answer must fit one
/// @param body the request
public record Heard(List<String> tools, List<String> results, boolean schema, JsonNode body) {
    public Heard {
        tools = List.copyOf(tools);
        results = List.copyOf(results);
    }
}
