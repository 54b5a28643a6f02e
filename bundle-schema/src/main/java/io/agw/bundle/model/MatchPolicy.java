package io.agw.bundle.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which requests a route takes.
public record MatchPolicy(
        @Doc("Host name without port, compared without case; absent: every host.")
                @Nullable String host,
        @Doc("Path prefix, matched at segment boundaries and stripped; absent: every path.")
                @Nullable String pathPrefix,
        @Doc("HTTP methods; empty: every method.") @Unordered List<String> methods) {
    public MatchPolicy {
        methods = List.copyOf(methods);
    }
}
