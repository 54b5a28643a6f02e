package io.agw.server.plane.llm;

import io.agw.server.upstream.AnthropicBehaviours;
import io.agw.server.upstream.BedrockBehaviours;
import io.agw.server.upstream.ConverseBehaviours;
import java.util.List;

/// The APIs of Amazon Bedrock, whose streams come in binary frames.
enum Framed {
    /// Models of Anthropic's by their own API.
    INVOKE,
    /// The API that is one for all models.
    CONVERSE;

    /// As the option of the provider calls it.
    String api() {
        return this == INVOKE ? "invoke" : "converse";
    }

    /// Up to the first token.
    List<byte[]> begun() {
        return frames().subList(0, count());
    }

    /// Behind the first token.
    List<byte[]> rest() {
        return frames().subList(count(), frames().size());
    }

    private List<byte[]> frames() {
        return switch (this) {
            case INVOKE -> BedrockBehaviours.frames(AnthropicBehaviours.STREAM);
            case CONVERSE -> ConverseBehaviours.STREAM;
        };
    }

    /// How many frames the first token comes with.
    private int count() {
        return switch (this) {
            case INVOKE -> 4;
            case CONVERSE -> 2;
        };
    }
}
