package io.agw.cli.command.chat;

import io.agw.cli.output.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// OpenAI chat completions.
final class ChatCompletions implements Surface {
    @Override
    public String path() {
        return "/chat/completions";
    }

    @Override
    public ObjectNode request(Question question) {
        var body = Json.object();
        question.model().ifPresent(model -> body.put("model", model));
        var messages = body.putArray("messages");
        question.system()
                .ifPresent(system ->
                        messages.addObject().put("role", "system").put("content", system));
        messages.addObject().put("role", "user").put("content", question.prompt());
        return body.put("max_tokens", question.maxTokens()).put("stream", question.stream());
    }

    @Override
    public String text(JsonNode answer) {
        return answer.at("/choices/0/message/content").asString("");
    }

    @Override
    public String delta(JsonNode event) {
        return event.at("/choices/0/delta/content").asString("");
    }

    @Override
    public boolean isEnd(JsonNode event) {
        return !event.at("/choices/0/finish_reason").asString("").isEmpty();
    }

    @Override
    public Optional<String> failure(JsonNode event) {
        return Surface.errorOf(event);
    }

    @Override
    public Optional<String> usage(JsonNode answer) {
        return Surface.usageLine(answer.path("usage"), "prompt_tokens", "completion_tokens");
    }
}
