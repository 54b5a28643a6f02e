package io.agw.bundle.model;

import java.time.Duration;

/// Whether and how often a provider is asked for its models while nobody waits.
public record Discovery(
        @Doc("`false`: the provider is never asked by itself.") @Default("true") boolean enabled,
        @Doc("Time between two questions; after a failure it is asked again sooner.")
                @Default("15m")
                Duration interval) {}
