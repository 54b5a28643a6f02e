package io.agw.server.dispatch;

import java.util.List;

/// How far a request goes after a failure.
///
/// @param moves most moves to another candidate
/// @param chain what is asked when no candidate is left
record Reach(int moves, List<FallbackChain.Step> chain) {
    static final Reach NONE = new Reach(0, List.of());

    Reach {
        chain = List.copyOf(chain);
    }
}
