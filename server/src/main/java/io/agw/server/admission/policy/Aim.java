package io.agw.server.admission.policy;

/// Whom a request is meant for before anything has been tried.
///
/// @param providerId of the candidate that comes first by priority; empty for none
/// @param breaker what the candidate's breaker does now: `closed`, `half_open`, or `open` when it
///   would keep the request away
public record Aim(String providerId, String breaker) {}
