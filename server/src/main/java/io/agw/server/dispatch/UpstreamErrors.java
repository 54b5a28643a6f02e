package io.agw.server.dispatch;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamReply;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.MalformedJson;
import io.agw.server.dialect.ReplyScanner;
import io.agw.server.dialect.UpstreamError;
import io.agw.server.provider.SentSecrets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Reads how an upstream says that it will not answer. Thread-safe.
final class UpstreamErrors {
    private static final int LONGEST = 16 * 1024;

    private final ReplyScanner scanner;

    UpstreamErrors(ReplyScanner scanner) {
        this.scanner = scanner;
    }

    /// @param reply closed when it has been read
    /// @param secrets what must not be shown of it
    Fault.Answered read(UpstreamReply reply, SentSecrets secrets) {
        try (reply) {
            var error = error(reply).without(secrets::isShownBy);
            return new Fault.Answered(reply.status(), error, retryAfter(reply));
        }
    }

    private UpstreamError error(UpstreamReply reply) {
        try {
            var body = reply.readAll(LONGEST);
            var error = scanner.scan(Api.MODELS, body, 0, body.length).error();
            return error == null ? UpstreamError.UNKNOWN : error;
        } catch (CallFailed | MalformedJson _) {
            // the status stands, whatever came with it
            return UpstreamError.UNKNOWN;
        }
    }

    /// Seconds, or `retry-after-ms` as some vendors say it; dates are not waited for.
    private static @Nullable Duration retryAfter(UpstreamReply reply) {
        var millis = number(reply.header("retry-after-ms"));
        if (millis >= 0) {
            return Duration.ofMillis(millis);
        }
        var seconds = number(reply.header("retry-after"));
        return seconds < 0 ? null : Duration.ofSeconds(seconds);
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
