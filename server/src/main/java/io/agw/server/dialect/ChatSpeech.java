package io.agw.server.dialect;

import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tells a chunk with which a model says something from one that only announces its role.
final class ChatSpeech {
    private static final JsonMapper JSON =
            new JsonMapper(
                    JsonFactory.builder()
                            .streamReadConstraints(JsonLimits.defaults().ofTrees())
                            .build());

    private ChatSpeech() {}

    /// Reads the chunk as a tree: only the first few of a stream are asked about.
    static boolean isIn(byte[] data, int from, int to) {
        try {
            for (var choice : JSON.readTree(data, from, to - from).path("choices")) {
                for (var said : choice.path("delta").properties()) {
                    if (!said.getKey().equals("role") && isSomething(said.getValue())) {
                        return true;
                    }
                }
            }
            return false;
        } catch (JacksonException _) {
            return false; // whether it may be passed on is decided elsewhere
        }
    }

    private static boolean isSomething(JsonNode value) {
        return value.isString()
                ? !value.stringValue().isEmpty()
                : value.isContainer() && !value.isEmpty();
    }
}
