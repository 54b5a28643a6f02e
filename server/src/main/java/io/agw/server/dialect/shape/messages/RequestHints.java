package io.agw.server.dialect.shape.messages;

import io.agw.server.dialect.conversation.Hints;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Members of a request that the answer's words do not depend on.
///
/// `context_management` is among them although it changes what the model sees: it only clears the
/// prompt of what is old, and a provider that cannot do it reads all of the prompt.
final class RequestHints {
    static final List<String> NAMES =
            List.of(
                    "anthropic_beta",
                    "anthropic_version",
                    "betas",
                    "cache_control",
                    "context_management",
                    "diagnostics",
                    "inference_geo",
                    "service_tier",
                    "speed",
                    "user_profile_id");

    private static final List<String> SERVICE_TIERS = List.of("auto", "standard_only");

    private static final Pattern TOOL_HINT =
            Pattern.compile("tools\\[(\\d{1,6})]\\.(eager_input_streaming)");

    private RequestHints() {}

    /// Puts those into a request that it has words for, when its tools are written.
    ///
    /// @return paths of the others
    static List<String> write(Hints hints, ObjectNode request) {
        if (hints.user() != null) {
            request.putObject("metadata").put("user_id", hints.user());
        }
        var left = new ArrayList<String>();
        hints.others()
                .forEach((path, value) -> {
                    var toolHint = TOOL_HINT.matcher(path);
                    if (hasWordFor(path, value)) {
                        request.set(path, value);
                    } else if (toolHint.matches()
                            && request.path("tools").get(Integer.parseInt(toolHint.group(1)))
                                    instanceof ObjectNode tool) {
                        tool.set(toolHint.group(2), value);
                    } else {
                        left.add(path);
                    }
                });
        return left;
    }

    private static boolean hasWordFor(String path, JsonNode value) {
        // other dialects have members of the same name, with words of their own
        return switch (path) {
            case "service_tier" -> value.isString() && SERVICE_TIERS.contains(value.stringValue());
            case "speed" -> value.isString() && value.stringValue().equals("fast");
            default -> NAMES.contains(path);
        };
    }
}
