package io.agw.bundle.model;

/// What keeps getting the same variant of a test.
public enum Sticky {
    /// Each virtual key.
    KEY,
    /// Each user that a request names, else each virtual key.
    USER,
    /// Nothing: every request is drawn anew.
    NONE
}
