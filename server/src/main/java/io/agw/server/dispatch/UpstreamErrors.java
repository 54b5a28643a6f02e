package io.agw.server.dispatch;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamReply;
import io.agw.server.dialect.Api;
import io.agw.server.provider.SentSecrets;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// Reads how an upstream says that it will not answer. Stateless.
final class UpstreamErrors {
    private static final int LONGEST = 64 * 1024;

    /// As much as nine digits can say, which is in reach of nanoseconds.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(999_999_999);

    private UpstreamErrors() {}

    /// @param sent whose reply is closed when it has been read
    /// @param asked what the client speaks
    /// @param secrets what must not be shown of it
    /// @param callersKey whether the client's own key was shown
    static Fault.Answered read(Sent sent, Api asked, SentSecrets secrets, boolean callersKey) {
        try (var reply = sent.reply()) {
            int status = reply.status();
            var body = whatComes(reply);
            var said = ErrorDocument.read(body);
            boolean shown = said.whole() && sent.spoken() == asked && said.isOf(asked);
            var document = shown && said.isFreeOf(secrets) ? body : null;
            return new Fault.Answered(
                    status,
                    said.error().said(status, said.sentence()).without(secrets::isShownBy),
                    retryAfter(reply),
                    new UpstreamWords(callersKey, said.message(secrets), document));
        }
    }

    /// The body as far as it comes: the status stands, whatever comes with it.
    private static byte[] whatComes(UpstreamReply reply) {
        var body = new ByteArrayOutputStream();
        var piece = new byte[4096];
        try {
            int read = reply.read(piece, 0, piece.length);
            while (read >= 0 && body.size() < LONGEST) {
                body.write(piece, 0, read);
                read = reply.read(piece, 0, piece.length);
            }
        } catch (CallFailed _) {
            // what came before is used
        }
        return body.toByteArray();
    }

    /// Seconds, a date, or `retry-after-ms` as some vendors say it.
    private static @Nullable Duration retryAfter(UpstreamReply reply) {
        var millis = number(reply.header("retry-after-ms"));
        if (millis >= 0) {
            return Duration.ofMillis(millis);
        }
        var seconds = number(reply.header("retry-after"));
        return seconds < 0 ? untilDate(reply) : Duration.ofSeconds(seconds);
    }

    /// A date counts from the upstream's own, so that clocks that differ do no harm; null without
    /// both.
    private static @Nullable Duration untilDate(UpstreamReply reply) {
        var now = date(reply.header("date"));
        var then = date(reply.header("retry-after"));
        if (now == null || then == null) {
            return null;
        }
        var left = Duration.between(now, then);
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        return left.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : left;
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
