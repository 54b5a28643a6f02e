package io.agw.server.upstream.played;

import io.agw.server.upstream.SeenRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Gemini's generateContent.
final class PlayedGenerate implements PlayedApi {
    private static final Set<String> MEMBERS =
            Set.of(
                    "contents",
                    "systemInstruction",
                    "tools",
                    "toolConfig",
                    "generationConfig",
                    "safetySettings",
                    "cachedContent",
                    "labels");

    @Override
    public String fault(SeenRequest request, JsonNode body) {
        if (request.header("x-goog-api-key").isEmpty()) {
            return "no key";
        }
        if (body.path("contents").isEmpty()) {
            return "contents are required";
        }
        var unknown = PlayedApi.unknownMember(body, MEMBERS);
        return unknown.isEmpty() ? order(body.path("contents")) : unknown;
    }

    /// As many results as calls, in the turn behind them.
    private static String order(JsonNode contents) {
        long open = 0;
        for (var content : contents) {
            var parts = content.path("parts");
            long results = parts.valueStream().filter(p -> p.has("functionResponse")).count();
            if (results != open) {
                return results + " results for " + open + " calls";
            }
            open = parts.valueStream().filter(p -> p.has("functionCall")).count();
        }
        return open == 0 ? "" : open + " calls without results";
    }

    @Override
    public Heard heard(JsonNode body) {
        return new Heard(
                body.path("tools")
                        .valueStream()
                        .flatMap(tool -> tool.path("functionDeclarations").valueStream())
                        .map(each -> each.path("name").asString(""))
                        .toList(),
                body.path("contents")
                        .valueStream()
                        .flatMap(content -> content.path("parts").valueStream())
                        .filter(part -> part.has("functionResponse"))
                        .map(part -> part.at("/functionResponse/response").toString())
                        .toList(),
                body.path("generationConfig").has("responseJsonSchema"),
                body);
    }

    @Override
    public boolean isStreamed(SeenRequest request, JsonNode body) {
        return request.target().contains(":streamGenerateContent");
    }

    @Override
    public String whole(Said said) {
        var parts = new ArrayList<String>();
        if (!said.text().isEmpty()) {
            parts.add(text(said.text()));
        }
        said.calls().forEach(call -> parts.add(call(call)));
        return content(String.join(",", parts), true);
    }

    @Override
    public List<String> stream(Said said) {
        var events = new ArrayList<String>();
        if (!said.text().isEmpty()) {
            for (var piece : Said.pieces(said.text())) {
                events.add(event(content(text(piece), false)));
            }
        }
        said.calls().forEach(call -> events.add(event(content(call(call), false))));
        events.add(event(content(text(""), true)));
        return events;
    }

    @Override
    public String failure() {
        return event(
                "{\"error\":{\"code\":503,\"message\":\"secret prose\",\"status\":\"UNAVAILABLE\"}}");
    }

    @Override
    public String refusal(String why) {
        return "{\"error\":{\"code\":400,\"message\":%s,\"status\":\"INVALID_ARGUMENT\"}}"
                .formatted(PlayedApi.quoted(why));
    }

    private static String text(String text) {
        return "{\"text\":" + PlayedApi.quoted(text) + "}";
    }

    private static String call(Said.Call call) {
        return "{\"functionCall\":{\"id\":\"%s\",\"name\":\"%s\",\"args\":%s},\"thoughtSignature\":\"c2ln\"}"
                .formatted(call.id(), call.name(), call.arguments());
    }

    private static String content(String parts, boolean last) {
        var reason = last ? ",\"finishReason\":\"STOP\"" : "";
        return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":["
                + parts
                + "]}"
                + reason
                + ",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":"
                + Said.INPUT_TOKENS
                + ",\"candidatesTokenCount\":"
                + Said.OUTPUT_TOKENS
                + ",\"totalTokenCount\":"
                + (Said.INPUT_TOKENS + Said.OUTPUT_TOKENS)
                + "},\"modelVersion\":\"gemini-x\",\"responseId\":\"r1\"}";
    }

    private static String event(String data) {
        return "data: " + data + "\r\n\r\n";
    }
}
