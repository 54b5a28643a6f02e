package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.Asides;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads the thoughts that an assistant's message hands back. Of one message.
final class ThoughtsReader {
    private final Asides asides;
    private final List<Thought> thoughts = new ArrayList<>();

    ThoughtsReader(Asides asides) {
        this.asides = asides;
    }

    List<Part> read(Fields message) throws Inexpressible {
        var content = message.text("reasoning_content");
        var reasoning = message.text("reasoning");
        for (var detail : message.objects("reasoning_details")) {
            take(detail);
        }
        var words = Objects.requireNonNullElse(content == null ? reasoning : content, "");
        if (!words.isEmpty() && thoughts.stream().allMatch(Thought::isSilent)) {
            say(words);
        }
        return thoughts.stream().map(Thought::part).toList();
    }

    /// Some clients put the details of a stream together, others only collect them: pieces of one
    /// thought have the same index.
    private void take(Fields detail) throws Inexpressible {
        var index = detail.whole("index");
        detail.any("id");
        detail.any("format");
        switch (detail.requiredText("type")) {
            case "reasoning.text" -> {
                var thought = spoken(index);
                thought.text.append(Objects.requireNonNullElse(detail.text("text"), ""));
                var signature = detail.text("signature");
                thought.signature = signature == null ? thought.signature : signature;
            }
            case "reasoning.summary" ->
                    spoken(index)
                            .text
                            .append(Objects.requireNonNullElse(detail.text("summary"), ""));
            case "reasoning.encrypted" ->
                    thoughts.add(new Thought(index, detail.requiredText("data")));
            default -> {
                asides.foreign(detail.path());
                return;
            }
        }
        asides.rest(detail);
    }

    private Thought spoken(@Nullable Long index) {
        if (index != null && !thoughts.isEmpty()) {
            var last = thoughts.getLast();
            if (last.sealed == null && index.equals(last.index)) {
                return last;
            }
        }
        var thought = new Thought(index, null);
        thoughts.add(thought);
        return thought;
    }

    /// The words stand beside the details when these hold signatures alone.
    private void say(String words) {
        for (var thought : thoughts) {
            if (thought.sealed == null) {
                thought.text.append(words);
                return;
            }
        }
        var thought = new Thought(null, null);
        thought.text.append(words);
        thoughts.addFirst(thought);
    }

    private static final class Thought {
        private final @Nullable Long index;
        private final @Nullable String sealed;
        private final StringBuilder text = new StringBuilder();
        private @Nullable String signature;

        Thought(@Nullable Long index, @Nullable String sealed) {
            this.index = index;
            this.sealed = sealed;
        }

        boolean isSilent() {
            return text.isEmpty();
        }

        Part part() {
            return sealed == null
                    ? new Part.Thinking(text.toString(), signature)
                    : new Part.SealedThinking(sealed);
        }
    }
}
