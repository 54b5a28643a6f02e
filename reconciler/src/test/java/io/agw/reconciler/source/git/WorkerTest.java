package io.agw.reconciler.source.git;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerTest {
    private final Semaphore permits = new Semaphore(1);

    @Test
    void workThatIgnoresItsEndIsLeftBehindAndNeverOverlapped() throws Exception {
        var stubborn = new AtomicBoolean(true);
        try (var worker = new Worker("w", permits)) {
            assertThatThrownBy(() -> worker.run(ofMillis(50), () -> spin(stubborn)))
                    .isInstanceOf(TimeoutException.class);
            assertThat(permits.availablePermits()).isEqualTo(1);

            assertThatThrownBy(() -> worker.run(ofMillis(50), () -> "second"))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessage("an earlier attempt has not ended");

            stubborn.set(false);
            assertThat(worker.run(ofSeconds(20), () -> "third")).isEqualTo("third");
        }
    }

    @Test
    void waitingForAPermitIsNotCountedAsWork() throws Exception {
        permits.acquire();
        try (var worker = new Worker("w", permits)) {
            var work = new FutureTask<>(() -> worker.run(ofSeconds(20), () -> "done"));
            long began = System.nanoTime();
            var waiting = Thread.ofVirtual().start(work);
            await().atMost(ofSeconds(20)).until(() -> waiting.getState() == Thread.State.WAITING);
            long waits = System.nanoTime();
            assertThat(waiting.join(ofMillis(200))).isFalse();
            var waited = Duration.ofNanos(System.nanoTime() - waits);

            permits.release();

            assertThat(work.get(20, TimeUnit.SECONDS)).isEqualTo("done");
            var all = Duration.ofNanos(System.nanoTime() - began);
            assertThat(worker.lastTook()).isLessThanOrEqualTo(all.minus(waited));
        }
    }

    @Test
    void nothingRunsAfterClose() {
        var worker = new Worker("w", permits);
        worker.close();

        assertThatThrownBy(() -> worker.run(ofSeconds(1), () -> "no"))
                .isInstanceOf(CancellationException.class);
    }

    private static String spin(AtomicBoolean goOn) {
        while (goOn.get()) {
            Thread.onSpinWait();
        }
        return "first";
    }
}
