package io.agw.bundle;

import io.agw.bundle.document.ReadLimits;
import java.time.Duration;

/// How much one bundle may be.
///
/// @param files most files
/// @param bytes most bytes of all files together
/// @param file bounds of each file
public record BundleLimits(int files, long bytes, ReadLimits file) {
    /// The product's defaults for a source.
    public static BundleLimits defaults() {
        return new BundleLimits(10_000, 32L << 20, ReadLimits.defaults());
    }

    /// What an administrator hands over, such as an export: any file may be the whole bundle.
    public static BundleLimits handedOver() {
        return new BundleLimits(10_000, 32L << 20, ReadLimits.wholeBundle());
    }

    /// The most that an operator may set a source's own limits to.
    public static BundleLimits largest() {
        return new BundleLimits(
                50_000,
                128L << 20,
                new ReadLimits(1 << 20, 50, 50, 800_000, Duration.ofSeconds(2)));
    }
}
