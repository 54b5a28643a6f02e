package io.agw.bundle.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A model name that clients may ask for, and what can serve it.
public record ModelTarget(
        @Doc("The name that clients send; unique within the route.") String name,
        @Doc("Overrides the route's strategy for this name.") @Nullable SelectorStrategy strategy,
        @Doc(
                        "Splits the requests between candidates to compare them; others serve after a failure.")
                @Nullable AbTest abTest,
        @Doc("What can serve the name.") @Limits(min = 1) List<Candidate> candidates) {
    public ModelTarget {
        candidates = List.copyOf(candidates);
    }
}
