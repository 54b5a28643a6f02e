package io.agw.server.dispatch;

import io.agw.bundle.model.Capabilities;
import io.agw.server.dispatch.traits.RequestTraits;
import io.agw.server.dispatch.traits.RequestTraits.Ability;
import org.jspecify.annotations.Nullable;

/// What is known of what a model can do. What is unknown counts as able.
///
/// @param known null when nothing is
record Abilities(@Nullable Capabilities known) {
    /// Nothing known.
    static final Abilities UNKNOWN = new Abilities(null);

    /// Whether a request must be read to tell whether it can be served.
    boolean dependOnContent() {
        return known != null
                && (known.vision() != null
                        || known.json() != null
                        || known.contextWindow() != null
                        || known.maxOutputTokens() != null);
    }

    /// What the model lacks for a request, as in “a model that …”; null when it lacks nothing.
    @Nullable String lacks(RequestTraits traits) {
        if (known == null) {
            return null;
        }
        for (var need : traits.needs()) {
            if (Boolean.FALSE.equals(known(need))) {
                return need.phrase();
            }
        }
        if (contextWindow() < traits.contextTokens()) {
            return "takes " + traits.contextTokens() + " tokens of input and output";
        }
        var most = known.maxOutputTokens();
        return most != null && most < traits.outputTokens()
                ? "answers with up to " + traits.outputTokens() + " tokens"
                : null;
    }

    /// How many of a request's needs nothing is known about.
    int unknown(RequestTraits traits) {
        return (int) traits.needs().stream().filter(need -> known(need) == null).count();
    }

    /// Most tokens of input and output; `Long.MAX_VALUE` when not known.
    long contextWindow() {
        var window = known == null ? null : known.contextWindow();
        return window == null ? Long.MAX_VALUE : window;
    }

    private @Nullable Boolean known(Ability ability) {
        if (known == null) {
            return null;
        }
        return switch (ability) {
            case STREAMING -> known.streaming();
            case TOOLS -> known.tools();
            case VISION -> known.vision();
            case JSON -> known.json();
            case EMBEDDINGS -> known.embeddings();
        };
    }
}
