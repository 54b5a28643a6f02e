package io.agw.server.admission.budget;

import io.agw.store.PauseRecords.Resumed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A budget has no room for a turn.
///
/// @param used of the measure within the window
/// @param resumed whether somebody has ended the pause that it brings
/// @param roomAt when it has room again; null when it never will by itself
public record Exceeded(Claim claim, Cap cap, long used, boolean resumed, @Nullable Instant roomAt) {
    /// Whether the holder may do nothing at all until then.
    public boolean isPaused() {
        return !resumed && claim.rule().pauses() && used >= cap.most();
    }

    /// What is to be kept in mind so that it pauses nobody until then.
    public Resumed resume() {
        return new Resumed(
                claim.rule().id(),
                claim.holder(),
                cap.window().word(),
                cap.measure().word(),
                cap.most(),
                roomAt);
    }
}
