package io.agw.server.dialect;

/// Whether doing what a request asks for changes something beyond its answer, so that doing it
/// twice is not as good as once. An answer that a vendor keeps, and whose id nobody has, does not
/// count. Looked for after a failure only, and without building anything. Stateless.
///
/// Counted are conversations that a vendor appends to, work in the background, tools of MCP servers
/// that the vendor calls, files in a container that lasts, and stored prompts, which may hold any
/// of these: https://platform.openai.com/docs/api-reference/responses/create,
/// https://platform.claude.com/docs/en/agents-and-tools/mcp-connector,
/// https://platform.claude.com/docs/en/agents-and-tools/tool-use/code-execution-tool,
/// https://ai.google.dev/api/caching#Tool.
final class Effects {
    private Effects() {}

    /// @param body that has been scanned
    static boolean areAsked(Api api, byte[] body) {
        try {
            return switch (api) {
                case RESPONSES, CHAT, MESSAGES, GENERATE -> areIn(body, JsonLimits.defaults());
                case PASSTHROUGH -> true;
                case EMBEDDINGS, EMBED_CONTENT, EMBED_CONTENTS -> false;
                case COUNT_TOKENS, COUNT_CONTENT, CONVERSE, MODELS, PROBE -> false;
            };
        } catch (MalformedJson _) {
            return true; // whatever it is, it need not happen twice
        }
    }

    private static boolean areIn(byte[] body, JsonLimits limits) throws MalformedJson {
        var request = new JsonCursor(body, 0, body.length, limits);
        request.enterObject();
        while (request.nextMember()) {
            boolean has =
                    request.nameIs("tools")
                            ? request.kind() == '[' && haveTools(request)
                            : isOne(request);
            if (has) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOne(JsonCursor member) {
        return switch (member.kind()) {
            case 't' -> member.nameIs("background");
            case '[' -> member.nameIs("mcp_servers") && !member.isEmpty();
            case '"', '{' ->
                    member.nameIs("conversation")
                            || member.nameIs("container")
                            || member.nameIs("prompt");
            default -> false;
        };
    }

    private static boolean haveTools(JsonCursor tools) throws MalformedJson {
        var items = tools.inside();
        items.enter('[');
        while (items.nextItem()) {
            // what is no object is none of the tools that are known
            if (items.kind() != '{' || hasEffects(items.inside())) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasEffects(JsonCursor tool) throws MalformedJson {
        tool.enterObject();
        while (tool.nextMember()) {
            boolean has =
                    switch (tool.kind()) {
                        case '"' ->
                                tool.nameIs("container")
                                        || (tool.nameIs("type") && tool.text().equals("mcp"));
                        case '[' ->
                                (tool.nameIs("mcpServers") || tool.nameIs("mcp_servers"))
                                        && !tool.isEmpty();
                        default -> false;
                    };
            if (has) {
                return true;
            }
        }
        return false;
    }
}
