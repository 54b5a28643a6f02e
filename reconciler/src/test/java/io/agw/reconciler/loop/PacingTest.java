package io.agw.reconciler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PacingTest {
    private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

    private final Pacing pacing =
            new Pacing(SourcePolicy.defaults(), new SplittableRandom(7), START);

    @Test
    void waitsAfterFailuresDoubleAreSpreadAndStayWithinTheirBounds() {
        for (int failures = 1; failures < 200; failures++) {
            var most = Math.min(300_000L, 2_000L << Math.min(failures - 1, 20));
            var wait = pacing.backoff(failures, null).toMillis();
            assertThat(wait).isBetween(Math.max(1_000, most / 2), most);
        }
    }

    @Test
    void whatTheOtherSideAsksForComesFirstWithinTheBounds() {
        assertThat(pacing.backoff(1, Duration.ofMinutes(2))).isEqualTo(Duration.ofMinutes(2));
        assertThat(pacing.backoff(1, Duration.ZERO)).isEqualTo(Duration.ofSeconds(1));
        assertThat(pacing.backoff(1, Duration.ofDays(1))).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void theIntervalIsSpreadByATenth() {
        for (int i = 0; i < 200; i++) {
            assertThat(pacing.interval()).isBetween(Duration.ofSeconds(54), Duration.ofSeconds(66));
        }
    }

    @Test
    void manyCallsMakeOneAttemptAndDoNotPutItOff() {
        pacing.start(START);
        var at = START.plusSeconds(10);

        for (int i = 0; i < 50; i++) {
            pacing.request(Trigger.WEBHOOK, at.plusMillis(10L * i));
        }

        assertThat(pacing.due()).isEqualTo(at.plusMillis(500));
        assertThat(pacing.start(at.plusMillis(500))).isEqualTo(Trigger.WEBHOOK);
        assertThat(pacing.due()).isEqualTo(Instant.MAX);
    }

    @Test
    void webhooksKeepAGapBetweenAttempts() {
        pacing.start(START);

        pacing.request(Trigger.WEBHOOK, START.plusMillis(100));

        assertThat(pacing.due()).isEqualTo(START.plusSeconds(2));
    }

    @Test
    void aChangedFolderIsLookedAtWithinASecondEvenRightAfterAnAttempt() {
        pacing.start(START);

        pacing.request(Trigger.WATCH, START.plusMillis(1));

        assertThat(pacing.due()).isEqualTo(START.plusSeconds(1));
    }

    @Test
    void whatHappensDuringAnAttemptMakesOneMore() {
        pacing.start(START);
        pacing.request(Trigger.WEBHOOK, START.plusSeconds(3));

        pacing.finish(START.plusSeconds(20), Duration.ofMinutes(1), Trigger.POLL);

        assertThat(pacing.due()).isEqualTo(START.plusMillis(3_500));
    }
}
