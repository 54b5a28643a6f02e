package io.agw.bundle.model;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The text that a virtual key had before, which works beside the present one until a moment, so
/// that clients can change over one by one.
public record PreviousText(
        @Doc("The text before, as a reference.") @Nullable SecretValue value,
        @Doc("`sha256:` and the hex SHA-256 of the text before, instead of the text.")
                @Nullable SecretValue keyHash,
        @Doc("When the text before stops working, RFC 3339; at most 90 days ahead.")
                Instant until) {
    /// How far ahead `until` may be: a text that works beside another for ever is a second key.
    public static final Duration LONGEST = Duration.ofDays(90);
}
