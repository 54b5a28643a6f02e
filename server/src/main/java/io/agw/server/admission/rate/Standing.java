package io.agw.server.admission.rate;

import org.jspecify.annotations.Nullable;

/// What a counter shows.
///
/// @param requests null when they are not limited
/// @param tokens null when they are not limited
/// @param calls turns under way
/// @param streams of them streams
/// @param waiting turns in the queue
public record Standing(
        @Nullable Allowance requests,
        @Nullable Allowance tokens,
        int calls,
        int streams,
        int waiting) {}
