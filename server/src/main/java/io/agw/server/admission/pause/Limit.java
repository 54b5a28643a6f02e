package io.agw.server.admission.pause;

/// A limit of a budget that may pause whom it is for.
///
/// @param holder whose use it is, such as `agent:a`
/// @param window such as `hour`
/// @param measure such as `dollars`
public record Limit(String budgetId, String holder, String window, String measure) {}
