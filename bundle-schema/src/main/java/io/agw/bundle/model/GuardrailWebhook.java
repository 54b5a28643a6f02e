package io.agw.bundle.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A service that is asked for verdicts, and the secrets by which it knows who asks.
public record GuardrailWebhook(
        @Doc("Address of the service; write a reference where it is a secret.") SecretValue url,
        @Doc("What questions are signed with; absent: they are not signed.")
                @Nullable SecretValue secret,
        @Doc("Headers set on every question; values may be secrets and are never shown.")
                @Limits(max = 20)
                Map<String, SecretValue> headers) {
    public GuardrailWebhook {
        headers = Map.copyOf(headers);
    }
}
