package io.agw.server.admission.rate;

/// What is left of a limit.
///
/// @param limit what may be used at once
/// @param remaining what may be used now, at least 0
/// @param fullInNanos when all of it may be used again
public record Allowance(long limit, long remaining, long fullInNanos) {
    /// Whichever leaves less room in proportion.
    public Allowance orTighter(Allowance other) {
        return (double) other.remaining() / other.limit() < (double) remaining / limit
                ? other
                : this;
    }
}
