package io.agw.server.dialect.shape.responses;

import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.Asides;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.Signer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A thought. Its words stand in `content` as they were thought, or in `summary` as the vendor
/// shows them; where they stand in both, the former count. One without either is sealed.
final class ReasoningItem {
    static final String SUMMARY = "summary";
    static final String SUMMARY_TEXT = "summary_text";
    static final String CONTENT = "content";
    static final String SEALED = "encrypted_content";

    /// Between the parts of one thought.
    static final String GAP = "\n\n";

    private ReasoningItem() {}

    /// Of a request; nothing where it says nothing.
    static List<Part> read(Fields item, Asides asides) throws Inexpressible {
        InputReader.takeBookkeeping(item);
        var summary = texts(item, SUMMARY, asides);
        var content = texts(item, CONTENT, asides);
        return thought(content.isEmpty() ? summary : content, Signer.told(item.text(SEALED)));
    }

    private static List<String> texts(Fields item, String name, Asides asides)
            throws Inexpressible {
        var texts = new ArrayList<String>();
        for (var part : item.objects(name)) {
            part.text("type");
            texts.add(part.requiredText("text"));
            asides.rest(part);
        }
        return texts;
    }

    /// Of an answer; nothing where it says nothing.
    static List<Part> read(JsonNode item) {
        var content = texts(item.path(CONTENT));
        return thought(
                content.isEmpty() ? texts(item.path(SUMMARY)) : content,
                Signer.told(item.path(SEALED).asString("")));
    }

    private static List<String> texts(JsonNode parts) {
        var texts = new ArrayList<String>();
        for (var part : parts) {
            texts.add(part.path("text").asString(""));
        }
        return texts;
    }

    private static List<Part> thought(List<String> texts, @Nullable String sealed) {
        var words = String.join(GAP, texts);
        if (sealed == null) {
            return words.isEmpty() ? List.of() : List.of(new Part.Thinking(words, null));
        }
        return List.of(
                texts.isEmpty()
                        ? new Part.SealedThinking(sealed)
                        : new Part.Thinking(words, sealed));
    }

    /// @param words null for a thought that is sealed
    static ObjectNode write(@Nullable String words, String sealed) {
        var item = JsonNodeFactory.instance.objectNode().put("type", "reasoning");
        var summary = item.putArray(SUMMARY);
        if (words != null) {
            summary.add(summary(words));
        }
        return item.put(SEALED, sealed);
    }

    static ObjectNode summary(String words) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", SUMMARY_TEXT)
                .put("text", Objects.requireNonNull(words));
    }
}
