package io.agw.bundle.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sends requests of one sort to a target, whatever model they name.
public record RoutingRule(
        @Doc("Names the rule in traces and in the reason of a choice.") @Identifier String name,
        @Doc("Which requests; all that is said must hold.") Conditions match,
        @Doc("Name of the target that serves them.") String target) {
    /// What a request must be like.
    public record Conditions(
            @Doc(
                            "Models that the client may have named, `*` at the end for any rest; empty: any, or none.")
                    @Unordered
                    List<String> models,
            @Doc("What the last user message is about: an intent of the route, or a built-in one.")
                    @Nullable String intent,
            @Doc("Texts of which the last user message contains one, whatever the case.") @Unordered
                    List<String> promptContains,
            @Doc("The request limits its answer to at most this many tokens.") @Limits(min = 1)
                    @Nullable Long maxTokensLte,
            @Doc("How demanding the request looks.") @Nullable Complexity complexity,
            @Doc("The request has more tokens than this, as estimated.") @Limits(min = 0)
                    @Nullable Long inputTokensGt) {
        public Conditions {
            models = List.copyOf(models);
            promptContains = List.copyOf(promptContains);
        }

        /// Whether nothing is asked.
        public boolean isEmpty() {
            return models.isEmpty()
                    && intent == null
                    && promptContains.isEmpty()
                    && maxTokensLte == null
                    && complexity == null
                    && inputTokensGt == null;
        }
    }
}
