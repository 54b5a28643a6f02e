package io.agw.bundle.model;

/// What is asked when all candidates of a target have failed.
public record FallbackStep(
        @Doc("Provider.") @Refers(Kind.PROVIDER) String providerId,
        @Doc("The vendor's name of the model.") String upstreamModel,
        @Doc("After which failures; absent: after every one that may be followed by another.")
                @Default("{}")
                FallbackCondition on) {}
