package io.agw.server.dialect.estimate;

import tools.jackson.databind.JsonNode;

/// The most tokens that a prompt can have, in whatever vendor's shape: no tokenizer makes more
/// tokens of a text than it has bytes, and a request has more bytes than what the model reads of
/// it. Only media that stand in it as base64 have fewer, and count as {@link PromptEstimate} takes
/// them, but four times. Stateless.
public final class PromptBound {
    private PromptBound() {}

    /// @param request a whole request
    /// @param size its bytes
    public static long tokens(JsonNode request, long size) {
        long more = 0;
        for (var member : request.properties()) {
            more += of(member.getKey(), member.getValue());
        }
        return Math.max(1, size + more);
    }

    /// How many tokens more there may be than bytes; negative where there are fewer.
    private static long of(String name, JsonNode value) {
        return PromptEstimate.isMedium(name) ? ofMedium(value) : ofPart(value);
    }

    private static long ofPart(JsonNode part) {
        long more = 0;
        if (part.isArray()) {
            for (var item : part) {
                more += ofPart(item);
            }
            return more;
        }
        if (PromptEstimate.isDrawn(part)) {
            return PromptEstimate.PICTURE_BYTES - part.path("result").asString("").length();
        }
        for (var member : part.properties()) {
            // what tools are given is read as it is, whatever its members are called
            if (!PromptEstimate.isJson(member.getKey())) {
                more += of(member.getKey(), member.getValue());
            }
        }
        return more;
    }

    private static long ofMedium(JsonNode medium) {
        return switch (medium.path("type").asString("")) {
            case "text" -> 0;
            case "content" -> ofPart(medium.path("content"));
            default -> PromptEstimate.ofMedium(medium) - encoded(medium);
        };
    }

    /// Characters of base64, but of texts, which may have as many tokens.
    private static long encoded(JsonNode medium) {
        if (medium.isString()) {
            return address(medium.stringValue());
        }
        var type = medium.path("media_type").asString(medium.path("mimeType").asString(""));
        long data = isText(type) ? 0 : medium.path("data").asString("").length();
        return data
                + address(medium.path("url").asString(""))
                + address(medium.path("file_data").asString(""));
    }

    private static long address(String text) {
        return text.startsWith("data:") && !isText(text.substring(5, Math.min(25, text.length())))
                ? text.length()
                : 0;
    }

    private static boolean isText(String type) {
        return type.startsWith("text/") || type.startsWith("application/json");
    }
}
