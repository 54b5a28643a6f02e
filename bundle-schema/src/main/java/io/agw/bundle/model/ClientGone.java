package io.agw.bundle.model;

/// What becomes of a call whose client has left.
public enum ClientGone {
    /// It is broken off.
    CANCEL,
    /// Its answer is read to the end, for the usage that it ends with.
    DRAIN
}
