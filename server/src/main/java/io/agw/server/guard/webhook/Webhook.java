package io.agw.server.guard.webhook;

import io.agw.bundle.guardrail.WebhookConfig;
import io.agw.bundle.model.Agent;
import io.agw.server.guard.finding.NoVerdict;
import io.agw.server.guard.webhook.ServiceCalls.ServiceCall;
import io.agw.server.hook.Hook;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Asks a service of the operator's what is to be said of texts. Immutable.
public final class Webhook {
    /// Most characters that a service is given.
    public static final int MOST = 1_000_000;

    /// Of the form of questions and verdicts.
    private static final int VERSION = 1;

    private final String id;
    private final Hook hook;
    private final WebhookConfig config;

    /// @param id of the guardrail
    public Webhook(String id, Hook hook, WebhookConfig config) {
        this.id = id;
        this.hook = hook;
        this.config = config;
    }

    /// Blocks until there is a verdict, or its time is over.
    ///
    /// @param calls of the turn whose texts they are
    /// @throws NoVerdict when there is none
    public Findings ask(Question question, ServiceCalls calls) throws NoVerdict {
        var texts = List.copyOf(question.texts().sequencedKeySet());
        long size = texts.stream().mapToLong(String::length).sum();
        if (size > MOST) {
            throw new NoVerdict(
                    "texts_too_long", size + " characters (expected: at most " + MOST + ")");
        }
        var said =
                calls.ask(
                        new ServiceCall(
                                id,
                                hook,
                                () -> json(question, calls.about()),
                                config.timeout(),
                                config.maxConcurrent()));
        var findings = new Answer(texts, config.labels()).read(said);
        if (question.where() && !findings.isNone() && findings.spans().isEmpty()) {
            throw new NoVerdict(
                    "not_a_verdict",
                    "what a service said (expected: spans to take out beside fail)");
        }
        return findings;
    }

    private byte[] json(Question question, ServiceCalls.About about) {
        var payer = about.payer();
        var json =
                JsonMapper.shared()
                        .createObjectNode()
                        .put("version", VERSION)
                        .put("guardrail", id)
                        .put("stage", question.stage())
                        .put("request_id", about.requestId())
                        .put("route", about.routeId());
        put(json, "model", about.model());
        put(json, "virtual_key", payer.keyId());
        put(json, "team", payer.team());
        put(json, "user", payer.user());
        put(json, "agent", Agent.UNATTRIBUTED.equals(payer.agent()) ? null : payer.agent());
        var texts = json.putArray("texts");
        var read = json.putArray("json");
        question.texts()
                .forEach((text, isJson) -> {
                    if (isJson) {
                        read.add(texts.size());
                    }
                    texts.add(text);
                });
        return JsonMapper.shared().writeValueAsBytes(json);
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    /// @param stage in the words of bundles: `input`
    /// @param texts in their order, each with whether it is JSON, in which characters may be
    ///   escaped
    /// @param where whether a verdict has to say where what it found stands
    public record Question(String stage, SequencedMap<String, Boolean> texts, boolean where) {
        public Question {
            texts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(texts));
        }
    }
}
