package io.agw.cli.command.chat;

import io.agw.cli.output.Json;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// OpenAI responses.
final class Responses implements Surface {
    private static final Set<String> ENDS = Set.of("response.completed", "response.incomplete");

    @Override
    public String path() {
        return "/responses";
    }

    @Override
    public ObjectNode request(Question question) {
        var body = Json.object();
        question.model().ifPresent(model -> body.put("model", model));
        question.system().ifPresent(system -> body.put("instructions", system));
        return body.put("input", question.prompt())
                .put("max_output_tokens", question.maxTokens())
                .put("stream", question.stream());
    }

    @Override
    public String text(JsonNode answer) {
        return answer.path("output")
                .valueStream()
                .flatMap(item -> item.path("content").valueStream())
                .map(part -> part.path("text").asString(""))
                .collect(Collectors.joining());
    }

    @Override
    public String delta(JsonNode event) {
        return event.path("type").asString("").equals("response.output_text.delta")
                ? event.path("delta").asString("")
                : "";
    }

    @Override
    public boolean isEnd(JsonNode event) {
        return ENDS.contains(event.path("type").asString(""));
    }

    @Override
    public Optional<String> failure(JsonNode event) {
        return switch (event.path("type").asString("")) {
            case "error" ->
                    Optional.of(Surface.errorOf(event).orElse(event.path("message").asString("")));
            case "response.failed" ->
                    Optional.of(Surface.errorOf(event.path("response")).orElse("no reason given"));
            default -> Surface.errorOf(event);
        };
    }

    @Override
    public Optional<String> usage(JsonNode answer) {
        return Surface.usageLine(
                answer.path("usage"), "input_tokens", "output_tokens", "total_tokens");
    }
}
