package io.agw.bundle.guardrail;

import io.agw.bundle.model.Default;
import io.agw.bundle.model.Doc;
import io.agw.bundle.model.Limits;
import java.time.Duration;
import java.util.List;

/// Settings of the type `webhook`. Where the service is, and with which secrets it is asked, is no
/// setting: {@link io.agw.bundle.model.GuardrailWebhook} says it.
public record WebhookConfig(
        @Doc(
                        "Words by which the service may say what it found, in lower case; others are left out.")
                @Limits(max = 100)
                List<String> labels,
        @Doc("Longest time that a verdict may take.") @Default("5s") Duration timeout,
        @Doc("Most questions at once; one more is not asked, and so not answered.")
                @Default("64")
                @Limits(min = 1, max = 1_000)
                int maxConcurrent)
        implements GuardrailConfig {
    public WebhookConfig {
        labels = List.copyOf(labels);
    }
}
