package io.agw.bundle.validate;

import io.agw.bundle.canonical.Durations;
import io.agw.bundle.guardrail.JudgeConfig;
import io.agw.bundle.guardrail.WebhookConfig;
import io.agw.bundle.model.Guardrail;
import io.agw.bundle.model.Guardrail.Action;
import io.agw.bundle.model.Guardrail.StreamMode;
import io.agw.bundle.model.GuardrailType;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.problem.Code;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Guardrails that ask somebody: a model, or a service of the operator's.
final class AskedGuardrails {
    private static final String LABEL = "[a-z0-9_]{1,40}";
    private static final Set<String> OURS =
            Set.of("accept-encoding", "content-type", "traceparent");
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private AskedGuardrails() {}

    static void judge(Guardrail guardrail, JudgeConfig judge, Report report) {
        holds(guardrail, "hold, as a judge is asked once, at the end", report);
        if (judge.rubric().isBlank() || judge.rubric().length() > JudgeConfig.LONGEST_RUBRIC) {
            report.invalid(
                    "/config/rubric",
                    judge.rubric(),
                    "a text of at most " + JudgeConfig.LONGEST_RUBRIC + " characters");
        }
        timeout(judge.timeout(), report);
        labels(judge.labels(), report);
    }

    static void settings(Guardrail guardrail, WebhookConfig webhook, Report report) {
        holds(guardrail, "hold, as a service is asked once, at the end", report);
        timeout(webhook.timeout(), report);
        labels(webhook.labels(), report);
    }

    /// Whom a guardrail of type `webhook` asks, and no other.
    static void webhook(Guardrail guardrail, Report report) {
        var webhook = guardrail.webhook();
        boolean asks = guardrail.type() == GuardrailType.WEBHOOK;
        if (webhook == null) {
            if (asks) {
                report.missing("/webhook", "the service that is asked, with its url");
            }
            return;
        }
        if (!asks) {
            report.inert(
                    "/webhook", "with type: " + guardrail.type().name().toLowerCase(Locale.ROOT));
        }
        if (webhook.url() instanceof SecretValue.Given(_, var text)) {
            Addresses.hidden(text, "/webhook/url", report);
            if (!webhook.headers().isEmpty() && Addresses.isOpen(text.reveal())) {
                report.warning(
                        Code.KEY_IN_CLEAR,
                        "/webhook/url",
                        "a value is sent the headers " + Addresses.READABLE,
                        Addresses.ENCRYPT);
            }
        }
        report.signs("/webhook/secret", webhook.secret());
        ProviderRules.headers(webhook.headers(), "/webhook/headers/", report);
        for (var name : new TreeSet<>(webhook.headers().keySet())) {
            if (isOurs(name.toLowerCase(Locale.ROOT))) {
                report.invalid(
                        "/webhook/headers/" + ProviderRules.escaped(name),
                        name,
                        "a header that the gateway does not set itself");
            }
        }
    }

    private static boolean isOurs(String name) {
        return name.startsWith("x-agw-") || OURS.contains(name);
    }

    /// On answers: one that blocks is told so anyway.
    private static void holds(Guardrail guardrail, String expected, Report report) {
        boolean streams =
                guardrail.stage().isOfAnswers() && guardrail.streamMode() != StreamMode.HOLD;
        if (streams && guardrail.action() != Action.BLOCK) {
            report.invalid("/stream_mode", "buffer_window", expected);
        }
    }

    private static void timeout(Duration timeout, Report report) {
        if (!timeout.isPositive() || timeout.compareTo(LONGEST) > 0) {
            report.invalid(
                    "/config/timeout",
                    Durations.text(timeout),
                    "more than 0s, at most " + Durations.text(LONGEST));
        }
    }

    private static void labels(List<String> labels, Report report) {
        for (int i = 0; i < labels.size(); i++) {
            if (!labels.get(i).matches(LABEL)) {
                report.invalid(
                        "/config/labels/" + i,
                        labels.get(i),
                        "lower-case letters, digits and '_', at most 40");
            }
        }
    }
}
