package io.agw.server.dialect.shape.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.dialect.conversation.AnswerSettings;
import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.conversation.Hints;
import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.conversation.Reasoning;
import io.agw.server.dialect.conversation.ToolChoice;
import io.agw.server.dialect.conversation.ToolDefinition;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.WritingRules;
import io.agw.server.dialect.shape.WrittenRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ThoughtWritingTest {
    private static final Message QUESTION =
            new Message(Message.Role.USER, List.of(new Part.Text("Why?")));
    private static final Reasoning MEDIUM = new Reasoning(Reasoning.Mode.ON, "medium", null, null);

    @ParameterizedTest
    @CsvSource({
        "minimal, 16000, 1024, 16000",
        "low, 16000, 1024, 16000",
        "medium, 16000, 4096, 16000",
        "high, 16000, 8192, 16000",
        "xhigh, 20000, 16384, 20000",
        // shrunk to leave room for words
        "high, 4096, 3584, 4096",
        "medium, 1536, 1024, 1536",
        // grown, for less than the least budget is refused
        "medium, 1535, 4096, 4608",
        "low, 100, 1024, 1536",
    })
    void anEffortIsABudgetThatFits(String effort, long most, long budget, long grown)
            throws Inexpressible {
        var written =
                write(
                        "claude-sonnet-4-5",
                        new Reasoning(Reasoning.Mode.ON, effort, null, null),
                        most);

        assertThat(written.request().path("thinking").toString())
                .isEqualTo("{\"type\":\"enabled\",\"budget_tokens\":" + budget + "}");
        assertThat(written.request().path("max_tokens").longValue()).isEqualTo(grown);
        assertThat(written.left().contains("max_tokens")).isEqualTo(most != grown);
        assertThat(written.request().has("output_config")).isFalse();
    }

    @Test
    void aBudgetBelowTheLeastIsRaised() throws Inexpressible {
        var reasoning = new Reasoning(Reasoning.Mode.ON, null, 10L, null);

        assertThat(
                        write("claude-sonnet-4-5", reasoning, 9_000L)
                                .request()
                                .path("thinking")
                                .path("budget_tokens")
                                .longValue())
                .isEqualTo(1_024);
    }

    @ParameterizedTest
    @CsvSource({
        "claude-opus-4-8, adaptive",
        "claude-sonnet-4-6-20260217, adaptive",
        "us.anthropic.claude-opus-4-7-v1:0, adaptive",
        "claude-opus-4-6@20260205, adaptive",
        "anthropic/claude-opus-4.7, adaptive",
        "claude-sonnet-5, adaptive",
        "claude-sonnet-4-5-20250929, enabled",
        "claude-sonnet-4-20250514, enabled",
        "claude-3-7-sonnet-20250219, enabled",
        "glm-4.6, enabled",
    })
    void theModelsNameTellsHowItIsAskedToThink(String model, String type) throws Inexpressible {
        var request = write(model, MEDIUM, 16_000L).request();

        assertThat(request.path("thinking").path("type").asString()).isEqualTo(type);
        assertThat(request.path("output_config").path("effort").asString())
                .isEqualTo(type.equals("adaptive") ? "medium" : "");
    }

    @Test
    void aBudgetIsAnEffortWhereBudgetsAreRefused() throws Inexpressible {
        var reasoning = new Reasoning(Reasoning.Mode.ON, null, 4_000L, true);

        var request = write("claude-opus-4-8", reasoning, 16_000L).request();

        assertThat(request.path("thinking").toString())
                .isEqualTo("{\"type\":\"adaptive\",\"display\":\"summarized\"}");
        assertThat(request.path("output_config").path("effort").asString()).isEqualTo("medium");
    }

    @Test
    void samplingIsLeftOutOnlyWhileTheModelThinks() throws Inexpressible {
        var off = new Reasoning(Reasoning.Mode.OFF, null, null, null);

        var thinking = write("claude-sonnet-4-5", MEDIUM, 16_000L);
        var notThinking = write("claude-sonnet-4-5", off, 16_000L);

        assertThat(thinking.left()).containsExactly("temperature", "top_p", "top_k");
        assertThat(thinking.request().has("temperature")).isFalse();
        assertThat(notThinking.left()).containsExactly("top_p");
        assertThat(notThinking.request().path("temperature").doubleValue()).isEqualTo(0.3);
        assertThat(notThinking.request().path("thinking").toString())
                .isEqualTo("{\"type\":\"disabled\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "claude-opus-4-0, true, true",
        "claude-3-5-sonnet-latest, true, true",
        "some-model, true, true",
        "claude-opus-4-1, true, false",
        "anthropic.claude-sonnet-4-5-20250929-v1:0, true, false",
        "claude-opus-4-7, false, false",
        "claude-sonnet-5, false, false"
    })
    void theModelsNameTellsHowItIsSampled(String model, boolean one, boolean both)
            throws Inexpressible {
        var off = new Reasoning(Reasoning.Mode.OFF, null, null, null);

        var written = write(model, off, 16_000L);

        assertThat(written.request().has("temperature")).isEqualTo(one);
        assertThat(written.request().has("top_k")).isEqualTo(one);
        assertThat(written.request().has("top_p")).isEqualTo(both);
        assertThat(written.left().contains("temperature")).isEqualTo(!one);
        assertThat(written.left().contains("top_k")).isEqualTo(!one);
        assertThat(written.left().contains("top_p")).isEqualTo(!both);
    }

    @Test
    void aForcedCallLeavesNoTimeToThink() throws Inexpressible {
        var written =
                write(
                        "claude-sonnet-4-5",
                        MEDIUM,
                        16_000L,
                        new ToolChoice(ToolChoice.Mode.REQUIRED, null, null),
                        QUESTION);

        assertThat(written.request().has("thinking")).isFalse();
        assertThat(written.left()).containsExactly("reasoning", "top_p");
        assertThat(written.request().path("tool_choice").path("type").asString()).isEqualTo("any");
    }

    @Test
    void aModelWithABudgetDoesNotBeginToThinkAmidItsCalls() throws Inexpressible {
        var result = new Part.ToolResult("1", null, List.of(new Part.Text("18")), false, null);
        var call = new Part.ToolCall("1", "get_weather", "{}", null, null);
        var thought = new Part.Thinking("hm", "c2ln");

        var without = writeLoop("claude-sonnet-4-5", List.of(call), result);
        var with = writeLoop("claude-sonnet-4-5", List.of(thought, call), result);
        var adaptive = writeLoop("claude-opus-4-8", List.of(call), result);

        assertThat(without.request().has("thinking")).isFalse();
        assertThat(without.left()).contains("reasoning");
        assertThat(with.request().path("thinking").path("type").asString()).isEqualTo("enabled");
        assertThat(adaptive.request().path("thinking").path("type").asString())
                .isEqualTo("adaptive");
    }

    private static WrittenRequest writeLoop(String model, List<Part> calls, Part result)
            throws Inexpressible {
        return write(
                model,
                MEDIUM,
                16_000L,
                ToolChoice.UNSAID,
                QUESTION,
                new Message(Message.Role.ASSISTANT, calls),
                new Message(Message.Role.USER, List.of(result)));
    }

    private static WrittenRequest write(String model, Reasoning reasoning, @Nullable Long most)
            throws Inexpressible {
        return write(model, reasoning, most, ToolChoice.UNSAID, QUESTION);
    }

    private static WrittenRequest write(
            String model,
            Reasoning reasoning,
            @Nullable Long most,
            ToolChoice choice,
            Message... messages)
            throws Inexpressible {
        var settings =
                new AnswerSettings(
                        most, 0.3, 0.9, 40L, List.of(), null, null, null, reasoning, null, null);
        var conversation =
                new Conversation(
                        "m",
                        List.of(messages),
                        List.of(new ToolDefinition("get_weather", null, null, null, null)),
                        choice,
                        settings,
                        false,
                        Hints.NONE,
                        List.of());
        return new MessagesDialect()
                .writeRequest(conversation, new WritingRules(model, 4_096, null));
    }
}
