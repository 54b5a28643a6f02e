package io.agw.server.dialect;

import io.agw.server.dialect.conversation.ToldUsage;
import org.jspecify.annotations.Nullable;

/// What an answer, or one chunk of a streamed one, says about itself.
///
/// @param usage null when it holds none
/// @param id of what was made; null when it has none
/// @param choices whether it holds at least one choice
/// @param error null when it is no error
public record ScannedReply(
        @Nullable ToldUsage usage,
        @Nullable String id,
        boolean choices,
        @Nullable UpstreamError error) {}
