package io.agw.reconciler.loop;

import java.util.Locale;

/// The steps of an attempt, in order. Checking signatures will stand between `FETCH` and `RENDER`,
/// watching what an apply does to traffic after `APPLY`.
public enum Step {
    /// Ask the source for its newest state.
    RESOLVE,
    /// Fetch the files of that state.
    FETCH,
    /// Files to bundle: parse, resolve references, validate.
    RENDER,
    /// Plan, check and compile without writing.
    PLAN,
    /// Plan, check, compile, guard, commit, publish.
    APPLY;

    /// As metrics say it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
