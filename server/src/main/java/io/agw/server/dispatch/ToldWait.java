package io.agw.server.dispatch;

import io.agw.server.call.UpstreamReply;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How long an upstream asks to be left alone: in a header, else in its error. Stateless.
final class ToldWait {
    /// As much as nine digits can say, which is in reach of nanoseconds.
    private static final Duration LONGEST = Duration.ofSeconds(999_999_999);

    private static final Pattern PROTOBUF = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?s");

    private ToldWait() {}

    /// Null when it does not say.
    static @Nullable Duration of(UpstreamReply reply, ErrorDocument said) {
        var told = inHeader(reply);
        return told == null ? inBody(reply, said) : told;
    }

    /// Seconds, a date, or `retry-after-ms` as some vendors say it.
    private static @Nullable Duration inHeader(UpstreamReply reply) {
        var millis = number(reply.header("retry-after-ms"));
        if (millis >= 0) {
            return Duration.ofMillis(millis);
        }
        var seconds = number(reply.header("retry-after"));
        return seconds < 0
                ? until(date(reply.header("retry-after")), reply)
                : Duration.ofSeconds(seconds);
    }

    /// Google's `RetryInfo`, https://cloud.google.com/apis/design/errors, and the limit of a
    /// subscription as Codex reads it,
    /// https://github.com/openai/codex/blob/main/codex-rs/codex-api/src/api_bridge.rs.
    private static @Nullable Duration inBody(UpstreamReply reply, ErrorDocument said) {
        var delay = said.detail("google.rpc.RetryInfo").path("retryDelay").asString("");
        if (PROTOBUF.matcher(delay).matches()) {
            return Duration.parse("PT" + delay.replace('s', 'S'));
        }
        if (!said.isUsageLimit()) {
            return null;
        }
        var seconds = number(said.inner().path("resets_in_seconds").asString(""));
        if (seconds >= 0) {
            return Duration.ofSeconds(seconds);
        }
        var at = said.inner().path("resets_at");
        return at.isIntegralNumber() && at.canConvertToLong()
                ? until(Instant.ofEpochSecond(bounded(at.longValue())), reply)
                : null;
    }

    private static long bounded(long epochSecond) {
        return Math.clamp(epochSecond, 0, Instant.MAX.getEpochSecond());
    }

    /// A moment counts from the upstream's own, so that clocks that differ do no harm; null without
    /// both.
    private static @Nullable Duration until(@Nullable Instant then, UpstreamReply reply) {
        var now = date(reply.header("date"));
        if (now == null || then == null) {
            return null;
        }
        var left = Duration.between(now, then);
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        return left.compareTo(LONGEST) > 0 ? LONGEST : left;
    }

    private static @Nullable Instant date(@Nullable String text) {
        try {
            return text == null
                    ? null
                    : DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
        } catch (DateTimeParseException _) {
            return null; // said in no way that is known
        }
    }

    private static long number(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > 9) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
