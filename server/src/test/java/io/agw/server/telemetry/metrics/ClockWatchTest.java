package io.agw.server.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClockWatchTest {
    private final Meters meters = new Meters();
    private Instant wall = Instant.parse("2026-11-28T12:00:00Z");
    private long nanos = Long.MAX_VALUE - 1;
    private final ClockWatch watch = new ClockWatch(meters, () -> wall, () -> nanos);

    @Test
    void aClockThatIsSetIsCounted() {
        pass(Duration.ofHours(1), Duration.ofHours(1));
        pass(Duration.ofSeconds(1), Duration.ofSeconds(6));
        assertThat(jumps()).containsExactly("back 0.0", "forward 0.0");

        pass(Duration.ofSeconds(1), Duration.ofSeconds(7));
        assertThat(jumps()).containsExactly("back 0.0", "forward 1.0");

        pass(Duration.ofSeconds(1), Duration.ofDays(-365));
        pass(Duration.ofSeconds(1), Duration.ofSeconds(1));
        assertThat(jumps()).containsExactly("back 1.0", "forward 1.0");
    }

    /// Both clocks go on, each by its own.
    private void pass(Duration really, Duration told) {
        nanos += really.toNanos();
        wall = wall.plus(told);
        watch.look();
    }

    private List<String> jumps() {
        return meters.text()
                .lines()
                .filter(line -> line.startsWith("agw_clock_jumps_total{"))
                .map(line -> line.replaceAll(".*direction=\"(\\w+)\"} ", "$1 "))
                .sorted()
                .toList();
    }
}
