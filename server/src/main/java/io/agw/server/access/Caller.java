package io.agw.server.access;

import io.agw.store.Payer;
import java.util.Set;

/// Who asks, as far as policies go by it.
///
/// @param payer whom it is counted for
/// @param tags of its key and its agent
public record Caller(Payer payer, Set<String> tags) {
    public Caller {
        tags = Set.copyOf(tags);
    }
}
