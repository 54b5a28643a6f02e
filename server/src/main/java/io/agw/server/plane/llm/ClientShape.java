package io.agw.server.plane.llm;

import io.agw.server.admission.Remaining;
import io.agw.server.dialect.shape.ToldEvents;
import io.agw.server.match.Operation;
import io.agw.server.match.Protocol;
import io.agw.server.turn.Refusal;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the gateway itself says to clients, in the shapes of their protocol. Stateless.
interface ClientShape {
    /// The shape of a route's protocol.
    static ClientShape of(Protocol protocol) {
        return switch (protocol) {
            case OPENAI, MCP, ACP -> OpenAiShape.CHAT;
            case ANTHROPIC, CC -> AnthropicShape.INSTANCE;
            case GEMINI -> GeminiShape.INSTANCE;
        };
    }

    /// The shape of an operation, which differs from its protocol's where an error ends a stream.
    static ClientShape of(Protocol protocol, Operation operation) {
        return operation == Operation.RESPONSES || operation == Operation.RESPONSE
                ? OpenAiShape.RESPONSES
                : of(protocol);
    }

    /// An error as a document.
    ///
    /// @param requestId for the client's support
    ObjectNode error(Refusal refusal, String requestId);

    /// The error as the last events of a stream.
    ///
    /// @param told what the stream has told so far, for shapes that say it again
    byte[] errorEvent(Refusal refusal, String requestId, ToldEvents told);

    /// What is left of the client's limits, as headers.
    ///
    /// @param now for times that these headers tell
    default Map<String, String> limits(Remaining remaining, Instant now) {
        return LimitHeaders.openAi(remaining);
    }

    /// A list of models.
    ObjectNode models(Collection<String> names);

    /// One model.
    ObjectNode model(String name);

    /// Whether an upstream's list of models has this shape, so that it is passed on as it is.
    boolean isOwn(JsonNode list);
}
