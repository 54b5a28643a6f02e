package io.agw.bundle.model;

/// How a candidate of a logical model is chosen.
public enum SelectorStrategy {
    /// Among the highest priority present: a weighted draw, or the first when no weight is
    /// positive.
    AUTO,
    /// A draw by weight over all candidates.
    WEIGHTED,
    /// The highest priority, ties in document order.
    PRIORITY,
    /// One after the other, in document order.
    ROUND_ROBIN,
    /// The one with the fewest calls under way, ties in turn.
    LEAST_BUSY,
    /// The one that has answered fastest of late; new ones are tried first, and now and then any
    /// other.
    LATENCY,
    /// The one at which this request costs least; one without a known price comes last.
    COST,
    /// The one that fits the request most closely: known to be able rather than unknown, with the
    /// smallest sufficient context window.
    CAPABILITY
}
