package io.agw.server.provider.codex;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Tools of Claude Code's that keep state from call to call, which another model cannot make use
/// of.
final class ClaudeCodeTools {
    private static final Set<String> STATEFUL =
            Set.of("agent", "task", "team", "teamcreate", "teamdelete", "spawnteam", "spawn_team");

    private ClaudeCodeTools() {}

    /// A request without their definitions, and without a choice of one of them.
    static byte[] without(byte[] request) throws CallFailed {
        try {
            if (ToolArguments.read(request) instanceof ObjectNode body) {
                if (body.path("tools") instanceof ArrayNode tools) {
                    tools.removeIf(ClaudeCodeTools::isStateful);
                    if (tools.isEmpty()) {
                        body.remove("tools");
                        body.remove("tool_choice");
                    }
                }
                if (isStateful(body.path("tool_choice"))) {
                    body.remove("tool_choice");
                }
                return ToolArguments.EXACT.writeValueAsBytes(body);
            }
        } catch (JacksonException _) {
            // said below
        }
        throw new CallFailed(
                new UpstreamFailure.Forbidden("request: is no JSON object (expected: one)"));
    }

    private static boolean isStateful(JsonNode tool) {
        return STATEFUL.contains(tool.path("name").asString("").toLowerCase(Locale.ROOT));
    }
}
