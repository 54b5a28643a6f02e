package io.agw.server.cache;

import io.agw.bundle.model.Cache;
import org.jspecify.annotations.Nullable;

/// Finds out what a text means.
@FunctionalInterface
public interface Embedder {
    /// Blocks until it is known.
    ///
    /// @param cache that wants to know
    /// @return null when it cannot be found out, whyever
    float @Nullable [] embed(Cache cache, String text);
}
