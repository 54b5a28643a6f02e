package io.agw.server.dialect.shape.responses;

import io.agw.server.dialect.conversation.Answer;
import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.StopReason;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.shape.AnsweringRules;
import io.agw.server.dialect.shape.Dialect;
import io.agw.server.dialect.shape.ToldEvents;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Writes answers, whole and in events. The last event holds the whole answer, and waits for the
/// upstream's last word.
final class ResponsesAnswerWriter implements Dialect.AnswerWriter {
    private final AnsweringRules rules;
    private final EventText events = new EventText();
    private ResponseObject response;
    private Output output;
    private @Nullable TokenUsage usage;
    private @Nullable StopReason reason;

    ResponsesAnswerWriter(AnsweringRules rules) {
        this.rules = rules;
        this.response = new ResponseObject(rules, "");
        this.output = new Output(events, response);
    }

    @Override
    public JsonNode whole(Answer answer) {
        name(answer.id());
        var unsent = new StringBuilder();
        answer.tell(event -> event(event, unsent));
        output.finish(answer.reason(), unsent);
        return response.ended(answer.reason(), output.items(), answer.usage());
    }

    @Override
    public void event(AnswerEvent event, StringBuilder to) {
        switch (event) {
            case AnswerEvent.Begun(var id, _) -> {
                name(id);
                events.response("response.created", response.begun(), to);
                events.response("response.in_progress", response.begun(), to);
            }
            case AnswerEvent.BlockBegun(int index, var block) -> output.begin(index, block, to);
            case AnswerEvent.Delta(int index, var text) -> output.say(index, text, to);
            case AnswerEvent.Signed(int index, var signature) -> output.sign(index, signature);
            case AnswerEvent.BlockEnded(int index) -> output.end(index, to);
            case AnswerEvent.Counted(var counted) -> usage = counted;
            case AnswerEvent.Foreign _ -> {}
            case AnswerEvent.Stopped stops -> reason = stops.reason();
            case AnswerEvent.Ended _ -> end(to);
        }
    }

    @Override
    public ToldEvents told() {
        return new ToldEvents(events.told(), response.id());
    }

    private void name(String id) {
        response = new ResponseObject(rules, id);
        output = new Output(events, response);
    }

    private void end(StringBuilder to) {
        if (reason == null) {
            throw new IllegalStateException("an answer without an end");
        }
        output.finish(reason, to);
        var last = response.ended(reason, output.items(), usage);
        events.response("response." + last.path("status").stringValue(), last, to);
    }
}
