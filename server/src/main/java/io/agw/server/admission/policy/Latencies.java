package io.agw.server.admission.policy;

/// How long calls of this hour took, and when the last one came. Thread-safe.
///
/// Times are counted in classes, four to a power of two, so that a share of them is known within a
/// fifth of its value.
final class Latencies {
    private static final int PER_POWER = 4;
    private static final int POWERS = 32;

    private final int[] classes = new int[PER_POWER * POWERS];
    private long hour = Long.MIN_VALUE;
    private long calls;
    private long sum;
    private long lastAt = Long.MIN_VALUE;

    /// @param now in seconds since 1970
    synchronized void add(long millis, long now) {
        begin(now);
        calls++;
        sum += millis;
        classes[classOf(millis)]++;
    }

    /// Notes that a call came.
    ///
    /// @return when the one before came, in seconds since 1970; `Long.MIN_VALUE` for never
    synchronized long came(long now) {
        long before = lastAt;
        lastAt = Math.max(lastAt, now);
        return before;
    }

    synchronized boolean isIdleSince(long second) {
        return lastAt < second;
    }

    /// Milliseconds on average; 0 when there was no call.
    synchronized double average(long now) {
        begin(now);
        return calls == 0 ? 0 : (double) sum / calls;
    }

    /// Milliseconds within which a share of the calls ended; 0 when there was none.
    synchronized double within(double share, long now) {
        begin(now);
        long wanted = (long) Math.ceil(share * calls);
        long seen = 0;
        for (int i = 0; i < classes.length && wanted > 0; i++) {
            seen += classes[i];
            if (seen >= wanted) {
                return end(i);
            }
        }
        return 0;
    }

    private void begin(long now) {
        long current = Math.floorDiv(now, 3_600);
        if (current != hour) {
            hour = current;
            calls = 0;
            sum = 0;
            java.util.Arrays.fill(classes, 0);
        }
    }

    private static int classOf(long millis) {
        double power = Math.log((double) Math.max(1, millis)) / Math.log(2);
        return (int) Math.min(Math.ceil(power * PER_POWER), PER_POWER * POWERS - 1.0);
    }

    private static double end(int of) {
        return Math.pow(2, (double) of / PER_POWER);
    }
}
