package io.agw.bundle.model;

/// How a candidate of a logical model is chosen.
public enum SelectorStrategy {
    /// Among the highest priority present: a weighted draw, or the first when no weight is
    /// positive.
    AUTO,
    /// A draw by weight over all candidates.
    WEIGHTED,
    /// The highest priority, ties in document order.
    PRIORITY
}
