package io.agw.server.plane.llm;

import io.agw.server.admission.Remaining;
import io.agw.server.admission.rate.Allowance;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is left of the limits of a client, in the headers from which libraries read it.
final class LimitHeaders {
    private LimitHeaders() {}

    /// As OpenAI has them, of which the time is a duration such as `6m0s`:
    /// https://platform.openai.com/docs/guides/rate-limits#rate-limits-in-headers.
    static Map<String, String> openAi(Remaining remaining) {
        var headers = new HashMap<String, String>();
        openAi(headers, "requests", remaining.requests());
        openAi(headers, "tokens", remaining.tokens());
        return headers;
    }

    private static void openAi(
            Map<String, String> headers, String what, @Nullable Allowance allowance) {
        if (allowance != null) {
            headers.put("x-ratelimit-limit-" + what, Long.toString(allowance.limit()));
            headers.put("x-ratelimit-remaining-" + what, Long.toString(allowance.remaining()));
            headers.put(
                    "x-ratelimit-reset-" + what,
                    duration(Duration.ofNanos(allowance.fullInNanos())));
        }
    }

    /// As Anthropic has them, of which the time is an RFC 3339 one:
    /// https://docs.anthropic.com/en/api/rate-limits#response-headers.
    static Map<String, String> anthropic(Remaining remaining, Instant now) {
        var headers = new HashMap<String, String>();
        anthropic(headers, "requests", remaining.requests(), now);
        anthropic(headers, "tokens", remaining.tokens(), now);
        return headers;
    }

    private static void anthropic(
            Map<String, String> headers, String what, @Nullable Allowance allowance, Instant now) {
        if (allowance != null) {
            var prefix = "anthropic-ratelimit-" + what;
            headers.put(prefix + "-limit", Long.toString(allowance.limit()));
            headers.put(prefix + "-remaining", Long.toString(allowance.remaining()));
            headers.put(
                    prefix + "-reset",
                    now.plusNanos(allowance.fullInNanos())
                            .plusSeconds(1)
                            .minusNanos(1)
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString());
        }
    }

    /// `6m0s`, `1h0m0s`, `12s`, `600ms`.
    private static String duration(Duration time) {
        if (time.toSeconds() == 0) {
            return time.toMillis() + "ms";
        }
        var rounded = time.plusSeconds(1).minusNanos(1);
        var text = rounded.toSecondsPart() + "s";
        if (rounded.toMinutes() > 0) {
            text = rounded.toMinutesPart() + "m" + text;
        }
        return rounded.toHours() > 0 ? rounded.toHours() + "h" + text : text;
    }
}
