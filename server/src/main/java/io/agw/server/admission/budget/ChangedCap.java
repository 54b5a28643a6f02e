package io.agw.server.admission.budget;

import java.time.Instant;

/// Another limit in place of the one that the configuration says, for a time.
///
/// @param cap what counts
/// @param reason for people
/// @param actor who changed it
/// @param until when the configuration counts again
public record ChangedCap(
        String budgetId, Cap cap, String reason, String actor, Instant since, Instant until) {
    boolean isOn(Instant now) {
        return now.isBefore(until);
    }

    boolean isOf(Cap other) {
        return cap.window() == other.window() && cap.measure() == other.measure();
    }
}
