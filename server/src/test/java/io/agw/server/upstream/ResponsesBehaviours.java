package io.agw.server.upstream;

import io.agw.server.upstream.FakeUpstream.Behaviour;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/// What OpenAI's responses do.
public final class ResponsesBehaviours {
    private static final String ITEM =
            "{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"completed\",\"role\":\"assistant\","
                    + "\"content\":[{\"type\":\"output_text\",\"text\":\"Hello!\","
                    + "\"annotations\":[]}]}";

    /// An answer that a client library accepts: 19 tokens of prompt, 10 of answer.
    public static final String RESPONSE = response("completed", ITEM);

    public static final List<String> STREAM =
            List.of(
                    event("response.created", "\"response\":" + response("in_progress", "")),
                    event(
                            "response.output_item.added",
                            "\"output_index\":0,\"item\":{\"id\":\"msg_1\",\"type\":\"message\","
                                    + "\"status\":\"in_progress\",\"role\":\"assistant\","
                                    + "\"content\":[]}"),
                    text("Hel"),
                    text("lo!"),
                    event("response.output_item.done", "\"output_index\":0,\"item\":" + ITEM),
                    event("response.completed", "\"response\":" + RESPONSE));

    private static final JsonMapper STRICT =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private ResponsesBehaviours() {}

    /// Checks the request, then answers, as a stream when asked to.
    public static Behaviour responses() {
        return (request, wire) -> {
            var fault = fault(request);
            if (!fault.isEmpty()) {
                wire.send(Behaviours.response(400, "{\"error\":{\"message\":\"" + fault + "\"}}"));
            } else if (STRICT.readTree(request.body()).path("stream").asBoolean(false)) {
                Behaviours.events(STREAM.toArray(String[]::new)).serve(request, wire);
            } else {
                wire.send(Behaviours.response(200, RESPONSE));
            }
        };
    }

    public static String event(String type, String members) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + members + "}\n\n";
    }

    public static String text(String text) {
        return event(
                "response.output_text.delta",
                "\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\""
                        + text
                        + "\"");
    }

    private static String response(String status, String output) {
        return "{\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":1741569952,\"status\":\""
                + status
                + "\",\"error\":null,\"incomplete_details\":null,\"model\":\"gpt-x\",\"output\":["
                + output
                + "],\"usage\":{\"input_tokens\":19,\"input_tokens_details\":{\"cached_tokens\":4},"
                + "\"output_tokens\":10,\"output_tokens_details\":{\"reasoning_tokens\":3},"
                + "\"total_tokens\":29}}";
    }

    private static String fault(SeenRequest request) {
        if (!request.method().equals("POST") || !request.target().equals("/v1/responses")) {
            return "wrong target";
        }
        try {
            var body = STRICT.readTree(request.body());
            return body.path("model").isString() && body.has("input") ? "" : "a member is missing";
        } catch (JacksonException _) {
            return "invalid JSON";
        }
    }
}
