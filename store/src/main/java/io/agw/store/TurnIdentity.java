package io.agw.store;

/// What tells a turn from every other: clients may send a request's id, or a trace's, again.
///
/// @param startedMillis since 1970
public record TurnIdentity(String requestId, String traceId, long startedMillis) {
    public static TurnIdentity of(UsageRecord row) {
        return new TurnIdentity(row.requestId(), row.traceId(), row.startedAt().toEpochMilli());
    }
}
