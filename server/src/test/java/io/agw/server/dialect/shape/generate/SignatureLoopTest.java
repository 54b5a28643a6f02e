package io.agw.server.dialect.shape.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.dialect.conversation.AnswerFold;
import io.agw.server.dialect.shape.AnsweringRules;
import io.agw.server.dialect.shape.Dialect;
import io.agw.server.dialect.shape.Sent;
import io.agw.server.dialect.shape.ToolArguments;
import io.agw.server.dialect.shape.WritingRules;
import io.agw.server.dialect.shape.chat.ChatDialect;
import io.agw.server.dialect.shape.messages.MessagesDialect;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the model said comes back to it, signatures on the parts that they came with, by way of a
/// client of another dialect that sends its history as it was given it.
final class SignatureLoopTest {
    private static final String THOUGHT = "{'text':'I look.','thought':true}";
    private static final String TEXT = "{'text':'Soon.'}";
    private static final String SIGNED_TEXT = "{'text':'Soon.','thoughtSignature':'c2ln/QQ=='}";
    private static final String CALLS =
            "{'functionCall':{'id':'c1','name':'f','args':{'n':9007199254740993}},"
                    + "'thoughtSignature':'c2ln+Qg=='},{'functionCall':{'id':'c2','name':'f',"
                    + "'args':{}}}";

    private final GenerateDialect generate = new GenerateDialect();

    static Stream<Arguments> loops() {
        return Stream.of(SIGNED_TEXT, CALLS, TEXT + "," + CALLS)
                .flatMap(parts ->
                        Stream.of(
                                Arguments.of(new ChatDialect(), parts, false),
                                Arguments.of(new ChatDialect(), parts, true),
                                Arguments.of(new MessagesDialect(), parts, false),
                                Arguments.of(new MessagesDialect(), parts, true)));
    }

    @ParameterizedTest
    @MethodSource("loops")
    void whatTheModelSaidComesBackToIt(Dialect client, String parts, boolean thinks)
            throws Exception {
        var said = json("[" + (thinks ? THOUGHT + "," : "") + parts + "]");
        var request = client.readRequest(history(client, answer(client, said)));
        var written = generate.writeRequest(request, new WritingRules("gemini-3-pro", 1, null));

        var contents = Sent.over(written.request()).path("contents");
        assertThat(contents.get(1).path("parts")).isEqualTo(said);
    }

    private JsonNode answer(Dialect client, JsonNode said) throws Exception {
        var answer = ToolArguments.EXACT.createObjectNode();
        var candidate = answer.putArray("candidates").addObject().put("finishReason", "STOP");
        candidate.putObject("content").set("parts", said);
        var fold = new AnswerFold();
        generate.answerReader("id-1").whole(answer, fold::add);
        var rules = new AnsweringRules("m", "gw-1", 0, true);
        return Sent.over(client.answerWriter(rules).whole(fold.answer()));
    }

    private static ObjectNode history(Dialect client, JsonNode answer) {
        var request = ToolArguments.EXACT.createObjectNode().put("model", "m");
        request.put("max_tokens", 9);
        var messages = request.putArray("messages");
        messages.addObject().put("role", "user").put("content", "hello");
        if (client instanceof ChatDialect) {
            messages.add(answer.path("choices").get(0).path("message"));
        } else {
            messages.addObject().put("role", "assistant").set("content", answer.path("content"));
        }
        messages.addObject().put("role", "user").put("content", "go on");
        return request;
    }

    private static JsonNode json(String text) {
        return ToolArguments.EXACT.readTree(text.replace('\'', '"'));
    }
}
