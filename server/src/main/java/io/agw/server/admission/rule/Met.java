package io.agw.server.admission.rule;

import io.agw.server.admission.holder.Holder;

/// A rule that somebody has to keep.
///
/// @param <R> what it says
/// @param holder whose use is counted
/// @param place among all rules, in which they are met
public record Met<R>(R rule, Holder holder, int place) {}
