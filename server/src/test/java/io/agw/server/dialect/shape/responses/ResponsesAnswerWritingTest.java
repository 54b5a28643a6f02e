package io.agw.server.dialect.shape.responses;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.dialect.conversation.Answer;
import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.Block;
import io.agw.server.dialect.conversation.AnswerEvent.StopReason;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.AnsweringRules;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class ResponsesAnswerWritingTest {
    @Test
    void anAnswerRepeatsTheSettingsOfItsRequest() {
        var asked =
                """
                {"input": "hi", "instructions": "be kind", "max_output_tokens": 9, "store": true,
                 "temperature": 0.10, "tools": [{"type": "function", "name": "f"}],
                 "tool_choice": "required", "parallel_tool_calls": false, "user": null,
                 "reasoning": {"effort": "low"}, "text": {"verbosity": "low"},
                 "metadata": {"a": "b"}, "truncation": "auto"}
                """;
        var rules = new AnsweringRules("m", "gw-1", 7, true, (ObjectNode) json(asked));

        var answer =
                new ResponsesDialect()
                        .answerWriter(rules)
                        .whole(new Answer("", "", List.of(), StopReason.END, null, null));

        assertThat(answer.toString())
                .isEqualTo(
                        "{\"id\":\"resp_gw-1\",\"object\":\"response\",\"created_at\":7,"
                                + "\"status\":\"completed\",\"background\":false,\"error\":null,"
                                + "\"incomplete_details\":null,\"instructions\":\"be kind\","
                                + "\"max_output_tokens\":9,\"model\":\"m\",\"output\":[],"
                                + "\"parallel_tool_calls\":false,\"previous_response_id\":null,"
                                + "\"reasoning\":{\"effort\":\"low\"},\"store\":false,"
                                + "\"temperature\":0.10,\"text\":{\"verbosity\":\"low\"},"
                                + "\"tool_choice\":\"required\",\"tools\":[{\"type\":\"function\","
                                + "\"name\":\"f\"}],\"top_p\":null,\"truncation\":\"auto\","
                                + "\"usage\":null,\"user\":null,\"metadata\":{\"a\":\"b\"}}");
    }

    @ParameterizedTest
    @CsvSource({
        "crm__find, find, crm",
        "find, find, ''",
        "own__find, own__find, ''",
        "crm__other, crm__other, ''"
    })
    void aCallOfAToolInANamespaceIsWrittenAsTheClientNamedIt(
            String called, String name, String namespace) {
        var asked =
                "{\"tools\": [{\"type\": \"function\", \"name\": \"own__find\"},"
                        + " {\"type\": \"namespace\", \"name\": \"crm\","
                        + " \"tools\": [{\"type\": \"function\", \"name\": \"find\"}]},"
                        + " {\"type\": \"namespace\", \"name\": \"own\","
                        + " \"tools\": [{\"type\": \"function\", \"name\": \"find\"}]}]}";
        var rules = new AnsweringRules("m", "gw-1", 7, true, (ObjectNode) json(asked));
        var call = new Part.ToolCall("c1", called, "{}", null, null);

        var item =
                new ResponsesDialect()
                        .answerWriter(rules)
                        .whole(new Answer("", "", List.of(call), StopReason.TOOL_CALLS, null, null))
                        .at("/output/0");

        assertThat(item.path("name").stringValue()).isEqualTo(name);
        assertThat(item.path("namespace").asString("")).isEqualTo(namespace);
    }

    @ParameterizedTest
    @CsvSource({
        "END, completed, ''",
        "STOP_SEQUENCE, completed, ''",
        "TOOL_CALLS, completed, ''",
        "PAUSE, completed, ''",
        "LENGTH, incomplete, max_output_tokens",
        "CONTEXT_FULL, incomplete, max_output_tokens",
        "REFUSAL, incomplete, content_filter"
    })
    void whyAnAnswerEndsIsItsStatus(StopReason reason, String status, String details) {
        var answer = whole(reason, new Part.Text("a"));

        assertThat(answer.path("status").stringValue()).isEqualTo(status);
        assertThat(answer.at("/output/0/status").stringValue()).isEqualTo(status);
        assertThat(answer.at("/incomplete_details/reason").asString("")).isEqualTo(details);
    }

    @Test
    void textsInARowArePartsOfOneMessage() {
        var output =
                whole(
                                StopReason.END,
                                new Part.Text("a"),
                                new Part.Text(""),
                                new Part.Declined("b"),
                                new Part.ToolCall("c", "f", "", null, null),
                                new Part.Text("d"))
                        .path("output");

        assertThat(output).hasSize(3);
        assertThat(output.at("/0/content/0/text").stringValue()).isEqualTo("a");
        assertThat(output.at("/0/content/1/refusal").stringValue()).isEqualTo("b");
        assertThat(output.at("/1/arguments").stringValue()).isEqualTo("{}");
        assertThat(output.at("/2/content/0/text").stringValue()).isEqualTo("d");
    }

    @Test
    void thoughtsKeepWhatTheyAreUntilTheyComeBack() throws Inexpressible {
        var parts =
                List.<Part>of(
                        new Part.Thinking("words", "s1+/="),
                        new Part.Thinking("", "s2"),
                        new Part.SealedThinking("s3"),
                        new Part.ToolCall("c", "f", "{}", "s4", null));
        var output = whole(StopReason.TOOL_CALLS, parts.toArray(Part[]::new)).path("output");

        var request = ToolArguments.EXACT.createObjectNode().set("input", output);
        assertThat(new ResponsesDialect().readRequest(request).messages().getFirst().parts())
                .isEqualTo(parts);
    }

    @Test
    void aCallThatWasCutOffIsNotComplete() {
        var types =
                events(
                        new AnswerEvent.Begun("r", ""),
                        new AnswerEvent.BlockBegun(0, new Block.ToolCall("c", "f")),
                        new AnswerEvent.Delta(0, "{\"a"),
                        new AnswerEvent.BlockEnded(0),
                        new AnswerEvent.Stopped(StopReason.LENGTH, null),
                        new AnswerEvent.Ended());

        var done = types.get(types.size() - 2);
        assertThat(done.path("type").stringValue()).isEqualTo("response.output_item.done");
        assertThat(done.at("/item/status").stringValue()).isEqualTo("incomplete");
        assertThat(types.getLast().path("type").stringValue()).isEqualTo("response.incomplete");
    }

    @Test
    void withoutTheUpstreamsLastWordNoItemIsDone() {
        assertThat(
                        events(
                                new AnswerEvent.Begun("r", ""),
                                new AnswerEvent.BlockBegun(0, new Block.ToolCall("c", "f")),
                                new AnswerEvent.Delta(0, "{}"),
                                new AnswerEvent.BlockEnded(0)))
                .extracting(event -> event.path("type").stringValue())
                .doesNotContain("response.output_item.done", "response.completed");
    }

    @Test
    void aThoughtWithoutWordsOrSignatureIsNoItem() {
        assertThat(whole(StopReason.END, new Part.Thinking("", null)).path("output")).isEmpty();
    }

    private static JsonNode whole(StopReason reason, Part... parts) {
        return new ResponsesDialect()
                .answerWriter(new AnsweringRules("m", "gw-1", 7, true))
                .whole(new Answer("r", "", List.of(parts), reason, null, null));
    }

    private static List<JsonNode> events(AnswerEvent... events) {
        var writer = new ResponsesDialect().answerWriter(new AnsweringRules("m", "gw-1", 7, true));
        var text = new StringBuilder();
        for (var event : events) {
            writer.event(event, text);
        }
        var told = new ArrayList<JsonNode>();
        for (var line : text.toString().split("\n", -1)) {
            if (line.startsWith("data: ")) {
                told.add(json(line.substring("data: ".length())));
            }
        }
        return told;
    }

    private static JsonNode json(String text) {
        return ToolArguments.EXACT.readTree(text);
    }
}
