package io.agw.server.dialect.shape.responses;

import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.StopReason;
import io.agw.server.dialect.shape.Dialect;
import io.agw.server.dialect.shape.ErrorWords;
import io.agw.server.dialect.shape.MalformedAnswer;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// Reads answers, whole and in events. The last event holds the whole answer again, so that what no
/// event before it told is told then. After it nothing more is read.
final class ResponsesAnswerReader implements Dialect.AnswerReader {
    private final OutputItems items = new OutputItems();
    private boolean begun;
    private boolean ended;

    @Override
    public void whole(JsonNode answer, Consumer<AnswerEvent> to) throws MalformedAnswer {
        refuseError(answer);
        if (!answer.path("output").isArray()) {
            throw new MalformedAnswer("an answer without output (expected: a list of items)");
        }
        begin(answer, to);
        end(answer, answer.path("status").asString("completed"), to);
    }

    @Override
    public void event(JsonNode data, Consumer<AnswerEvent> to) throws MalformedAnswer {
        if (ended) {
            return;
        }
        var type = data.path("type").asString("");
        switch (type) {
            case "error" ->
                    throw ErrorWords.refused(
                            data.path("error").isObject() ? data.path("error") : data);
            case "response.failed", "response.cancelled" ->
                    throw ErrorWords.refused(data.path("response").path("error"));
            case "response.created", "response.queued", "response.in_progress" ->
                    begin(data.path("response"), to);
            case "response.completed" -> last(data.path("response"), "completed", to);
            case "response.incomplete" -> last(data.path("response"), "incomplete", to);
            case "" -> {
                refuseError(data);
                throw new MalformedAnswer("an event without type (expected: one)");
            }
            default -> {
                begin(data.path("response"), to);
                items.event(type, data, to);
            }
        }
    }

    @Override
    public void end(boolean terminated, Consumer<AnswerEvent> to) {
        // the last event has ended the answer; without it the answer is broken off
    }

    @Override
    public long kept() {
        return items.kept();
    }

    private void last(JsonNode response, String status, Consumer<AnswerEvent> to)
            throws MalformedAnswer {
        refuseError(response);
        begin(response, to);
        end(response, status, to);
    }

    private void begin(JsonNode response, Consumer<AnswerEvent> to) {
        if (!begun) {
            begun = true;
            to.accept(
                    new AnswerEvent.Begun(
                            response.path("id").asString(""), response.path("model").asString("")));
        }
    }

    private void end(JsonNode response, String status, Consumer<AnswerEvent> to)
            throws MalformedAnswer {
        var reason = reason(response, status);
        var output = response.path("output");
        for (int i = 0; i < output.size(); i++) {
            items.complete(i, output.get(i), to);
        }
        items.completeAll(to);
        var usage = ResponsesUsage.read(response.path("usage"));
        if (usage != null) {
            to.accept(new AnswerEvent.Counted(usage));
        }
        boolean calls = reason == StopReason.END && items.hasCalls();
        to.accept(new AnswerEvent.Stopped(calls ? StopReason.TOOL_CALLS : reason, null));
        to.accept(new AnswerEvent.Ended());
        ended = true;
    }

    private static StopReason reason(JsonNode response, String status) throws MalformedAnswer {
        return switch (status) {
            case "completed" -> StopReason.END;
            case "incomplete" -> {
                var why = response.path("incomplete_details").path("reason").asString("");
                yield why.equals("content_filter") ? StopReason.REFUSAL : StopReason.LENGTH;
            }
            case "failed", "cancelled" -> throw ErrorWords.refused(response.path("error"));
            default ->
                    throw new MalformedAnswer(
                            "an answer that is not complete (expected: completed or incomplete)");
        };
    }

    private static void refuseError(JsonNode answer) throws MalformedAnswer {
        var error = answer.path("error");
        if (error.isObject()) {
            throw ErrorWords.refused(error);
        }
        if (!answer.isObject()) {
            throw new MalformedAnswer("an answer that is no object");
        }
    }
}
