package io.agw.server.turn;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Why a turn ends with an answer that the gateway itself makes.
///
/// @param status HTTP status
/// @param code stable, snake case: `invalid_api_key`, `model_not_found`, …
/// @param message for the client: lower case, offending value then expectation, never a secret
/// @param retryAfter when trying again makes sense; null when it does not or is not known
/// @param param the field of the request that is at fault: `model`; null when none is
/// @param details further members of the error, by snake-case names
public record Refusal(
        int status,
        String code,
        String message,
        @Nullable Duration retryAfter,
        @Nullable String param,
        Map<String, String> details) {
    public Refusal(
            int status,
            String code,
            String message,
            @Nullable Duration retryAfter,
            @Nullable String param) {
        this(status, code, message, retryAfter, param, Map.of());
    }

    public Refusal(int status, String code, String message) {
        this(status, code, message, null, null);
    }

    public Refusal(int status, String code, String message, Duration retryAfter) {
        this(status, code, message, retryAfter, null);
    }

    /// After how many seconds trying again makes sense, as `Retry-After` has them: whole ones,
    /// rounded up, at least one; 0 when it makes none or is not known.
    public long retryAfterSeconds() {
        return retryAfter == null
                ? 0
                : Math.max(1, retryAfter.plusSeconds(1).minusNanos(1).toSeconds());
    }

    /// The same, with the field that is at fault.
    public Refusal about(@Nullable String field) {
        return new Refusal(status, code, message, retryAfter, field, details);
    }

    /// The same with more to tell.
    public Refusal with(Map<String, String> further) {
        return new Refusal(status, code, message, retryAfter, param, further);
    }
}
