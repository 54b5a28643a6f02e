package io.agw.server.admission.budget;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A budget has no room for a turn.
///
/// @param used of the measure within the window
/// @param roomAt when it has room again; null when it never will by itself
public record Exceeded(Claim claim, Cap cap, long used, @Nullable Instant roomAt) {
    /// Whether the holder may do nothing at all until then.
    public boolean isPaused() {
        return claim.rule().pauses() && used >= cap.most();
    }
}
