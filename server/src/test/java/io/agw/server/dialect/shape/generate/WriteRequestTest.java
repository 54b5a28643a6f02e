package io.agw.server.dialect.shape.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.dialect.conversation.AnswerSettings;
import io.agw.server.dialect.conversation.CacheMark;
import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.conversation.Hints;
import io.agw.server.dialect.conversation.Media;
import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Message.Role;
import io.agw.server.dialect.conversation.OutputFormat;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.conversation.Reasoning;
import io.agw.server.dialect.conversation.ToolChoice;
import io.agw.server.dialect.conversation.ToolDefinition;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.ToolArguments;
import io.agw.server.dialect.shape.WritingRules;
import io.agw.server.dialect.shape.WrittenRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

final class WriteRequestTest {
    private static final Message HELLO = said(Role.USER, new Part.Text("hello"));
    private static final ToolDefinition TOOL = new ToolDefinition("f", null, null, null, null);

    @Test
    void laterInstructionsComeBehindTheFirst() throws Inexpressible {
        var written =
                write(
                        said(Role.SYSTEM, new Part.Text("one")),
                        HELLO,
                        said(Role.SYSTEM, new Part.Text("two")));

        assertThat(written.request())
                .hasToString(
                        "{\"systemInstruction\":{\"parts\":[{\"text\":\"one\"},{\"text\":\"two\"}]},"
                                + "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hello\"}]}]}");
    }

    @Test
    void callsOfATurnAndTheirResultsStandTogether() throws Inexpressible {
        var written =
                write(
                        HELLO,
                        said(Role.ASSISTANT, call("c1", "{\"n\": 9007199254740993}")),
                        said(Role.ASSISTANT, call("c2", "{\"n\": 1.10")),
                        said(Role.USER, result("c1")),
                        said(Role.USER, result("c2")));

        assertThat(contents(written))
                .isEqualTo(
                        "[{'role':'user','parts':[{'text':'hello'}]},{'role':'model','parts':["
                                + "{'functionCall':{'id':'c1','name':'f','args':{'n':9007199254740993}}},"
                                + "{'functionCall':{'id':'c2','name':'f','args':"
                                + "{'__unparsed_arguments':'{\\'n\\': 1.10'}}}]},"
                                + "{'role':'user','parts':[{'functionResponse':{'id':'c1','name':'f',"
                                + "'response':{'output':'done'}}},{'functionResponse':{'id':'c2',"
                                + "'name':'f','response':{'output':'done'}}}]}]");
    }

    @Test
    void idsThatTheVendorNeverGaveAreNotSentToIt() throws Inexpressible {
        var id = CallIds.inAnswer("r1", 0);
        var written = write(HELLO, said(Role.ASSISTANT, call(id, "")), said(Role.USER, result(id)));

        assertThat(contents(written)).doesNotContain("'id'").contains("'args':{}");
    }

    @Test
    void aSignatureThatTravelledAsAThoughtGoesBackToItsPart() throws Inexpressible {
        var written =
                write(
                        HELLO,
                        said(
                                Role.ASSISTANT,
                                new Part.Text("a"),
                                new Part.Thinking("", "c2lnQQ=="),
                                new Part.Thinking("", "c2lnQg=="),
                                call("c1", "{}")),
                        said(Role.USER, result("c1")),
                        said(Role.ASSISTANT, new Part.Thinking("", "c2lnQw=="), new Part.Text("b")),
                        HELLO,
                        said(Role.ASSISTANT, new Part.Thinking("", "c2lnRA==")));

        assertThat(contents(written))
                .contains("{'text':'a','thoughtSignature':'c2lnQQ=='}")
                .contains("'args':{}},'thoughtSignature':'c2lnQg=='}")
                .contains("{'text':'b','thoughtSignature':'c2lnQw=='}")
                .contains("{'text':'','thoughtSignature':'c2lnRA=='}");
    }

    @Test
    void hintsWithoutALikeAreListed() throws Inexpressible {
        var others = new TreeMap<>(Map.of("metadata", text("x"), "labels", text("y")));
        var conversation =
                conversation(
                        List.of(
                                said(Role.USER, new Part.Text("hello", CacheMark.ONE_HOUR)),
                                said(
                                        Role.USER,
                                        new Part.Image(
                                                new Media.Remote("https://a.example/x", "a"),
                                                "low",
                                                null),
                                        new Part.Document(
                                                new Media.Inline(
                                                        "application/pdf", "JVBERg==", "b"),
                                                "a.pdf",
                                                null))),
                        List.of(),
                        ToolChoice.UNSAID,
                        AnswerSettings.UNSAID,
                        new Hints("anna", others));

        var written = write(conversation, "gemini-3-pro");

        assertThat(written.left())
                .containsExactly("cache_control", "detail", "filename", "user", "metadata");
        assertThat(written.request().path("labels").stringValue()).isEqualTo("y");
    }

    @Test
    void aThoughtThatAnotherVendorSealedIsLeftOutAndListed() throws Inexpressible {
        var written =
                write(
                        HELLO,
                        said(
                                Role.ASSISTANT,
                                new Part.SealedThinking("c2VhbGVk"),
                                new Part.Text("hi")));

        assertThat(contents(written)).endsWith("{'role':'model','parts':[{'text':'hi'}]}]");
        assertThat(written.left()).containsExactly("thinking");
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    gemini-3-flash,        minimal, '{"thinkingLevel":"MINIMAL"}'
                    gemini-3-pro,          high,    '{"thinkingLevel":"HIGH"}'
                    gemini-2.5-flash,      low,     '{"thinkingBudget":1024}'
                    models/gemini-2.5-pro, medium,  '{"thinkingBudget":8192}'
                    gemini-2.5-pro,        high,    '{"thinkingBudget":24576}'
                    gemini-2.5-pro,        ,        '{"thinkingBudget":-1}'
                    """)
    void effortIsALevelOrForOlderModelsABudget(
            String model, @Nullable String effort, String thinking) throws Inexpressible {
        var settings = reasoning(new Reasoning(Reasoning.Mode.ADAPTIVE, effort, null, null));

        assertThat(
                        write(conversation(settings), model)
                                .request()
                                .path("generationConfig")
                                .path("thinkingConfig"))
                .hasToString(thinking);
    }

    @Test
    void aSchemasDescriptionGoesIntoTheSchemaAndItsNameIsListed() throws Inexpressible {
        var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        var format = new OutputFormat.JsonSchema("city", "A city", schema, true);
        var written = write(conversation(settings(null, null, format)), "gemini-3-pro");

        assertThat(written.request().path("generationConfig"))
                .hasToString(
                        "{\"responseMimeType\":\"application/json\",\"responseJsonSchema\":"
                                + "{\"type\":\"object\",\"description\":\"A city\"}}");
        assertThat(written.left()).containsExactly("response_format.json_schema.name");
    }

    @Test
    void argumentsThatMustFitAreValidated() throws Inexpressible {
        var strict = new ToolDefinition("f", null, null, true, null);

        assertThat(
                        write(tools(ToolChoice.UNSAID, strict), "gemini-3-pro")
                                .request()
                                .path("toolConfig"))
                .hasToString("{\"functionCallingConfig\":{\"mode\":\"VALIDATED\"}}");
    }

    @ParameterizedTest
    @EnumSource(
            value = ToolChoice.Mode.class,
            names = {"UNSAID", "AUTO", "NONE"})
    void aChoiceAmongNoToolsIsNotWritten(ToolChoice.Mode mode) throws Inexpressible {
        var written = write(tools(new ToolChoice(mode, null, null)), "gemini-3-pro");

        assertThat(written.request().has("toolConfig")).isFalse();
    }

    @Test
    void whatCannotBeSaidIsRefusedByName() {
        refused(conversation(settings(null, "high", null)), "verbosity: \"high\"");
        refused(conversation(settings(1L << 40, null, null)), "seed: 1099511627776");
        refused(
                conversation(reasoning(new Reasoning(Reasoning.Mode.ADAPTIVE, "max", null, null))),
                "reasoning_effort: \"max\"");
        refused(
                tools(new ToolChoice(ToolChoice.Mode.AUTO, null, false), TOOL),
                "parallel_tool_calls: asks for one call at a time");
        refused(said(said(Role.SYSTEM, new Part.Text("alone"))), "messages: holds no words");
        refused(said(HELLO, said(Role.USER, result("c9"))), "messages: a result of \"c9\"");
        refused(
                said(
                        said(
                                Role.USER,
                                new Part.Image(new Media.Stored("file-abc", "a"), null, null))),
                "a: \"file-abc\"");
        refused(
                said(
                        said(
                                Role.SYSTEM,
                                new Part.Image(
                                        new Media.Stored("gs://a/b.png", "a.b"), null, null)),
                        HELLO),
                "a.b: holds more than text");
    }

    private static void refused(Conversation conversation, String says) {
        assertThatThrownBy(() -> write(conversation, "gemini-3-pro"))
                .isInstanceOf(Inexpressible.class)
                .hasMessageStartingWith(says);
    }

    private static Message said(Role role, Part... parts) {
        return new Message(role, List.of(parts));
    }

    private static Part call(String id, String arguments) {
        return new Part.ToolCall(id, "f", arguments, null, null);
    }

    private static Part result(String id) {
        return new Part.ToolResult(id, null, List.of(new Part.Text("done")), false, null);
    }

    private static JsonNode text(String text) {
        return JsonNodeFactory.instance.stringNode(text);
    }

    private static AnswerSettings reasoning(Reasoning reasoning) {
        return new AnswerSettings(
                null, null, null, null, List.of(), null, null, null, reasoning, null, null);
    }

    private static AnswerSettings settings(
            @Nullable Long seed, @Nullable String verbosity, @Nullable OutputFormat format) {
        return new AnswerSettings(
                null, null, null, null, List.of(), null, null, seed, null, format, verbosity);
    }

    private static Conversation said(Message... messages) {
        return conversation(
                List.of(messages), List.of(), ToolChoice.UNSAID, AnswerSettings.UNSAID, Hints.NONE);
    }

    private static Conversation conversation(AnswerSettings settings) {
        return conversation(List.of(HELLO), List.of(), ToolChoice.UNSAID, settings, Hints.NONE);
    }

    private static Conversation tools(ToolChoice choice, ToolDefinition... tools) {
        return conversation(
                List.of(HELLO), List.of(tools), choice, AnswerSettings.UNSAID, Hints.NONE);
    }

    private static Conversation conversation(
            List<Message> messages,
            List<ToolDefinition> tools,
            ToolChoice choice,
            AnswerSettings settings,
            Hints hints) {
        return new Conversation("m", messages, tools, choice, settings, false, hints, List.of());
    }

    private static WrittenRequest write(Message... messages) throws Inexpressible {
        return write(said(messages), "gemini-3-pro");
    }

    private static WrittenRequest write(Conversation conversation, String model)
            throws Inexpressible {
        return new GenerateDialect()
                .writeRequest(conversation, new WritingRules(model, 4_096, null));
    }

    private static String contents(WrittenRequest written) {
        return ToolArguments.EXACT
                .writeValueAsString(written.request().path("contents"))
                .replace('"', '\'');
    }
}
