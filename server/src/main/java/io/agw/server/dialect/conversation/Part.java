package io.agw.server.dialect.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A piece of a message.
public sealed interface Part {
    /// After this part the prompt may be cached; null when nobody asked for it.
    @Nullable CacheMark cache();

    /// The path of what says it in the client's request: messages may have been put together or
    /// apart since. No more than the list of messages for a part that some dialect has no word for
    /// only where nobody says it, which readers refuse.
    default String at() {
        return "messages";
    }

    /// Words.
    record Text(String text, @Nullable CacheMark cache) implements Part {
        public Text(String text) {
            this(text, null);
        }
    }

    /// A picture.
    ///
    /// @param detail how closely it is to be looked at, `low`, `high` or `auto`; null when not said
    record Image(Media media, @Nullable String detail, @Nullable CacheMark cache) implements Part {
        @Override
        public String at() {
            return media.at();
        }
    }

    /// A document such as a PDF.
    ///
    /// @param name of the file; null when it has none
    record Document(Media media, @Nullable String name, @Nullable CacheMark cache) implements Part {
        @Override
        public String at() {
            return media.at();
        }
    }

    /// Sound.
    record Audio(Media media, @Nullable CacheMark cache) implements Part {
        @Override
        public String at() {
            return media.at();
        }
    }

    /// The model calls a tool.
    ///
    /// @param id by which the result refers to the call
    /// @param arguments a JSON object as text, as it was written; may be no JSON when the model was
    ///   cut off
    /// @param signature of the thought behind the call, to be given back byte by byte; null when
    ///   the model's vendor has none
    record ToolCall(
            String id,
            String name,
            String arguments,
            @Nullable String signature,
            @Nullable CacheMark cache)
            implements Part {}

    /// What a tool answered.
    ///
    /// @param callId id of the call
    /// @param name of the tool; null where the dialect does not repeat it
    /// @param content texts, images and documents
    /// @param failed whether the tool says that it failed
    record ToolResult(
            String callId,
            @Nullable String name,
            List<Part> content,
            boolean failed,
            @Nullable CacheMark cache)
            implements Part {
        public ToolResult {
            content = List.copyOf(content);
        }
    }

    /// What the model thought before it spoke.
    ///
    /// @param text empty when the vendor shows only that it thought
    /// @param signature proves to the vendor that the thought is its own, to be given back byte by
    ///   byte; null when there is none
    record Thinking(String text, @Nullable String signature) implements Part {
        @Override
        public @Nullable CacheMark cache() {
            return null;
        }
    }

    /// A thought that only its vendor can read, to be given back byte by byte.
    record SealedThinking(String data) implements Part {
        @Override
        public @Nullable CacheMark cache() {
            return null;
        }
    }

    /// The model's words for not answering.
    record Declined(String text) implements Part {
        @Override
        public @Nullable CacheMark cache() {
            return null;
        }
    }

    /// Something that only one dialect knows, such as the call of a tool that its vendor runs.
    ///
    /// @param path where it stands, for whoever has to be told that it cannot be sent elsewhere
    /// @param raw as it was written
    record Foreign(String path, JsonNode raw) implements Part {
        @Override
        public String at() {
            return path;
        }

        @Override
        public @Nullable CacheMark cache() {
            return null;
        }
    }
}
