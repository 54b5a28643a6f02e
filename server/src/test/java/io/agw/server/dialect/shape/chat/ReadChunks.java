package io.agw.server.dialect.shape.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.dialect.conversation.Answer;
import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerFold;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.MalformedAnswer;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// Chunks of a stream for tests, in single quotes, and what is read from them.
final class ReadChunks {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ReadChunks() {}

    static Part called(String id, String name, String arguments) {
        return new Part.ToolCall(id, name, arguments, null, null);
    }

    static String call(String members) {
        return delta("'tool_calls':[{" + members + "}]");
    }

    static String delta(String members) {
        return "{'id':'chat.1','model':'m','choices':[{'index':0,'delta':{" + members + "}}]}";
    }

    static String finish(String reason) {
        return "{'id':'chat.1','choices':[{'index':0,'delta':{},'finish_reason':'"
                + reason
                + "'}]}";
    }

    static Answer answer(String... chunks) throws MalformedAnswer {
        var all = new ArrayList<>(List.of(chunks));
        all.add(finish("stop"));
        return folded(events(all.toArray(String[]::new)));
    }

    /// Of a stream that ends with `[DONE]`; chunks have single quotes.
    static List<AnswerEvent> events(String... chunks) throws MalformedAnswer {
        var reader = new ChatDialect().answerReader("id-1");
        var events = new ArrayList<AnswerEvent>();
        for (var chunk : chunks) {
            reader.event(JSON.readTree(chunk.replace('\'', '"')), events::add);
        }
        reader.end(true, events::add);
        return events;
    }

    /// Characters that are held back behind them.
    static long kept(String... chunks) throws MalformedAnswer {
        var reader = new ChatDialect().answerReader("id-1");
        for (var chunk : chunks) {
            reader.event(JSON.readTree(chunk.replace('\'', '"')), _ -> {});
        }
        return reader.kept();
    }

    static Answer folded(List<AnswerEvent> events) {
        var fold = new AnswerFold();
        events.forEach(fold::add);
        assertThat(fold.isComplete()).isTrue();
        return fold.answer();
    }
}
