package io.agw.server.dialect.shape;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What a translated answer is written for.
///
/// @param model as the client named it, or as the gateway chose when it named none
/// @param id for answers whose upstream gave none; unique
/// @param created seconds since 1970
/// @param usage whether a stream is to end with its usage, where that is a client's choice
/// @param asked the client's request, for answers that repeat its settings; null when it is not at
///   hand
public record AnsweringRules(
        String model, String id, long created, boolean usage, @Nullable ObjectNode asked) {
    public AnsweringRules(String model, String id, long created, boolean usage) {
        this(model, id, created, usage, null);
    }
}
