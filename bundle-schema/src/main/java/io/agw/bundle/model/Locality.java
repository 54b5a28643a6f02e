package io.agw.bundle.model;

/// Where a provider runs, for fallbacks that wait for all others.
public enum Locality {
    /// At a vendor.
    REMOTE,
    /// On premises.
    LOCAL
}
