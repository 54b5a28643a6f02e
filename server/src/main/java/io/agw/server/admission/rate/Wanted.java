package io.agw.server.admission.rate;

/// What a turn wants of a limit.
///
/// @param tokens it is taken to use; settled when they are known
/// @param stream whether its answer is a stream
/// @param line in which it waits: those of one line wait behind each other, and lines take turns
public record Wanted(long tokens, boolean stream, String line) {}
