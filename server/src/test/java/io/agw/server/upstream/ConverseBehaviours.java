package io.agw.server.upstream;

import io.agw.server.upstream.FakeUpstream.Behaviour;
import java.util.List;

/// What Amazon Bedrock does with `Converse`, for models of any vendor.
public final class ConverseBehaviours {
    public static final String ANSWER =
            """
            {"metrics":{"latencyMs":551},"output":{"message":{"content":[{"text":"Hello!"}],\
            "role":"assistant"}},"stopReason":"end_turn","usage":{"inputTokens":19,\
            "outputTokens":7,"totalTokens":126,"cacheReadInputTokens":100,\
            "cacheWriteInputTokens":0}}\
            """;

    public static final List<byte[]> STREAM =
            List.of(
                    event("messageStart", "{\"role\":\"assistant\",\"p\":\"abcdefgh\"}"),
                    text("Hel"),
                    text("lo!"),
                    event("contentBlockStop", "{\"contentBlockIndex\":0,\"p\":\"abc\"}"),
                    event("messageStop", "{\"stopReason\":\"end_turn\",\"p\":\"abcdef\"}"),
                    event(
                            "metadata",
                            """
                            {"usage":{"inputTokens":19,"outputTokens":7,"totalTokens":126,\
                            "cacheReadInputTokens":100,"cacheWriteInputTokens":0},\
                            "metrics":{"latencyMs":605},"p":"abcdefghijklm"}\
                            """));

    private ConverseBehaviours() {}

    /// Checks the request, then answers, as a stream where the address asks for one.
    public static Behaviour models(SignatureCheck signatures) {
        return models(signatures, ANSWER, STREAM);
    }

    /// The same, with answers of the test's own.
    public static Behaviour models(SignatureCheck signatures, String answer, List<byte[]> stream) {
        return (request, wire) -> {
            var forged = signatures.fault(request);
            var fault = forged.isEmpty() ? ConverseCheck.fault(request) : "";
            if (!forged.isEmpty()) {
                wire.send(error(403, "InvalidSignatureException", forged));
            } else if (!fault.isEmpty()) {
                wire.send(error(400, "ValidationException", fault));
            } else if (request.target().endsWith("/converse-stream")) {
                BedrockBehaviours.send(wire, stream);
            } else {
                wire.send(Behaviours.response(200, answer));
            }
        };
    }

    public static byte[] event(String type, String payload) {
        return BedrockBehaviours.frame(
                payload,
                ":event-type",
                type,
                ":content-type",
                "application/json",
                ":message-type",
                "event");
    }

    public static byte[] text(String text) {
        return event(
                "contentBlockDelta",
                "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"" + text + "\"},\"p\":\"abcd\"}");
    }

    public static String error(int status, String type, String message) {
        return Behaviours.response(
                status,
                "{\"message\":\"" + message + "\"}",
                "x-amzn-ErrorType: " + type + ":http://internal.amazon.com/coral/");
    }
}
