package io.agw.server.plane.llm;

import io.agw.server.turn.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Headers of answers, alike for every protocol.
final class AnswerHeaders {
    static final Map<String, String> JSON = Map.of("content-type", "application/json");
    static final Map<String, String> STREAM =
            Map.of("content-type", "text/event-stream", "cache-control", "no-cache");

    private AnswerHeaders() {}

    /// With the members of the client's request, by path, that the upstream was not told.
    static Map<String, String> with(Map<String, String> headers, List<String> left) {
        if (left.isEmpty()) {
            return headers;
        }
        var all = new HashMap<>(headers);
        all.put("x-agw-left-out", String.join(",", left));
        return all;
    }

    /// @param allow methods that are allowed, for a 405; empty for none
    static Map<String, String> of(Refusal refusal, String allow) {
        if (refusal.retryAfter() == null && allow.isEmpty()) {
            return JSON;
        }
        var headers = new HashMap<>(JSON);
        if (refusal.retryAfter() != null) {
            long seconds = Math.max(1, refusal.retryAfter().plusMillis(999).toSeconds());
            headers.put("retry-after", Long.toString(seconds));
        }
        if (!allow.isEmpty()) {
            headers.put("allow", allow);
        }
        return headers;
    }
}
