package io.agw.server.dialect.estimate;

import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The tokens of a prompt, guessed from the request alone, in whatever vendor's shape.
///
/// Four bytes of UTF-8 are a token, which is near what tokenizers make of English prose and of
/// code, and gives a Chinese character three quarters of one. What the model reads counts once:
/// texts, and the schemas, arguments and results of tools as JSON; not the words of the shape
/// around them, ids, signatures or the media's own bytes. A picture and a document count as a fixed
/// number of tokens each, whatever they show, and every message and tool as a few more for the
/// frame that vendors put around them. The same request always gives the same number, in time
/// linear in its size; no prompt has none. Stateless.
public final class PromptEstimate {
    private static final int BYTES_PER_TOKEN = 4;
    private static final long MESSAGE_BYTES = 4 * BYTES_PER_TOKEN;
    private static final long TOOL_BYTES = 8 * BYTES_PER_TOKEN;

    /// What Anthropic charges for the largest picture that it does not shrink.
    static final long PICTURE_BYTES = 1_600 * BYTES_PER_TOKEN;

    /// A page or two of a PDF, half a minute of sound.
    private static final long MEDIUM_BYTES = 3_000 * BYTES_PER_TOKEN;

    /// Members of a request that are read by the model, and what stands around each item of them.
    private static final Map<String, Long> PROMPT =
            Map.of(
                    "system",
                    0L,
                    "systemInstruction",
                    0L,
                    "system_instruction",
                    0L,
                    "messages",
                    MESSAGE_BYTES,
                    "contents",
                    MESSAGE_BYTES,
                    "input",
                    MESSAGE_BYTES,
                    "instructions",
                    0L,
                    "tools",
                    TOOL_BYTES);

    /// The request whose prompt is counted may stand inside.
    private static final Set<String> WRAPPINGS =
            Set.of("generateContentRequest", "generate_content_request");

    /// JSON that the model reads as it is.
    private static final Set<String> JSON =
            Set.of(
                    "input",
                    "input_schema",
                    "args",
                    "response",
                    "parameters",
                    "parametersJsonSchema",
                    "parameters_json_schema");

    /// Members of parts that are about them and not in them.
    private static final Set<String> ASIDE =
            Set.of(
                    "type",
                    "role",
                    "id",
                    "tool_use_id",
                    "cache_control",
                    "citations",
                    "signature",
                    "data",
                    "encrypted_content",
                    "thoughtSignature",
                    "thought_signature");

    /// Members that hold, or name, the bytes of a medium.
    private static final Set<String> MEDIA =
            Set.of(
                    "source",
                    "inlineData",
                    "inline_data",
                    "fileData",
                    "file_data",
                    "image_url",
                    "input_audio",
                    "file");

    /// A picture that the model has made before, which stands in it as text.
    private static final String DRAWN = "image_generation_call";

    private PromptEstimate() {}

    /// At least 1.
    ///
    /// @param request a whole request, or one for a count
    public static long tokens(JsonNode request) {
        return Math.max(1, (ofRequest(request) + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN);
    }

    private static long ofRequest(JsonNode request) {
        long bytes = 0;
        for (var member : request.properties()) {
            var around = PROMPT.get(member.getKey());
            if (around != null) {
                bytes += around * (member.getValue().isArray() ? member.getValue().size() : 1);
                bytes += ofPart(member.getValue());
            } else if (WRAPPINGS.contains(member.getKey())) {
                bytes += ofRequest(member.getValue());
            }
        }
        return bytes;
    }

    private static long ofPart(JsonNode part) {
        if (part.isString()) {
            return ofText(part.stringValue());
        }
        long bytes = 0;
        if (part.isArray()) {
            for (var item : part) {
                bytes += ofPart(item);
            }
            return bytes;
        }
        if (isDrawn(part)) {
            return PICTURE_BYTES;
        }
        for (var member : part.properties()) {
            var name = member.getKey();
            if (JSON.contains(name)) {
                bytes += size(member.getValue().toString());
            } else if (MEDIA.contains(name)) {
                bytes += ofMedium(member.getValue());
            } else if (!ASIDE.contains(name)) {
                bytes += ofPart(member.getValue());
            }
        }
        return bytes;
    }

    /// Media whose member has no name of its own here stand in an address that holds them.
    private static long ofText(String text) {
        if (text.startsWith("data:")
                && text.regionMatches(text.indexOf(',') - 7, ";base64", 0, 7)) {
            return text.startsWith("image/", 5) ? PICTURE_BYTES : MEDIUM_BYTES;
        }
        return size(text);
    }

    /// Bytes that a medium stands for.
    static long ofMedium(JsonNode medium) {
        return switch (medium.path("type").asString("")) {
            case "text" -> size(medium.path("data").asString(""));
            case "content" -> ofPart(medium.path("content"));
            default -> isPicture(medium) ? PICTURE_BYTES : MEDIUM_BYTES;
        };
    }

    /// Whether a part is a picture that the model has made before.
    static boolean isDrawn(JsonNode part) {
        return part.path("type").asString("").equals(DRAWN);
    }

    /// Whether a member of a part holds, or names, the bytes of a medium.
    static boolean isMedium(String name) {
        return MEDIA.contains(name);
    }

    /// Whether a member of a part is JSON that the model reads as it is.
    static boolean isJson(String name) {
        return JSON.contains(name);
    }

    /// Where nobody says what it is, as of an address, it is most often a picture.
    private static boolean isPicture(JsonNode medium) {
        var type = medium.path("media_type").asString(medium.path("mimeType").asString(""));
        return type.isEmpty() || type.startsWith("image/");
    }

    /// Bytes of a text in UTF-8.
    private static long size(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // each half of a pair is two of its four bytes
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
