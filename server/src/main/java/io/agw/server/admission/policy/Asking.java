package io.agw.server.admission.policy;

import io.agw.store.Payer;
import java.time.Instant;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A request as policies look at it.
///
/// @param tags of its key and its agent
/// @param model as the client names it; null for none
/// @param tokens that its prompt is taken to have; asked only where that matters
/// @param aim whom it is meant for; asked only where that matters
/// @param at when it came
public record Asking(
        Payer payer,
        Set<String> tags,
        String routeId,
        @Nullable String model,
        LongSupplier tokens,
        Supplier<Aim> aim,
        Instant at) {
    public Asking {
        tags = Set.copyOf(tags);
    }

    /// How one turned out.
    ///
    /// @param nanoDollars what it cost, as far as is known
    /// @param tokens that it used
    /// @param failed whether an upstream or the gateway failed it
    public record Outcome(long nanoDollars, long tokens, boolean failed, long millis) {}
}
