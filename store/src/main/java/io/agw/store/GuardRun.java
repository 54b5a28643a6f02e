package io.agw.store;

/// One run of a guard in a turn.
///
/// @param id of the guard
/// @param stage `input`, `output`, …
/// @param nanos how long it took
/// @param verdict what it said
public record GuardRun(String id, String stage, long nanos, String verdict) {}
