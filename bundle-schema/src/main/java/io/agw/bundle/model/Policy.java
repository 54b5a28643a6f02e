package io.agw.bundle.model;

import org.jspecify.annotations.Nullable;

/// What is done when a condition holds. Of several policies that do, all that they ask for is done,
/// and a request is told of the strictest: denied, then paused, then slowed down.
@Doc("What is done when a condition holds of an agent, a key or a request.")
public record Policy(
        @Doc("Unique id.") @Identifier String id,
        @Doc("What the policy is for.") @Nullable String description,
        @Doc("A disabled policy is not looked at.") @Default("false") boolean disabled,
        @Doc("Which requests it looks at; what is not listed is left open.") @Default("{}")
                PolicyMatch match,
        @Doc(
                        "Whose figures the condition speaks of, and who is paused or slowed down: the agent that asks, or the virtual key.")
                @Default("agent")
                Per per,
        @Doc("When something is done, in CEL, such as `error_rate > 0.5 && calls_this_hour >= 20`.")
                String condition,
        @Doc("What is done.") Action action,
        @Doc("How it is done.") @Default("{}") PolicyParams params,
        @Doc("Calls in this hour below which conditions of shares and latencies do not hold.")
                @Default("10")
                @Limits(min = 0, max = 1_000_000)
                int minSamples,
        @Doc("Whether it is done, or only noted that it would be.") @Default("enforce") Mode mode,
        @Doc("How the object ends: `{prune: disabled}` keeps it when its file is gone.")
                @Default("{}")
                Lifecycle lifecycle)
        implements BundleObject {
    /// Whose figures count.
    public enum Per {
        AGENT,
        VIRTUAL_KEY
    }

    /// What is done.
    public enum Action {
        /// All requests are refused until the pause ends.
        PAUSE,
        /// This request is refused.
        DENY,
        /// Somebody is told.
        ALERT,
        /// Requests come slower for a while.
        THROTTLE,
        /// This request goes to another model, or to one provider only.
        ROUTE
    }

    /// Whether it is done.
    public enum Mode {
        ENFORCE,
        DRY_RUN
    }

    @Override
    public ObjectKey key() {
        return new ObjectKey(Kind.POLICY, id);
    }
}
