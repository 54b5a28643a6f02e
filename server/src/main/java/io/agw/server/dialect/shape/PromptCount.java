package io.agw.server.dialect.shape;

import io.agw.server.dialect.Api;
import io.agw.server.dialect.ModelName;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How the dialects ask for the tokens of a prompt, and say them: each wraps the request whose
/// prompt it is in its own way.
public final class PromptCount {
    private static final String WRAPPING = "generateContentRequest";

    /// What Anthropic counts; it refuses the rest of a request.
    private static final List<String> COUNTED =
            List.of("model", "messages", "system", "tools", "tool_choice", "thinking");

    private PromptCount() {}

    /// The other dialect's way to ask for a count.
    ///
    /// @throws IllegalArgumentException when it is none
    static Api other(Api counting) {
        return counting == Api.COUNT_TOKENS
                ? Api.COUNT_CONTENT
                : checked(counting, Api.COUNT_TOKENS);
    }

    /// The operation whose prompts are counted.
    ///
    /// @throws IllegalArgumentException when it is none that counts
    public static Api counted(Api counting) {
        return counting == Api.COUNT_TOKENS ? Api.MESSAGES : checked(counting, Api.GENERATE);
    }

    /// The request whose prompt is to be counted.
    public static ObjectNode unwrapped(Api counting, ObjectNode request) {
        return counting == Api.COUNT_CONTENT && request.get(WRAPPING) instanceof ObjectNode inner
                ? inner
                : request;
    }

    /// The request for a count.
    ///
    /// @param request for an answer, in the dialect of the count; is changed
    /// @param model as the upstream names it
    public static ObjectNode wrapped(Api counting, ObjectNode request, String model) {
        if (counting == Api.COUNT_TOKENS) {
            return request.retain(COUNTED);
        }
        var wrapping = ToolArguments.EXACT.createObjectNode();
        wrapping.putObject(WRAPPING).put("model", ModelName.full(model)).setAll(request);
        return wrapping;
    }

    /// Tokens as an upstream says them.
    ///
    /// @throws MalformedAnswer when it does not
    public static long said(Api counting, JsonNode answer) throws MalformedAnswer {
        var tokens = answer.path(member(counting));
        if (!tokens.isIntegralNumber() || !tokens.canConvertToLong() || tokens.longValue() < 0) {
            throw new MalformedAnswer(member(counting) + " (expected: a whole number)");
        }
        return tokens.longValue();
    }

    /// Tokens as a client is told them.
    public static ObjectNode answer(Api counting, long tokens) {
        return ToolArguments.EXACT.createObjectNode().put(member(counting), tokens);
    }

    /// The member of an answer that holds the tokens.
    public static String member(Api counting) {
        return counting == Api.COUNT_TOKENS ? "input_tokens" : "totalTokens";
    }

    private static Api checked(Api counting, Api result) {
        if (counting != Api.COUNT_CONTENT) {
            throw new IllegalArgumentException(counting + " (expected: one that counts)");
        }
        return result;
    }
}
