package io.agw.server.upstream;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What Amazon Bedrock refuses of a `Converse` request.
final class ConverseCheck {
    private static final Pattern TARGET =
            Pattern.compile("/model/[A-Za-z0-9._~%-]+/converse(-stream)?");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final Pattern DOCUMENT = Pattern.compile("[a-zA-Z0-9()\\[\\] -]{1,200}");
    private static final Set<String> MEMBERS =
            Set.of(
                    "system",
                    "messages",
                    "inferenceConfig",
                    "toolConfig",
                    "outputConfig",
                    "additionalModelRequestFields");
    private static final Set<String> SETTINGS =
            Set.of("maxTokens", "temperature", "topP", "stopSequences");

    private final JsonNode body;
    private final Set<String> documents = new HashSet<>();

    private ConverseCheck(JsonNode body) {
        this.body = body;
    }

    /// Empty when there is nothing.
    static String fault(SeenRequest request) {
        if (!TARGET.matcher(request.target()).matches() || !request.method().equals("POST")) {
            return "address";
        }
        if (!request.header("content-type").equals("application/json")) {
            return "content type";
        }
        return new ConverseCheck(JsonMapper.shared().readTree(request.body())).fault();
    }

    private String fault() {
        if (!MEMBERS.containsAll(body.propertyNames())
                || !SETTINGS.containsAll(body.path("inferenceConfig").propertyNames())) {
            return "extraneous key";
        }
        for (var block : body.path("system")) {
            if (block.path("text").asString("").isBlank() && !block.has("cachePoint")) {
                return "system";
            }
        }
        if (body.path("messages").isEmpty()) {
            return "no messages";
        }
        var calls = Set.<String>of();
        var expected = "user";
        for (var message : body.path("messages")) {
            if (!message.path("role").asString("").equals(expected)) {
                return "roles must alternate";
            }
            if (!ids(message, "toolResult").equals(calls)) {
                return "results must follow their calls";
            }
            calls = ids(message, "toolUse");
            if (message.path("content").isEmpty()) {
                return "no content";
            }
            for (var block : message.path("content")) {
                if (!isBlock(block)) {
                    return "content block";
                }
            }
            expected = expected.equals("user") ? "assistant" : "user";
        }
        return tools();
    }

    private static Set<String> ids(JsonNode message, String member) {
        var ids = new HashSet<String>();
        for (var block : message.path("content")) {
            if (block.has(member)) {
                ids.add(block.path(member).path("toolUseId").asString(""));
            }
        }
        return ids;
    }

    private boolean isBlock(JsonNode block) {
        if (block.size() != 1) {
            return false;
        }
        return switch (block.propertyNames().iterator().next()) {
            case "text" -> !block.path("text").asString("").isBlank();
            case "image" -> hasBytes(block.path("image"));
            case "document" -> isDocument(block.path("document"));
            case "toolUse" -> isCall(block.path("toolUse"));
            case "toolResult" -> isResult(block.path("toolResult"));
            case "reasoningContent" -> !block.path("reasoningContent").isEmpty();
            case "cachePoint" ->
                    block.path("cachePoint").path("type").asString("").equals("default");
            default -> false;
        };
    }

    private static boolean hasBytes(JsonNode media) {
        return media.path("format").isString() && media.path("source").path("bytes").isString();
    }

    private boolean isDocument(JsonNode document) {
        var name = document.path("name").asString("");
        return hasBytes(document) && DOCUMENT.matcher(name).matches() && documents.add(name);
    }

    private boolean isCall(JsonNode call) {
        return body.has("toolConfig")
                && NAME.matcher(call.path("toolUseId").asString("")).matches()
                && NAME.matcher(call.path("name").asString("")).matches()
                && call.path("input").isObject();
    }

    private boolean isResult(JsonNode result) {
        if (!body.has("toolConfig") || !result.path("content").isArray()) {
            return false;
        }
        return result.path("content").values().stream().allMatch(this::isBlock);
    }

    private String tools() {
        var config = body.path("toolConfig");
        if (config.isMissingNode()) {
            return "";
        }
        if (config.path("tools").isEmpty()) {
            return "no tools";
        }
        for (var tool : config.path("tools")) {
            var spec = tool.path("toolSpec");
            var type = spec.path("inputSchema").path("json").path("type").asString("");
            if (!NAME.matcher(spec.path("name").asString("")).matches() || !type.equals("object")) {
                return "tool";
            }
        }
        return "";
    }
}
