package io.agw.cli.command.chat;

import io.agw.cli.output.Json;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Anthropic messages.
///
/// @param path below the base address
record Messages(String path) implements Surface {
    /// As applications ask.
    static Messages ofAnthropic() {
        return new Messages("/messages");
    }

    /// As Claude Code asks.
    static Messages ofClaudeCode() {
        return new Messages("/messages?beta=true");
    }

    @Override
    public ObjectNode request(Question question) {
        var body = Json.object();
        question.model().ifPresent(model -> body.put("model", model));
        question.system().ifPresent(system -> body.put("system", system));
        body.putArray("messages").addObject().put("role", "user").put("content", question.prompt());
        return body.put("max_tokens", question.maxTokens()).put("stream", question.stream());
    }

    @Override
    public String text(JsonNode answer) {
        return answer.path("content")
                .valueStream()
                .map(block -> block.path("text").asString(""))
                .collect(Collectors.joining());
    }

    @Override
    public String delta(JsonNode event) {
        return event.at("/delta/text").asString("");
    }

    @Override
    public boolean isEnd(JsonNode event) {
        return event.path("type").asString("").equals("message_stop");
    }

    @Override
    public Optional<String> failure(JsonNode event) {
        return Surface.errorOf(event);
    }

    @Override
    public Optional<String> usage(JsonNode answer) {
        return Surface.usageLine(answer.path("usage"), "input_tokens", "output_tokens");
    }
}
