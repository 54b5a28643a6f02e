package io.agw.server.plane.llm;

import io.agw.server.upstream.AnthropicBehaviours;
import io.agw.server.upstream.BedrockBehaviours;
import io.agw.server.upstream.ConverseBehaviours;
import java.util.List;

/// The APIs of Amazon Bedrock, whose streams come in binary frames.
enum Framed {
    /// Models of Anthropic's by their own API.
    INVOKE(BedrockBehaviours.frames(AnthropicBehaviours.STREAM), 4),
    /// The API that is one for all models.
    CONVERSE(ConverseBehaviours.STREAM, 2);

    private final List<byte[]> frames;
    private final int begun;

    /// @param begun how many frames the first token comes with
    Framed(List<byte[]> frames, int begun) {
        this.frames = frames;
        this.begun = begun;
    }

    /// As the option of the provider calls it.
    String api() {
        return this == INVOKE ? "invoke" : "converse";
    }

    /// Up to the first token.
    List<byte[]> begun() {
        return frames.subList(0, begun);
    }

    /// Behind the first token.
    List<byte[]> rest() {
        return frames.subList(begun, frames.size());
    }
}
