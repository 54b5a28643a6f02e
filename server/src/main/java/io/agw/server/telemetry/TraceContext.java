package io.agw.server.telemetry;

import org.jspecify.annotations.Nullable;

/// A place in a trace as W3C trace context names it.
///
/// @param traceId 32 lower-case hex digits, not all zero
/// @param spanId 16 lower-case hex digits, not all zero
/// @param sampled whether the caller keeps its part of the trace
/// @param state the `tracestate` header as it came; null when there is none
public record TraceContext(String traceId, String spanId, boolean sampled, @Nullable String state) {
    private static final int LENGTH = 55;
    private static final int LONGEST_STATE = 512;

    /// Reads `traceparent` and `tracestate`; null when the former is absent or malformed, which
    /// begins a new trace. Later versions are read as far as this one goes, as the standard asks.
    public static @Nullable TraceContext parse(
            @Nullable String traceparent, @Nullable String tracestate) {
        if (traceparent == null || !isWellFormed(traceparent)) {
            return null;
        }
        var state = tracestate == null || !isState(tracestate) ? null : tracestate.strip();
        boolean sampled = (Character.digit(traceparent.charAt(54), 16) & 1) == 1;
        return new TraceContext(
                traceparent.substring(3, 35), traceparent.substring(36, 52), sampled, state);
    }

    /// The `traceparent` header that makes this place the parent.
    public String traceparent() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }

    private static boolean isWellFormed(String text) {
        boolean versionZero = text.startsWith("00-");
        return text.length() >= LENGTH
                && (text.length() == LENGTH || (!versionZero && text.charAt(LENGTH) == '-'))
                && !text.startsWith("ff")
                && isHex(text, 0, 2)
                && text.charAt(2) == '-'
                && isId(text, 3, 35)
                && text.charAt(35) == '-'
                && isId(text, 36, 52)
                && text.charAt(52) == '-'
                && isHex(text, 53, LENGTH);
    }

    /// Whether the text is short and plain enough to be passed on in a header.
    private static boolean isState(String text) {
        return text.length() <= LONGEST_STATE
                && !text.isBlank()
                && text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    private static boolean isId(String text, int from, int to) {
        boolean zero = true;
        for (int i = from; i < to; i++) {
            zero &= text.charAt(i) == '0';
        }
        return !zero && isHex(text, from, to);
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
