package io.agw.server.dialect.shape.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.dialect.conversation.Answer;
import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.Block;
import io.agw.server.dialect.conversation.AnswerFold;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.shape.AnsweringRules;
import io.agw.server.dialect.shape.MalformedAnswer;
import io.agw.server.dialect.shape.RandomAnswers;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// However the blocks of an answer alternate, a client reads the same answer.
final class StreamWritingProperties {
    private static final TokenUsage USAGE = new TokenUsage(1, 2, 3, 4, 5, 6);

    @Property(tries = 1000)
    void aClientFoldsTheSameAnswer(@ForAll long seed) throws MalformedAnswer {
        var events =
                RandomAnswers.alternating(
                        RandomAnswers.random(seed), StreamWritingProperties::block, USAGE);
        var sent = new AnswerFold();
        events.forEach(sent::add);

        var received = new AnswerFold();
        var open = new ArrayList<Integer>();
        int blocks = 0;
        var reader = new MessagesDialect().answerReader("id-1");
        for (var data : written(events).split("\n\n", -1)) {
            if (!data.isEmpty()) {
                var event = ToolArguments.EXACT.readTree(data.substring(data.indexOf('{')));
                switch (event.path("type").asString()) {
                    case "content_block_start" -> {
                        assertThat(open).isEmpty();
                        assertThat(event.path("index").intValue()).isEqualTo(blocks++);
                        open.add(event.path("index").intValue());
                    }
                    case "content_block_stop" -> open.clear();
                    default -> {}
                }
                reader.event(event, received::add);
            }
        }

        assertThat(received.isComplete()).isTrue();
        assertThat(withModel(received.answer())).isEqualTo(withModel(sent.answer()));
    }

    private static Answer withModel(Answer answer) {
        return new Answer(
                answer.id(),
                "m",
                answer.parts(),
                answer.reason(),
                answer.sequence(),
                answer.usage());
    }

    private static String written(List<AnswerEvent> events) {
        var writer = new MessagesDialect().answerWriter(new AnsweringRules("m", "gw-1", 0, true));
        var text = new StringBuilder();
        events.forEach(event -> writer.event(event, text));
        return text.toString();
    }

    private static Block block(RandomGenerator random, int index) {
        return switch (random.nextInt(3)) {
            case 0 -> new Block.Text();
            case 1 -> new Block.Thinking();
            default -> new Block.ToolCall("toolu_" + index, "tool");
        };
    }
}
