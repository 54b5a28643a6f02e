package io.agw.server.dialect.shape.messages;

import static io.agw.server.dialect.shape.messages.WrittenMessages.assistant;
import static io.agw.server.dialect.shape.messages.WrittenMessages.refused;
import static io.agw.server.dialect.shape.messages.WrittenMessages.said;
import static io.agw.server.dialect.shape.messages.WrittenMessages.settings;
import static io.agw.server.dialect.shape.messages.WrittenMessages.user;
import static io.agw.server.dialect.shape.messages.WrittenMessages.with;
import static io.agw.server.dialect.shape.messages.WrittenMessages.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.dialect.conversation.AnswerSettings;
import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.conversation.Hints;
import io.agw.server.dialect.conversation.Media;
import io.agw.server.dialect.conversation.OutputFormat;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.conversation.ToolChoice;
import io.agw.server.dialect.conversation.ToolDefinition;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// How tools, settings and hints are written, and what is refused.
final class RequestSettingsWritingTest {
    @Test
    void theMostTokensAreSaidWhenTheClientDidNot() throws Inexpressible {
        assertThat(write(said(user("Hi"))).request().path("max_tokens").longValue())
                .isEqualTo(4_096);
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

        assertThat(written.left()).containsExactly("response_format.json_schema.name");
        assertThat(written.request().path("output_config").toString())
                .isEqualTo(
                        "{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\","
                                + "\"description\":\"Whoever calls.\"}}}");
    }

    @Test
    void partsWithoutALikeAreRefusedByPlace() {
        var sound = new Part.Audio(new Media.Inline("audio/wav", "AAAA", "a[1]"), null);
        var image = new Part.Image(new Media.Remote("https://x/y.png", "b"), null, null);
        var word = new Media.Inline("application/msword", "AAAA", "c.d");
        var file = new Media.Stored("file-123", "e");

        refused(user(sound), "a[1]: a sound (expected: text, images");
        refused(assistant(image), "b: an image (expected: text, tool calls");
        refused(
                user(new Part.Document(word, "a.doc", null)),
                "c.d: a document of application/msword (expected: ");
        refused(user(new Part.Image(file, null, null)), "e: file \"file-123\" (expected: ");
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
}
