package io.agw.server.admission.rate;

/// So many in so long a time, refilled continuously.
///
/// @param count at least 1
/// @param perNanos at least 1
public record Pace(long count, long perNanos) {
    public Pace {
        if (count < 1 || perNanos < 1) {
            throw new IllegalArgumentException(
                    count + " in " + perNanos + " ns (expected: both at least 1)");
        }
    }

    double perNano() {
        return (double) count / perNanos;
    }
}
