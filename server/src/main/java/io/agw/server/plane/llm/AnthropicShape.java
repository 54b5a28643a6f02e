package io.agw.server.plane.llm;

import io.agw.server.admission.Remaining;
import io.agw.server.dialect.UpstreamError;
import io.agw.server.dialect.shape.ToldEvents;
import io.agw.server.turn.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The shapes of Anthropic's API: https://docs.anthropic.com/en/api/errors.
enum AnthropicShape implements ClientShape {
    INSTANCE;

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String TOO_LONG = "prompt is too long";

    /// What a model's date says when nobody knows it.
    private static final String UNKNOWN_TIME = "1970-01-01T00:00:00Z";

    /// With `code` and `param` beside what the API itself has.
    @Override
    public ObjectNode error(Refusal refusal, String requestId) {
        var document = JSON.createObjectNode().put("type", "error");
        var error =
                document.putObject("error")
                        .put("type", type(refusal.status()))
                        .put("message", message(refusal))
                        .put("code", refusal.code());
        if (refusal.param() != null) {
            error.put("param", refusal.param());
        }
        refusal.details().forEach(error::put);
        return document.put("request_id", requestId);
    }

    /// Libraries and command lines know a prompt that is too long by Anthropic's words for it.
    private static String message(Refusal refusal) {
        var said = refusal.message();
        boolean isToSay =
                refusal.code().equals(UpstreamError.TOO_LONG)
                        && !said.toLowerCase(Locale.ROOT).contains(TOO_LONG);
        return isToSay ? TOO_LONG + ": " + said : said;
    }

    @Override
    public byte[] errorEvent(Refusal refusal, String requestId, ToldEvents told) {
        var text =
                "event: error\ndata: "
                        + JSON.writeValueAsString(error(refusal, requestId))
                        + "\n\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Map<String, String> limits(Remaining remaining, Instant now) {
        return LimitHeaders.anthropic(remaining, now);
    }

    @Override
    public ObjectNode models(Collection<String> names) {
        var list = JSON.createObjectNode();
        var data = list.putArray("data");
        names.forEach(name -> data.add(model(name)));
        var ordered = List.copyOf(names);
        return list.put("has_more", false)
                .put("first_id", ordered.isEmpty() ? null : ordered.getFirst())
                .put("last_id", ordered.isEmpty() ? null : ordered.getLast());
    }

    @Override
    public ObjectNode model(String name) {
        return JSON.createObjectNode()
                .put("type", "model")
                .put("id", name)
                .put("display_name", name)
                .put("created_at", UNKNOWN_TIME)
                .put("lifecycle", "active");
    }

    @Override
    public boolean isOwn(JsonNode list) {
        return list.has("has_more");
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 503, 529 -> "overloaded_error";
            case 504 -> "timeout_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }
}
