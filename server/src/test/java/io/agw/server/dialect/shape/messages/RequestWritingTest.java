package io.agw.server.dialect.shape.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.dialect.conversation.AnswerSettings;
import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.conversation.Hints;
import io.agw.server.dialect.conversation.Media;
import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Message.Role;
import io.agw.server.dialect.conversation.OutputFormat;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.conversation.ToolChoice;
import io.agw.server.dialect.conversation.ToolDefinition;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.ToolArguments;
import io.agw.server.dialect.shape.WritingRules;
import io.agw.server.dialect.shape.WrittenRequest;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class RequestWritingTest {
    private static final String NEW = "claude-opus-4-8";

    @Test
    void theMostTokensAreSaidWhenTheClientDidNot() throws Inexpressible {
        assertThat(write(said(user("Hi"))).request().path("max_tokens").longValue())
                .isEqualTo(4_096);
    }

    @Test
    void messagesOfOneSideInARowBecomeOne() throws Inexpressible {
        var messages =
                messages(said(user("a"), user("b"), assistant(text("c")), assistant(text("d"))));

        assertThat(roles(messages)).containsExactly("user", "assistant");
        assertThat(texts(messages.get(0))).containsExactly("a", "b");
        assertThat(texts(messages.get(1))).containsExactly("c", "d");
    }

    @Test
    void resultsOfToolsStandFirstAndTogether() throws Inexpressible {
        var messages =
                messages(
                        said(
                                user("Go"),
                                assistant(call("1"), call("2")),
                                new Message(Role.USER, List.of(result("1"))),
                                user("and"),
                                new Message(Role.USER, List.of(result("2")))));

        assertThat(messages).hasSize(3);
        assertThat(messages.get(2).path("content").valueStream())
                .extracting(block -> block.path("type").asString())
                .containsExactly("tool_result", "tool_result", "text");
    }

    @Test
    void textWithoutAVisibleCharacterIsLeftAway() throws Inexpressible {
        var messages =
                messages(said(user("Go"), assistant(text(""), call("1")), user(" \n"), user("b")));

        assertThat(messages.get(1).path("content")).hasSize(1);
        assertThat(texts(messages.get(2))).containsExactly("b");
    }

    @Test
    void whatTheModelIsToGoOnFromEndsWithoutWhiteSpace() throws Inexpressible {
        var messages = messages(said(user("Go"), assistant(text("Once "), text("upon \n"))));

        assertThat(texts(messages.get(1))).containsExactly("Once ", "upon");
    }

    @Test
    void theUserMustBegin() {
        assertThatThrownBy(() -> write(said(assistant(text("Hello!")), user("Hi"))))
                .hasMessage("messages: the assistant begins (expected: the user)");
        assertThatThrownBy(() -> write(said(system("Only this."))))
                .hasMessage("messages: none of the user's (expected: at least one)");
    }

    @Test
    void laterInstructionsStandBehindTheUsersTurnWhereTheModelTakesThem() throws Inexpressible {
        var conversation =
                said(
                        system("one"),
                        user("a"),
                        system("two"),
                        user("b"),
                        assistant(text("c")),
                        system("three"),
                        user("d"));

        var request = write(conversation, NEW).request();

        assertThat(texts(request.path("system"))).containsExactly("one");
        var messages = request.path("messages").valueStream().toList();
        assertThat(roles(messages))
                .containsExactly("user", "system", "assistant", "user", "system");
        assertThat(texts(messages.get(1))).containsExactly("two");
        assertThat(texts(messages.get(4))).containsExactly("three");
    }

    @Test
    void laterInstructionsGoToTheSystemPromptWhereItDoesNot() throws Inexpressible {
        var request =
                write(said(system("one"), user("a"), system("two")), "claude-sonnet-4-5").request();

        assertThat(texts(request.path("system"))).containsExactly("one", "two");
        assertThat(request.path("messages")).hasSize(1);
    }

    @Test
    void instructionsBehindTheLastAnswerGoToTheSystemPrompt() throws Inexpressible {
        var request = write(said(user("a"), assistant(text("b")), system("c")), NEW).request();

        assertThat(texts(request.path("system"))).containsExactly("c");
        assertThat(request.path("messages")).hasSize(2);
    }

    @Test
    void aThoughtWithoutASignatureIsLeftOutAndToldSo() throws Inexpressible {
        var written =
                write(
                        said(
                                user("a"),
                                assistant(new Part.Thinking("hm", null), text("b")),
                                user("c")));

        assertThat(written.request().path("messages").get(1).path("content")).hasSize(1);
        assertThat(written.left()).containsExactly("messages[1].content[0]");
    }

    @Test
    void argumentsThatAreNoObjectAreWrapped() throws Inexpressible {
        var messages =
                messages(
                        said(
                                user("a"),
                                assistant(
                                        new Part.ToolCall("1", "n", "{\"city\": \"Par", null, null),
                                        new Part.ToolCall("2", "n", "", null, null))));

        assertThat(messages.get(1).path("content").get(0).path("input"))
                .isEqualTo(
                        ToolArguments.EXACT
                                .createObjectNode()
                                .put("__unparsed_arguments", "{\"city\": \"Par"));
        assertThat(messages.get(1).path("content").get(1).path("input").isEmpty()).isTrue();
    }

    @Test
    void idsOfOtherCharactersStillJoinCallAndResult() throws Inexpressible {
        var messages =
                messages(
                        said(
                                user("a"),
                                assistant(call("functions.get:0"), call("functions-get:0")),
                                new Message(Role.USER, List.of(result("functions.get:0")))));

        var first = messages.get(1).path("content").get(0).path("id").asString();
        var second = messages.get(1).path("content").get(1).path("id").asString();
        assertThat(first).matches("[a-zA-Z0-9_-]+").isNotEqualTo(second);
        assertThat(messages.get(2).path("content").get(0).path("tool_use_id").asString())
                .isEqualTo(first);
    }

    @Test
    void aToolWithoutParametersTakesAnObject() throws Inexpressible {
        var conversation =
                with(
                        AnswerSettings.UNSAID,
                        List.of(new ToolDefinition("now", null, null, null, null)),
                        new ToolChoice(ToolChoice.Mode.UNSAID, null, false));

        var request = write(conversation).request();

        assertThat(request.path("tools").get(0).toString())
                .isEqualTo("{\"name\":\"now\",\"input_schema\":{\"type\":\"object\"}}");
        assertThat(request.path("tool_choice").toString())
                .isEqualTo("{\"type\":\"auto\",\"disable_parallel_tool_use\":true}");
    }

    @Test
    void aTemperatureAboveOneBecomesOneAndIsToldSo() throws Inexpressible {
        var written = write(with(settings(1.4, null, null, null)));

        assertThat(written.request().path("temperature").doubleValue()).isEqualTo(1);
        assertThat(written.left()).containsExactly("temperature");
    }

    @Test
    void nothingIsInvented() throws Inexpressible {
        assertThat(write(said(user("Hi"))).request().propertyNames())
                .containsExactly("model", "max_tokens", "messages");
    }

    @Test
    void settingsWithoutALikeAreRefusedByName() {
        refused(settings(null, 0.5, null, null), "frequency_penalty: 0.5 has no like");
        refused(settings(null, null, 7L, null), "seed: 7 has no like");
        refused(
                settings(null, null, null, new OutputFormat.JsonObject()),
                "response_format: json_object has no like");
    }

    @Test
    void aPenaltyOfZeroIsNone() throws Inexpressible {
        assertThat(write(with(settings(null, 0.0, null, null))).left()).isEmpty();
    }

    @Test
    void aSchemaTellsWhatItIsForAndHasNoName() throws Inexpressible {
        var schema = ToolArguments.EXACT.createObjectNode().put("type", "object");
        var format = new OutputFormat.JsonSchema("person", "Whoever calls.", schema, true);

        var written = write(with(settings(null, null, null, format)));

        assertThat(written.left()).containsExactly("response_format.name");
        assertThat(written.request().path("output_config").toString())
                .isEqualTo(
                        "{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\","
                                + "\"description\":\"Whoever calls.\"}}}");
    }

    @Test
    void partsWithoutALikeAreRefusedByPlace() {
        var sound = new Part.Audio(new Media.Inline("audio/wav", "AAAA"), null);
        var image = new Part.Image(new Media.Remote("https://x/y.png"), null, null);
        var word = new Media.Inline("application/msword", "AAAA");
        var file = new Media.Stored("file-123");

        refused(user(sound), "messages[0].content[0]: a sound (expected: text, images");
        refused(assistant(image), "messages[0].content[0]: an image (expected: text, tool calls");
        refused(
                user(new Part.Document(word, "a.doc", null)),
                "messages[0].content[0]: a document of application/msword (expected: ");
        refused(
                user(new Part.Image(file, null, null)),
                "messages[0].content[0]: file \"file-123\" (expected: ");
    }

    @Test
    void whatOnlyTheClientsDialectKnowsIsRefused() {
        var conversation =
                new Conversation(
                        "m",
                        List.of(user("Hi")),
                        List.of(),
                        ToolChoice.UNSAID,
                        AnswerSettings.UNSAID,
                        false,
                        Hints.NONE,
                        List.of("logprobs"));

        assertThatThrownBy(() -> write(conversation)).hasMessageStartingWith("logprobs: has no");
    }

    @Test
    void hintsWithoutALikeAreToldToBeLeft() throws Inexpressible {
        var others = new TreeMap<String, JsonNode>();
        others.put("service_tier", ToolArguments.EXACT.valueToTree("flex"));
        others.put("store", ToolArguments.EXACT.valueToTree(true));
        var conversation =
                new Conversation(
                        "m",
                        List.of(user("Hi")),
                        List.of(),
                        ToolChoice.UNSAID,
                        AnswerSettings.UNSAID,
                        false,
                        new Hints("u1", others),
                        List.of());

        var written = write(conversation);

        assertThat(written.request().path("metadata").path("user_id").asString()).isEqualTo("u1");
        assertThat(written.request().has("service_tier")).isFalse();
        assertThat(written.left()).containsExactly("service_tier", "store");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\n\n"})
    void aStopTextMustBeVisible(String stop) {
        var settings =
                new AnswerSettings(
                        null,
                        null,
                        null,
                        null,
                        List.of("END", stop),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);

        refused(settings, "stop[1]: only white space (expected: ");
    }

    private static void refused(AnswerSettings settings, String says) {
        assertThatThrownBy(() -> write(with(settings)))
                .isInstanceOf(Inexpressible.class)
                .hasMessageStartingWith(says);
    }

    private static void refused(Message message, String says) {
        assertThatThrownBy(() -> write(said(message)))
                .isInstanceOf(Inexpressible.class)
                .hasMessageStartingWith(says);
    }

    private static AnswerSettings settings(
            @Nullable Double temperature,
            @Nullable Double penalty,
            @Nullable Long seed,
            @Nullable OutputFormat format) {
        return new AnswerSettings(
                null, temperature, null, null, List.of(), penalty, null, seed, null, format, null);
    }

    private static Conversation said(Message... messages) {
        return new Conversation(
                "m",
                List.of(messages),
                List.of(),
                ToolChoice.UNSAID,
                AnswerSettings.UNSAID,
                false,
                Hints.NONE,
                List.of());
    }

    private static Conversation with(AnswerSettings settings) {
        return with(settings, List.of(), ToolChoice.UNSAID);
    }

    private static Conversation with(
            AnswerSettings settings, List<ToolDefinition> tools, ToolChoice choice) {
        return new Conversation(
                "m", List.of(user("Hi")), tools, choice, settings, false, Hints.NONE, List.of());
    }

    private static WrittenRequest write(Conversation conversation) throws Inexpressible {
        return write(conversation, "some-model");
    }

    private static WrittenRequest write(Conversation conversation, String model)
            throws Inexpressible {
        return new MessagesDialect()
                .writeRequest(conversation, new WritingRules(model, 4_096, null));
    }

    private static List<JsonNode> messages(Conversation conversation) throws Inexpressible {
        return write(conversation).request().path("messages").valueStream().toList();
    }

    private static List<String> roles(List<JsonNode> messages) {
        return messages.stream().map(message -> message.path("role").asString()).toList();
    }

    private static List<String> texts(JsonNode of) {
        var blocks = of.isArray() ? of : of.path("content");
        return blocks.valueStream().map(block -> block.path("text").asString()).toList();
    }

    private static Message user(String text) {
        return user(text(text));
    }

    private static Message user(Part part) {
        return new Message(Role.USER, List.of(part));
    }

    private static Message system(String text) {
        return new Message(Role.SYSTEM, List.of(text(text)));
    }

    private static Message assistant(Part... parts) {
        return new Message(Role.ASSISTANT, List.of(parts));
    }

    private static Part text(String text) {
        return new Part.Text(text);
    }

    private static Part call(String id) {
        return new Part.ToolCall(id, "get_weather", "{}", null, null);
    }

    private static Part result(String id) {
        return new Part.ToolResult(id, null, List.of(text("18 degrees")), false, null);
    }
}
