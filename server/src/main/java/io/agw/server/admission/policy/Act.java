package io.agw.server.admission.policy;

import io.agw.bundle.model.PolicyParams.Channel;
import io.agw.bundle.model.PolicyParams.Severity;
import io.agw.bundle.model.Secret;
import io.agw.server.admission.rate.Rule;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a policy does.
public sealed interface Act {
    /// Pauses the agent or key.
    ///
    /// @param duration null until somebody resumes it
    /// @param message empty for none
    record Pause(@Nullable Duration duration, String message) implements Act {}

    /// Refuses the request.
    ///
    /// @param status HTTP status
    /// @param message empty for none
    record Deny(int status, String message) implements Act {}

    /// Lets the agent or key have less for a while.
    ///
    /// @param rule the limit; null for none
    /// @param delay of each request
    /// @param duration how long
    record Throttle(@Nullable Rule rule, Duration delay, Duration duration) implements Act {}

    /// Sends the request elsewhere.
    record Route(Detour detour) implements Act {}

    /// Tells somebody.
    ///
    /// @param message empty for none
    /// @param cooldown how long the same is not told again
    record Alert(Severity severity, String message, Duration cooldown, Target target)
            implements Act {}

    /// Where an alert goes besides log, event and meter.
    ///
    /// @param url of a webhook; null for nowhere
    /// @param secret that it is signed with; null for none
    record Target(Channel channel, @Nullable Secret url, @Nullable Secret secret) {
        static final Target NOWHERE = new Target(Channel.LOG, null, null);
    }

    /// The word for it in bundles and meters.
    default String word() {
        return switch (this) {
            case Pause _ -> "pause";
            case Deny _ -> "deny";
            case Throttle _ -> "throttle";
            case Route _ -> "route";
            case Alert _ -> "alert";
        };
    }

    /// Whether it is done to a request, so that nothing is left to do once that is over.
    default boolean isOfRequest() {
        return switch (this) {
            case Deny _, Route _ -> true;
            case Pause _, Throttle _, Alert _ -> false;
        };
    }
}
