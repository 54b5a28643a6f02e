package io.agw.server.dispatch;

import io.agw.server.admission.policy.Detour;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dispatch.traits.RequestTraits;
import io.agw.server.price.PriceList;
import java.time.Instant;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// For whom a target is chosen, and at which prices.
///
/// @param keyId of the client's virtual key; null when it showed none
/// @param prices of the serving configuration
/// @param at when the request came
/// @param detour where a policy sends it instead; null for none
public record Requester(
        @Nullable String keyId, PriceList prices, Instant at, @Nullable Detour detour) {
    /// Tokens that a prompt is taken to have when nobody can tell.
    private static final long USUAL_PROMPT = 1_000;

    /// What an answer is taken to have when the client sets no limit.
    private static final long USUAL_ANSWER = 1_000;

    /// What a request costs at a target, in nano-dollars, by its estimated input and its limit of
    /// output; `Long.MAX_VALUE` where the price is not known.
    ///
    /// @param model the client's name without the route's own prefix
    ToLongFunction<Target> cost(RequestTraits traits, String model) {
        long output = traits.outputTokens() < 0 ? USUAL_ANSWER : traits.outputTokens();
        long input = traits.inputTokens() < 0 ? USUAL_PROMPT : traits.inputTokens();
        var usage =
                TokenUsage.of(
                        Math.min(input, TokenUsage.ABSURD), Math.min(output, TokenUsage.ABSURD));
        return target -> {
            var asked = target.modelFor(model);
            var price = asked == null ? null : prices.find(target.providerId(), asked, at);
            return price == null ? Long.MAX_VALUE : price.cost(usage).orElse(Long.MAX_VALUE);
        };
    }
}
