package io.agw.server.dispatch;

/// Calls and failures of the last so many nanoseconds, in slices that are forgotten one by one. Of
/// fixed size; not thread-safe.
final class CallCounts {
    private static final int SLICES = 12;

    private final long slice;
    private final int[] calls = new int[SLICES];
    private final int[] failures = new int[SLICES];
    private long newest;

    CallCounts(long window, long now) {
        this.slice = Math.max(1, window / SLICES);
        this.newest = Math.floorDiv(now, slice);
    }

    void add(boolean failed, long now) {
        forget(now);
        int at = at(newest);
        calls[at]++;
        if (failed) {
            failures[at]++;
        }
    }

    int calls(long now) {
        forget(now);
        return sum(calls);
    }

    int failures(long now) {
        forget(now);
        return sum(failures);
    }

    void clear() {
        java.util.Arrays.fill(calls, 0);
        java.util.Arrays.fill(failures, 0);
    }

    private void forget(long now) {
        long current = Math.floorDiv(now, slice);
        for (long next = Math.max(newest + 1, current - SLICES + 1); next <= current; next++) {
            calls[at(next)] = 0;
            failures[at(next)] = 0;
        }
        newest = Math.max(newest, current);
    }

    private static int at(long index) {
        return Math.floorMod(index, SLICES);
    }

    private static int sum(int[] slices) {
        int sum = 0;
        for (int each : slices) {
            sum += each;
        }
        return sum;
    }
}
