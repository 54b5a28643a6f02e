package io.agw.server.plane.llm;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.PassedEvents;
import io.agw.server.dialect.ReplyScanner;
import io.agw.server.dialect.UsageTally;
import io.agw.server.dialect.conversation.AnswerFold;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.conversation.ToldUsage;
import io.agw.server.dialect.estimate.AnswerEstimate;
import io.agw.server.dialect.shape.AnsweringRules;
import io.agw.server.dialect.shape.Dialect.AnswerReader;
import io.agw.server.dialect.shape.Dialects;
import io.agw.server.dialect.shape.Embeddings;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.MalformedAnswer;
import io.agw.server.dialect.shape.PromptCount;
import io.agw.server.dialect.shape.SignedReader;
import io.agw.server.dialect.shape.Signer;
import io.agw.server.dialect.shape.ToolArguments;
import io.agw.server.dispatch.Ask;
import io.agw.server.dispatch.Sent;
import io.agw.server.plane.llm.OpenedAnswer.Guess;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Takes an upstream's answer as far as another upstream could still be asked: what both sides
/// speak is passed on as it is, anything else is translated. Thread-safe.
final class Openings {
    private final LlmSettings settings;
    private final Dialects dialects;
    private final ReplyScanner replies;

    Openings(LlmSettings settings, Dialects dialects) {
        this.settings = settings;
        this.dialects = dialects;
        this.replies = new ReplyScanner(settings.json());
    }

    /// A whole answer.
    ///
    /// @throws CallFailed when it is none, is cut off, too large, or an error
    OpenedAnswer whole(LlmTurn turn, Ask ask, Sent sent) throws CallFailed {
        if (sent.spoken() == ask.api()) {
            return OpenedAnswer.read(ask.api(), sent, settings.longestAnswer(), replies);
        }
        var fold = new AnswerFold();
        var size = new AnswerSize(settings.longestKept());
        var body = body(sent);
        try {
            var answer = document(body);
            if (ask.api().counts()) {
                return count(ask, sent, answer);
            }
            if (ask.api().embeds()) {
                return embedded(ask, sent, body, answer);
            }
            reader(sent)
                    .whole(
                            answer,
                            event -> {
                                if (size.add(event)) {
                                    fold.add(event);
                                }
                            });
        } catch (MalformedAnswer e) {
            throw TranslatedRelay.failed(e);
        } catch (Inexpressible e) {
            throw new IllegalStateException("a request that was written", e);
        }
        size.check(0);
        if (!fold.isComplete()) {
            throw new CallFailed(new UpstreamFailure.Malformed("an answer without an end"));
        }
        var answer = fold.answer();
        Guess guess = null;
        if (answer.usage() == null) {
            guess = guess(ask, AnswerEstimate.tokens(body));
            answer = answer.counted(guess.tokens());
        }
        var written = dialects.of(ask.api()).answerWriter(rules(turn, ask)).whole(answer);
        return new OpenedAnswer(
                ToolArguments.EXACT.writeValueAsBytes(written),
                told(sent.spoken(), body),
                null,
                sent.credentialId(),
                sent.left(),
                fold.foreign(),
                guess);
    }

    private static Guess guess(Ask ask, long output) {
        var wording = ask.wording();
        return new Guess(
                ask.api() == Api.GENERATE ? "usageMetadata" : "usage",
                TokenUsage.of(wording.estimatedTokens(), wording.atMostAllowed(output)));
    }

    private AnswerReader reader(Sent sent) {
        var dialect = dialects.upstream(sent.spoken());
        var model = Objects.requireNonNull(sent.model(), "what was translated names a model");
        return new SignedReader(
                dialect.answerReader(settings.answerIds().get()),
                new Signer(dialects.signatory(sent.spoken(), model, sent.signer())));
    }

    private @Nullable ToldUsage told(Api spoken, byte[] body) {
        var tally = new UsageTally(spoken, settings.json());
        tally.document(body, 0, body.length);
        return tally.told();
    }

    private byte[] body(Sent sent) throws CallFailed {
        OpenedAnswer.checkType(sent.reply(), "json");
        var body = sent.reply().readAll(settings.longestAnswer());
        sent.reply().close();
        return body;
    }

    private static JsonNode document(byte[] body) throws CallFailed {
        try {
            return ToolArguments.read(body);
        } catch (JacksonException e) {
            throw OpenedAnswer.failed("body", e);
        }
    }

    private static OpenedAnswer count(Ask ask, Sent sent, JsonNode answer) throws MalformedAnswer {
        var tokens = PromptCount.said(sent.spoken(), answer);
        var body = PromptCount.answer(ask.api(), tokens);
        return new OpenedAnswer(
                ToolArguments.EXACT.writeValueAsBytes(body),
                null,
                null,
                sent.credentialId(),
                sent.left(),
                Set.of(),
                null);
    }

    private OpenedAnswer embedded(Ask ask, Sent sent, byte[] body, JsonNode answer)
            throws MalformedAnswer, Inexpressible {
        var texts = ask.wording().embedded();
        var embeddings = Embeddings.read(sent.spoken(), answer, texts.texts().size());
        var told = told(sent.spoken(), body);
        if (ask.api() != Api.EMBEDDINGS) {
            return embedded(sent, embeddings.gemini(ask.api()), told, null);
        }
        var counted = told == null ? null : told.tokens();
        var guess = counted == null ? guess(ask, 0) : null;
        long tokens = counted == null ? ask.wording().estimatedTokens() : counted.input();
        var model = Objects.requireNonNullElse(ask.wording().model(), "");
        var written = embeddings.openAi(model, tokens, texts.packed());
        return embedded(sent, written, told, guess);
    }

    private static OpenedAnswer embedded(
            Sent sent, JsonNode written, @Nullable ToldUsage told, @Nullable Guess guess) {
        return new OpenedAnswer(
                ToolArguments.EXACT.writeValueAsBytes(written),
                told,
                null,
                sent.credentialId(),
                sent.left(),
                Set.of(),
                guess);
    }

    /// A stream up to its first event that says something, and further where it is held back.
    ///
    /// @throws CallFailed when there is none, or when it is an error
    OpenedStream stream(LlmTurn turn, Ask ask, Sent sent) throws CallFailed {
        OpenedAnswer.checkType(sent.reply(), "event-stream");
        var events = new UpstreamEvents(sent.reply(), settings);
        Relay relay =
                sent.spoken() == ask.api()
                        ? new PassedRelay(
                                events,
                                PassedEvents.of(
                                        ask.api(),
                                        settings.json(),
                                        ask.wording().wantsUsage(),
                                        ask.wording().choices()))
                        : new TranslatedRelay(
                                events,
                                reader(sent),
                                dialects.of(ask.api()).answerWriter(rules(turn, ask)),
                                new UsageTally(sent.spoken(), settings.json()));
        relay.first(sent.replaceable() ? turn.route().holdBack() : null);
        return new OpenedStream(relay, sent.credentialId(), sent.left());
    }

    private static AnsweringRules rules(LlmTurn turn, Ask ask) {
        return new AnsweringRules(
                Objects.requireNonNullElse(ask.wording().model(), ""),
                turn.received().requestId(),
                turn.log().startedAt().getEpochSecond(),
                ask.wording().wantsUsage(),
                ask.wording().asked());
    }

    /// A stream that stands at its first event.
    ///
    /// @param credentialId of the credential that it was asked with
    /// @param left members of the client's request, by path, that the upstream was not told
    record OpenedStream(Relay relay, String credentialId, List<String> left) {
        OpenedStream {
            left = List.copyOf(left);
        }
    }
}
