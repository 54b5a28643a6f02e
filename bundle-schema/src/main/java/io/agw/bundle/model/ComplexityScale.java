package io.agw.bundle.model;

/// From which score on a request counts as more demanding. The score is 0 to 100.
public record ComplexityScale(
        @Doc("Lowest score of `medium`.") @Default("15") @Limits(min = 1, max = 100) int mediumFrom,
        @Doc("Lowest score of `high`.") @Default("40") @Limits(min = 1, max = 100) int highFrom) {}
