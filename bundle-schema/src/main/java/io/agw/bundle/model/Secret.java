package io.agw.bundle.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// A secret's plain text. Never printed: {@link #toString} masks it, equality takes constant time,
/// and it has no JSON form.
public final class Secret {
    /// What stands wherever a secret would be shown; also accepted on input, where it means "keep".
    public static final String MASK = "********";

    private final String text;

    public Secret(String text) {
        this.text = text;
    }

    /// The plain text, for the one place that must send or hash it.
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret that
                && MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.UTF_8),
                        that.text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return MASK;
    }
}
