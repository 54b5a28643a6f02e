package io.agw.server.dispatch;

import io.agw.bundle.model.Capabilities;
import io.agw.server.dispatch.traits.RequestTraits;
import io.agw.server.dispatch.traits.RequestTraits.Ability;
import org.jspecify.annotations.Nullable;

/// What is known of what a model can do. What is unknown counts as able.
///
/// @param known null when nothing is
/// @param inputLimit most tokens of input alone, where that is what the provider says; null when it
///   does not
public record Abilities(@Nullable Capabilities known, @Nullable Long inputLimit) {
    /// Nothing known.
    public static final Abilities UNKNOWN = new Abilities(null, null);

    /// As the configuration says.
    static Abilities of(@Nullable Capabilities known) {
        return known == null ? UNKNOWN : new Abilities(known, null);
    }

    /// Whether a request must be read to tell whether it can be served.
    boolean dependOnContent() {
        return inputLimit != null
                || (known != null
                        && (Boolean.FALSE.equals(known.vision())
                                || Boolean.FALSE.equals(known.json())
                                || known.contextWindow() != null
                                || known.maxOutputTokens() != null));
    }

    /// What the model lacks for a request, as in “a model that …”; null when it lacks nothing.
    @Nullable String lacks(RequestTraits traits) {
        for (var need : traits.needs()) {
            if (Boolean.FALSE.equals(known(need))) {
                return need.phrase();
            }
        }
        if (window() < traits.contextTokens()) {
            return "takes " + traits.contextTokens() + " tokens of input and output";
        }
        if (inputLimit != null && inputLimit < traits.inputTokens()) {
            return "takes " + traits.inputTokens() + " tokens of input";
        }
        var most = maxOutputTokens();
        return most != null && most < traits.outputTokens()
                ? "answers with up to " + traits.outputTokens() + " tokens"
                : null;
    }

    /// How many of a request's needs nothing is known about.
    int unknown(RequestTraits traits) {
        return (int) traits.needs().stream().filter(need -> known(need) == null).count();
    }

    /// Most tokens that the model takes, with its answer or without it; `Long.MAX_VALUE` when not
    /// known.
    long room() {
        return inputLimit == null ? window() : Math.min(inputLimit, window());
    }

    /// Most tokens of an answer; null when not known.
    @Nullable Long maxOutputTokens() {
        return known == null ? null : known.maxOutputTokens();
    }

    private long window() {
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
