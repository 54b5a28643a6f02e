package io.agw.bundle.model;

/// Who may use a route.
public record AuthPolicy(
        @Doc("Whether a request must carry a virtual key that allows this route.") @Default("true")
                boolean requireVirtualKey) {}
