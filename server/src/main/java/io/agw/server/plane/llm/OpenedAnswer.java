package io.agw.server.plane.llm;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.call.UpstreamReply;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.MalformedJson;
import io.agw.server.dialect.ReplyScanner;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.conversation.ToldUsage;
import io.agw.server.dialect.shape.ToolArguments;
import io.agw.server.dispatch.Sent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// A whole answer, checked.
///
/// @param body for the client, in its dialect
/// @param usage null when the upstream did not say
/// @param responseId as the upstream calls what it made; null when it has no id of the client's
///   dialect
/// @param credentialId of the credential that it was asked with
/// @param left members of the client's request, by path, that the upstream was not told
/// @param untold what the upstream said that the client's dialect has no word for
/// @param guess tokens that the body holds although no upstream counted them; null for none
record OpenedAnswer(
        byte[] body,
        @Nullable ToldUsage usage,
        @Nullable String responseId,
        String credentialId,
        List<String> left,
        Set<String> untold,
        @Nullable Guess guess) {
    OpenedAnswer {
        left = List.copyOf(left);
        untold = Set.copyOf(untold);
    }

    /// Tokens as the gateway guesses them.
    ///
    /// @param member of the body that holds them
    record Guess(String member, TokenUsage tokens) {}

    /// Headers that the body needs.
    Map<String, String> headers() {
        return guess == null ? AnswerHeaders.JSON : AnswerHeaders.estimated(guess.member());
    }

    /// Reads a JSON document to its end and closes the reply.
    ///
    /// @throws CallFailed when it is none, is cut off, too large, or an error
    static OpenedAnswer read(Api api, Sent sent, int longest, ReplyScanner scanner)
            throws CallFailed {
        var reply = sent.reply();
        checkType(reply, "json");
        var body = reply.readAll(longest);
        reply.close();
        try {
            var scanned = scanner.scan(api, body, 0, body.length);
            if (scanned.error() != null) {
                throw new CallFailed(
                        new UpstreamFailure.Reported("an error with status 200", scanned.error()));
            }
            return new OpenedAnswer(
                    body,
                    scanned.usage(),
                    scanned.id(),
                    sent.credentialId(),
                    List.of(),
                    Set.of(),
                    null);
        } catch (MalformedJson e) {
            throw failed("body: ", e);
        }
    }

    /// @param what of the answer it is
    static CallFailed failed(String what, MalformedJson e) {
        var says = what + e.getMessage();
        return new CallFailed(
                e.isTooLarge()
                        ? new UpstreamFailure.TooLarge(says)
                        : new UpstreamFailure.Malformed(says));
    }

    /// Why it cannot be read as a tree.
    ///
    /// @param what of the answer it is
    static CallFailed failed(String what, JacksonException e) {
        return new CallFailed(
                e instanceof ToolArguments.TooManyValues
                        ? new UpstreamFailure.TooLarge(what + ": too many values")
                        : new UpstreamFailure.Malformed(what + ": no JSON"));
    }

    /// @param word what the content type must contain, where the upstream says one
    static void checkType(UpstreamReply reply, String word) throws CallFailed {
        var type = reply.header("content-type");
        if (type != null && !type.toLowerCase(Locale.ROOT).contains(word)) {
            throw new CallFailed(
                    new UpstreamFailure.Malformed("content-type (expected: " + word + ")"));
        }
    }
}
