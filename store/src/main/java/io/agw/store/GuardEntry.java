package io.agw.store;

/// One run of a guard in a turn.
///
/// @param id of the guard
/// @param stage `input`, `output`, …
/// @param nanos how long it took
/// @param verdict what it said; `clean` when it found nothing
public record GuardEntry(String id, String stage, long nanos, String verdict) {
    /// Whether it found something.
    public boolean triggered() {
        return !verdict.equals("clean");
    }
}
