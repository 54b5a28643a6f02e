package io.agw.bundle.validate;

import io.agw.bundle.canonical.ObjectCodec;
import io.agw.bundle.expression.LinearPattern;
import io.agw.bundle.guardrail.ContentConfig;
import io.agw.bundle.guardrail.FormatConfig;
import io.agw.bundle.guardrail.GroundingConfig;
import io.agw.bundle.guardrail.GuardrailConfig;
import io.agw.bundle.guardrail.InjectionConfig;
import io.agw.bundle.guardrail.JudgeConfig;
import io.agw.bundle.guardrail.PiiConfig;
import io.agw.bundle.guardrail.ToxicityConfig;
import io.agw.bundle.guardrail.WebhookConfig;
import io.agw.bundle.guardrail.schema.AnswerSchema;
import io.agw.bundle.model.Guardrail;
import io.agw.bundle.model.Guardrail.Action;
import io.agw.bundle.model.Guardrail.Stage;
import io.agw.bundle.model.Guardrail.StreamMode;
import io.agw.bundle.problem.Problems;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;

/// Guardrails, each by itself: settings of the type, and what can be done with what it finds. Who
/// names them is what {@link NamedGuardrails} looks at.
final class GuardrailRules {
    private final ObjectCodec codec;

    GuardrailRules(ObjectCodec codec) {
        this.codec = codec;
    }

    void check(Guardrail guardrail, Report report) {
        var found = new Problems();
        var config = GuardrailConfig.read(guardrail, report.declared().places(), codec, found);
        report.problems().addAll(found.sorted());
        streams(guardrail, report);
        AskedGuardrails.webhook(guardrail, report);
        config.ifPresent(read -> {
            switch (read) {
                case PiiConfig _ -> {}
                case InjectionConfig injection -> {
                    wholeText(guardrail, "all of a text makes an injection", report);
                    threshold(injection.threshold(), report);
                }
                case ContentConfig content -> content(guardrail, content, report);
                case ToxicityConfig toxicity -> {
                    wholeText(guardrail, "all of a text makes its score", report);
                    threshold(toxicity.threshold(), report);
                }
                case GroundingConfig grounding -> {
                    ofAnswers(guardrail, report);
                    wholeText(guardrail, "all of a text makes its score", report);
                    threshold(grounding.threshold(), report);
                }
                case FormatConfig format -> {
                    ofAnswers(guardrail, report);
                    wholeText(guardrail, "a form is of a whole text", report);
                    format(guardrail, format, report);
                }
                case JudgeConfig judge -> {
                    wholeText(guardrail, "a judge does not say where", report);
                    AskedGuardrails.judge(guardrail, judge, report);
                }
                case WebhookConfig webhook -> AskedGuardrails.settings(guardrail, webhook, report);
            }
        });
    }

    /// What a client was told cannot be taken back.
    private static void streams(Guardrail guardrail, Report report) {
        boolean holds = guardrail.streamMode() == StreamMode.HOLD;
        if (!guardrail.stage().isOfAnswers()) {
            if (holds) {
                report.inert("/stream_mode", "on what requests say");
            }
            return;
        }
        if (guardrail.action() == Action.BLOCK && !holds) {
            report.invalid(
                    "/stream_mode",
                    "buffer_window",
                    "hold, for a stream whose beginning was told cannot be blocked");
        }
    }

    private static void wholeText(Guardrail guardrail, String why, Report report) {
        if (guardrail.action() == Action.REDACT) {
            report.invalid("/action", "redact", "block or flag, as " + why);
        }
    }

    private static void threshold(double threshold, Report report) {
        if (threshold == 0) {
            report.invalid("/config/threshold", "0", "more than 0");
        }
    }

    private static void ofAnswers(Guardrail guardrail, Report report) {
        if (guardrail.stage() != Stage.OUTPUT) {
            var stage = guardrail.stage().name().toLowerCase(Locale.ROOT);
            report.invalid("/stage", stage, "output, as only answers can be judged so");
        }
    }

    private static void format(Guardrail guardrail, FormatConfig format, Report report) {
        boolean streams = guardrail.streamMode() != StreamMode.HOLD;
        if (format.repair() && streams && guardrail.action() == Action.FLAG) {
            report.invalid(
                    "/stream_mode",
                    "buffer_window",
                    "hold, for an answer whose beginning was told cannot be asked for anew");
        }
        var least = format.minChars();
        var most = format.maxChars();
        if (!format.isJson() && least == null && most == null) {
            report.missing("/config/json", "json, schema, min_chars or max_chars");
        }
        if (format.fenced() && !format.isJson()) {
            report.inert("/config/fenced", "without json or schema");
        }
        if (least != null && most != null && least > most) {
            report.invalid("/config/min_chars", least.toString(), "at most max_chars, " + most);
        }
        var schema = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(format.schema()).forEach(schema::set);
        AnswerSchema.read(schema)
                .faults()
                .forEach(fault ->
                        report.invalid(
                                "/config/schema" + fault.pointer(),
                                fault.value(),
                                fault.expected()));
    }

    private static void content(Guardrail guardrail, ContentConfig config, Report report) {
        if (config.words().isEmpty() && config.patterns().isEmpty()) {
            report.missing("/config/words", "words, patterns or both");
        }
        words(config.words(), report);
        for (int i = 0; i < config.patterns().size(); i++) {
            var pattern = config.patterns().get(i);
            var pointer = "/config/patterns/" + i;
            LinearPattern.problem(pattern)
                    .ifPresent(expected -> report.invalid(pointer, pattern, expected));
        }
        if (guardrail.action() == Action.REDACT
                && guardrail.stage().isOfAnswers()
                && guardrail.streamMode() == StreamMode.BUFFER_WINDOW
                && !config.patterns().isEmpty()) {
            report.invalid(
                    "/stream_mode",
                    "buffer_window",
                    "hold, as what a pattern finds may be of any length");
        }
    }

    private static void words(List<String> words, Report report) {
        for (int i = 0; i < words.size(); i++) {
            var word = words.get(i);
            if (word.isBlank() || word.length() > ContentConfig.LONGEST_WORD) {
                report.invalid(
                        "/config/words/" + i,
                        word,
                        "a text that is not blank, of at most "
                                + ContentConfig.LONGEST_WORD
                                + " characters");
            }
        }
    }
}
