package io.agw.server.match;

/// Which route takes a request.
public sealed interface Match {
    /// An enabled route serves the path.
    ///
    /// @param operation what the path asks for
    /// @param tail what follows the operation's own path, decoded and without a leading slash: the
    ///   model's name under `/models/`; empty for most operations
    /// @param pattern the path with a placeholder for the tail, of which there are few: for spans
    record Found(Route route, Operation operation, String tail, String pattern) implements Match {}

    /// Only a disabled route serves the path.
    record Disabled(Route route) implements Match {}

    /// A route takes this host, prefix and method, but its protocol has no such path.
    record Unserved(Route route) implements Match {}

    /// No route takes this host, path and method.
    record None() implements Match {}
}
