package io.agw.server.dialect.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A whole answer.
///
/// @param parts texts, thoughts, tool calls, in order
/// @param sequence the stop text that ended it; null unless that is why, and it is known
/// @param usage null when the upstream did not count
public record Answer(
        String id,
        String model,
        List<Part> parts,
        AnswerEvent.StopReason reason,
        @Nullable String sequence,
        @Nullable TokenUsage usage) {
    public Answer {
        parts = List.copyOf(parts);
    }
}
