package io.agw.cli.output;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// One line on standard error that says what is going on and for how long, once it takes longer
/// than a moment, and is wiped at the end. Silent where no person watches. `close` stops it.
public final class Progress implements AutoCloseable {
    private static final Duration MOMENT = Duration.ofMillis(500);

    private final PrintStream err;
    private final InstantSource clock;
    private final String doing;
    private final Instant began;
    private final @Nullable Thread thread;
    private boolean shown;

    private Progress(PrintStream err, InstantSource clock, String doing, boolean watched) {
        this.err = err;
        this.clock = clock;
        this.doing = doing;
        this.began = clock.instant();
        this.thread = watched ? Thread.ofVirtual().name("progress").unstarted(this::run) : null;
    }

    /// Begins to show; `watched` false shows nothing.
    public static Progress of(PrintStream err, InstantSource clock, String doing, boolean watched) {
        var progress = new Progress(err, clock, doing, watched);
        if (progress.thread != null) {
            progress.thread.start();
        }
        return progress;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(MOMENT);
                var took = Duration.between(began, clock.instant());
                err.print("\r" + doing + " … " + took.toSeconds() + " s");
                err.flush();
                shown = true;
            }
        } catch (InterruptedException _) {
            // The work is done: wipe the line, if there is one.
            if (shown) {
                err.print("\r\u001b[K");
                err.flush();
            }
        }
    }

    @Override
    public void close() {
        if (thread == null) {
            return;
        }
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
