package io.agw.bundle.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a policy does what it does; each action has its own of these.
public record PolicyParams(
        @Doc("`pause`, `throttle`: how long; absent: until somebody resumes it, and 5 minutes.")
                @Nullable Duration duration,
        @Doc("`deny`, `pause`, `alert`: what clients and operators read.")
                @Matching(
                        value = "[^\\x00-\\x1f]{1,400}",
                        expected = "one line of up to 400 characters")
                @Nullable String message,
        @Doc("`deny`: HTTP status of the refusal; absent: 403.") @Limits(min = 400, max = 599)
                @Nullable Integer status,
        @Doc("`alert`: where it goes besides log, event and meter; absent: nowhere.")
                @Nullable Channel channel,
        @Doc("`alert`: address of the webhook; write a reference where it is a secret.")
                @Nullable SecretValue url,
        @Doc("`alert`: what webhooks are signed with.") @Nullable SecretValue secret,
        @Doc("`alert`: how much it matters; absent: warning.") @Nullable Severity severity,
        @Doc("`alert`: how long the same is not told again; absent: 5m.")
                @Nullable Duration cooldown,
        @Doc("`throttle`: the tighter limit, such as `10/min`.") @Nullable Rate rate,
        @Doc("`throttle`: how long each request waits first.") @Nullable Duration delay,
        @Doc(
                        "`route`: the model that is asked instead, as clients name it on the route; absent: the one they ask for.")
                @Nullable String model,
        @Doc("`route`: the only provider that is asked; absent: any of the model's.")
                @Refers(Kind.PROVIDER)
                @Nullable String providerId) {
    /// Where alerts go besides.
    public enum Channel {
        LOG,
        /// JSON, signed.
        WEBHOOK,
        /// The message as Slack takes it.
        SLACK
    }

    /// How much an alert matters.
    public enum Severity {
        INFO,
        WARNING,
        CRITICAL
    }
}
