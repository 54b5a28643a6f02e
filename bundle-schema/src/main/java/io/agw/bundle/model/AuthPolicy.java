package io.agw.bundle.model;

/// Who may use a route.
public record AuthPolicy(
        @Doc("Whether a request must carry a virtual key that allows this route.") @Default("true")
                boolean requireVirtualKey,
        @Doc(
                        "Whether it must be known which agent a request is from, by its key or by `x-agent-id`.")
                @Default("false")
                boolean requireAgent) {}
