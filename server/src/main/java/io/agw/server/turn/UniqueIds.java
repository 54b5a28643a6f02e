package io.agw.server.turn;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Ids that nobody makes twice, in this process or another: few letters and digits, and a `-`.
/// Thread-safe.
public final class UniqueIds implements Supplier<String> {
    private final String prefix;
    private final AtomicLong count = new AtomicLong();

    public UniqueIds() {
        var random = new byte[6];
        new SecureRandom().nextBytes(random);
        prefix = HexFormat.of().formatHex(random) + "-";
    }

    @Override
    public String get() {
        return prefix + Long.toString(count.incrementAndGet(), Character.MAX_RADIX);
    }
}
