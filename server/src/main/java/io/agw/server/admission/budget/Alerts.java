package io.agw.server.admission.budget;

/// Told when use passes a share of a cap. Called by the turn that did it, after it was charged;
/// does not throw. Thread-safe.
@FunctionalInterface
public interface Alerts {
    void passed(Alert alert);

    /// @param share of the cap, such as 0.8
    /// @param used of the measure within the window
    record Alert(Claim claim, Cap cap, double share, long used) {}
}
