package io.agw.reconciler.loop;

import java.time.Duration;
import java.util.Locale;

/// Why an attempt is made, in rising order of what counts when there are several.
public enum Trigger {
    POLL(Duration.ZERO, Duration.ZERO),
    RETRY(Duration.ZERO, Duration.ZERO),
    START(Duration.ZERO, Duration.ZERO),
    /// A folder changed. It must be live within two seconds, whenever the last attempt was.
    WATCH(Duration.ofMillis(200), Duration.ofSeconds(1)),
    WEBHOOK(Duration.ofMillis(500), Duration.ofSeconds(2)),
    RESUME(Duration.ZERO, Duration.ZERO),
    APPROVAL(Duration.ZERO, Duration.ZERO),
    MANUAL(Duration.ZERO, Duration.ZERO);

    private final Duration settle;
    private final Duration gap;

    Trigger(Duration settle, Duration gap) {
        this.settle = settle;
        this.gap = gap;
    }

    /// How long is waited for more of the same before the attempt.
    Duration settle() {
        return settle;
    }

    /// Least time since the beginning of the attempt before.
    Duration gap() {
        return gap;
    }

    /// Whether something happened just now that an older answer of a source cannot know.
    boolean isNews() {
        return this != POLL && this != RETRY && this != START;
    }

    /// As revisions, events and metrics say it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
