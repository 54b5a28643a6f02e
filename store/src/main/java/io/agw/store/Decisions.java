package io.agw.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was decided about a turn on its way.
///
/// @param cache `hit`, `miss` or `bypass`; null when no cache was asked
/// @param policies ids of the policies that matched
/// @param guards those that ran, in order
public record Decisions(@Nullable String cache, List<String> policies, List<GuardEntry> guards) {
    /// Nothing was decided.
    public static final Decisions NONE = new Decisions(null, List.of(), List.of());

    public Decisions {
        policies = List.copyOf(policies);
        guards = List.copyOf(guards);
    }
}
