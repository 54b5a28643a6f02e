package io.agw.server.upstream.played;

import io.agw.server.upstream.SeenRequest;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One vendor's API.
interface PlayedApi {
    JsonMapper JSON = JsonMapper.shared();

    /// What the vendor would refuse a request for; empty when it would not.
    String fault(SeenRequest request, JsonNode body);

    Heard heard(JsonNode body);

    boolean isStreamed(SeenRequest request, JsonNode body);

    String whole(Said said);

    List<String> stream(Said said);

    /// The event that says that the vendor has failed.
    String failure();

    /// The body of a refusal.
    String refusal(String why);

    /// The first member that the vendor does not know, as a fault.
    static String unknownMember(JsonNode body, Set<String> known) {
        return body.propertyStream()
                .map(each -> each.getKey())
                .filter(name -> !known.contains(name))
                .findFirst()
                .map(name -> "unknown member " + name)
                .orElse("");
    }

    /// The text of a string or of a list of parts.
    static String text(JsonNode content) {
        return content.isString()
                ? content.stringValue()
                : content.valueStream()
                        .map(part -> part.path("text").asString(""))
                        .collect(Collectors.joining());
    }

    static String quoted(String text) {
        return JSON.writeValueAsString(text);
    }
}
