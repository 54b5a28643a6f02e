package io.agw.server.price;

import io.agw.bundle.model.TokenRates;
import io.agw.bundle.price.Dollars;
import io.agw.server.dialect.conversation.TokenUsage;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What each part costs: nano-dollars for a thousand tokens, −1 where that is not known.
record Rates(
        long input,
        long output,
        long cacheRead,
        long cacheWrite,
        long longCacheWrite,
        long audioInput,
        long audioOutput) {
    private static final long UNKNOWN = -1;
    private static final long TOKENS = 1_000;

    static Rates of(TokenRates rates) {
        return new Rates(
                rate(rates.input()),
                rate(rates.output()),
                rate(rates.cachedInput()),
                rate(rates.cacheWrite()),
                rate(rates.longCacheWrite()),
                rate(rates.audioInput()),
                rate(rates.audioOutput()));
    }

    private static long rate(@Nullable String dollars) {
        return dollars == null
                ? UNKNOWN
                : Dollars.perThousandTokens(dollars)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "\"" + dollars + "\" (expected: a checked price)"));
    }

    /// Nano-dollars, rounded half up once at the end. Empty when there are tokens whose rate is not
    /// known, or when the sum is beyond what a number holds.
    OptionalLong cost(TokenUsage usage) {
        try {
            long sum = part(usage.uncachedInput(), input);
            sum = Math.addExact(sum, part(usage.cacheRead(), cacheRead));
            sum = Math.addExact(sum, part(usage.cacheWrite(), cacheWrite));
            sum = Math.addExact(sum, part(usage.longCacheWrite(), longCacheWrite));
            sum = Math.addExact(sum, part(usage.audioInput(), audioInput));
            sum = Math.addExact(sum, part(usage.visibleOutput(), output));
            sum = Math.addExact(sum, part(usage.reasoning(), output));
            sum = Math.addExact(sum, part(usage.audioOutput(), audioOutput));
            return OptionalLong.of(Math.addExact(sum, TOKENS / 2) / TOKENS);
        } catch (ArithmeticException _) {
            return OptionalLong.empty();
        }
    }

    /// Nano-dollars at the dearest rates, rounded up.
    OptionalLong most(long inputTokens, long outputTokens, boolean cached) {
        long in = Math.max(input, audioInput);
        if (cached) {
            in = Math.max(in, Math.max(cacheWrite, longCacheWrite));
        }
        try {
            long sum =
                    Math.addExact(
                            part(inputTokens, in),
                            part(outputTokens, Math.max(output, audioOutput)));
            return OptionalLong.of(Math.addExact(sum, TOKENS - 1) / TOKENS);
        } catch (ArithmeticException _) {
            return OptionalLong.empty();
        }
    }

    private static long part(long tokens, long rate) {
        if (tokens == 0) {
            return 0;
        }
        if (rate == UNKNOWN) {
            throw new ArithmeticException("no rate");
        }
        return Math.multiplyExact(tokens, rate);
    }
}
