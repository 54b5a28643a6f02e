package io.agw.server.dialect.shape.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.dialect.conversation.AnswerSettings;
import io.agw.server.dialect.conversation.CacheMark;
import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.conversation.Hints;
import io.agw.server.dialect.conversation.Media;
import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Message.Role;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.conversation.Reasoning;
import io.agw.server.dialect.conversation.ToolChoice;
import io.agw.server.dialect.shape.ChatHabit;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.WritingRules;
import io.agw.server.dialect.shape.WrittenRequest;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ChatRequestWritingTest {
    private static final Message HI = new Message(Role.USER, List.of(new Part.Text("hi")));

    @Test
    void thoughtsAreLeftOutWhereTheVendorTakesNone() throws Exception {
        var written = write(Set.of(), thoughtful());

        assertThat(written.request().at("/messages/0").propertyNames())
                .containsExactly("role", "content", "tool_calls");
        assertThat(written.request().at("/messages/0/tool_calls/0").has("extra_content")).isFalse();
        assertThat(written.left()).containsExactly("thinking", "tool_call.signature");
    }

    @Test
    void thoughtsGoBackAsWordsWhereTheVendorTakesWords() throws Exception {
        var written = write(Set.of(ChatHabit.REASONING_CONTENT), thoughtful());

        assertThat(written.request().at("/messages/0/reasoning_content").stringValue())
                .isEqualTo("hm");
        assertThat(written.left()).containsExactly("thinking.signature", "tool_call.signature");
    }

    @Test
    void thoughtsGoBackWholeWhereTheVendorTakesThem() throws Exception {
        var written =
                write(Set.of(ChatHabit.REASONING_DETAILS, ChatHabit.EXTRA_CONTENT), thoughtful());

        assertThat(written.request().at("/messages/0/reasoning_details"))
                .hasToString(
                        """
                        [{"type":"reasoning.text","text":"hm","signature":"s/+=","index":0},\
                        {"type":"reasoning.encrypted","data":"d","index":1}]\
                        """);
        assertThat(
                        written.request()
                                .at(
                                        "/messages/0/tool_calls/0/extra_content/google"
                                                + "/thought_signature")
                                .stringValue())
                .isEqualTo("t");
        assertThat(written.left()).isEmpty();
    }

    @Test
    void cacheMarksAreLeftOutWhereTheVendorKnowsNone() throws Exception {
        var message = new Message(Role.USER, List.of(new Part.Text("hi", CacheMark.FIVE_MINUTES)));

        var written = write(Set.of(), message);

        assertThat(written.request().at("/messages/0/content").stringValue()).isEqualTo("hi");
        assertThat(written.left()).containsExactly("cache_control");
    }

    @Test
    void wordsAreOneStringWhereTheVendorTakesNoParts() throws Exception {
        var message = new Message(Role.SYSTEM, List.of(new Part.Text("one"), new Part.Text("two")));

        assertThat(write(Set.of(ChatHabit.ONLY_STRINGS), message).request().at("/messages/0"))
                .hasToString("{\"role\":\"system\",\"content\":\"one\\ntwo\"}");
    }

    @Test
    void toolResultsComeFirstAndWhatTheyShowBehindThem() throws Exception {
        var image = new Part.Image(new Media.Inline("image/png", "AA", "a"), null, null);
        var message =
                new Message(
                        Role.USER,
                        List.of(
                                new Part.Text("look"),
                                new Part.ToolResult("a", null, List.of(image), false, null),
                                new Part.ToolResult(
                                        "b", null, List.of(new Part.Text("no")), true, null),
                                new Part.ToolResult("c", null, List.of(), true, null)));

        var messages = write(Set.of(), message).request().get("messages");

        assertThat(messages.toString())
                .isEqualTo(
                        """
                        [{"role":"tool","tool_call_id":"a","content":"see below"},\
                        {"role":"tool","tool_call_id":"b","content":"the tool failed: no"},\
                        {"role":"tool","tool_call_id":"c","content":"the tool failed: "},\
                        {"role":"user","content":[\
                        {"type":"text","text":"from tool call a:"},\
                        {"type":"image_url","image_url":{"url":"data:image/png;base64,AA"}},\
                        {"type":"text","text":"look"}]}]\
                        """);
    }

    @Test
    void whatCannotBeSaidIsRefusedByTheClientsPath() {
        var system = new Message(Role.SYSTEM, List.of(new Part.Text("s")));
        var stored = new Part.Image(new Media.Stored("file-1", "a.b"), null, null);
        var remote = new Part.Document(new Media.Remote("https://a.example", "c"), null, null);
        var inline = new Part.Image(new Media.Inline("image/png", "AA", "d"), null, null);
        var thought = new Part.Thinking("x", null);

        assertRefused(
                "a.b", system, HI, new Message(Role.USER, List.of(new Part.Text("x"), stored)));
        assertRefused("c", new Message(Role.USER, List.of(remote)));
        assertRefused("d", new Message(Role.ASSISTANT, List.of(inline)));
        assertRefused("d", new Message(Role.SYSTEM, List.of(inline)));
        assertRefused("messages", new Message(Role.USER, List.of(thought)));
        assertRefused("messages", new Message(Role.SYSTEM, List.of(thought)));
    }

    @Test
    void aTopKIsRefusedWhereTheVendorKnowsNone() throws Exception {
        var settings = settings(null, 40L);

        assertThatThrownBy(() -> write(Set.of(), settings))
                .isInstanceOf(Inexpressible.class)
                .hasMessageStartingWith("top_k: 40");
        assertThat(write(Set.of(ChatHabit.TOP_K), settings).request().get("top_k").longValue())
                .isEqualTo(40);
    }

    @Test
    void theMostTokensHaveAnOlderName() throws Exception {
        var settings = settings(null, null);

        assertThat(write(Set.of(), settings).request().has("max_completion_tokens")).isTrue();
        var old = write(Set.of(ChatHabit.ONLY_MAX_TOKENS), settings).request();
        assertThat(old.has("max_completion_tokens")).isFalse();
        assertThat(old.get("max_tokens").longValue()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "OFF | - | - | {'reasoning_effort':'none'} | -",
                "ON | high | - | {'reasoning_effort':'high'} | -",
                "ON | - | - | {'reasoning_effort':'medium'} | -",
                "ON | - | 1024 | {'reasoning_effort':'low'} | reasoning.budget",
                "ON | - | 4096 | {'reasoning_effort':'medium'} | reasoning.budget",
                "ON | - | 8192 | {'reasoning_effort':'high'} | reasoning.budget",
                "ADAPTIVE | - | - | {} | -",
                "ADAPTIVE | max | - | {'reasoning_effort':'max'} | -"
            })
    void openAiIsToldHowHardToThinkInAWord(
            Reasoning.Mode mode,
            @Nullable String effort,
            @Nullable Long budget,
            String written,
            @Nullable String left)
            throws Exception {
        assertReasoning(Set.of(), new Reasoning(mode, effort, budget, null), written, left);
    }

    @Test
    void vendorsAreToldInTheirOwnWords() throws Exception {
        var on = new Reasoning(Reasoning.Mode.ON, null, 2_000L, false);
        var off = new Reasoning(Reasoning.Mode.OFF, null, null, null);

        assertReasoning(
                Set.of(ChatHabit.REASONING_OBJECT),
                on,
                "{'reasoning':{'max_tokens':2000,'enabled':true,'exclude':true}}",
                null);
        assertReasoning(
                Set.of(ChatHabit.THINKING_TYPE), off, "{'thinking':{'type':'disabled'}}", null);
        assertReasoning(
                Set.of(ChatHabit.THINKING_TYPE),
                new Reasoning(Reasoning.Mode.ON, null, null, null),
                "{'thinking':{'type':'enabled'}}",
                null);
        assertReasoning(Set.of(ChatHabit.NEVER_THINKS), off, "{}", null);
        assertReasoning(Set.of(ChatHabit.NEVER_THINKS), on, "{}", "reasoning");
    }

    @Test
    void hintsOfOtherDialectsAreLeftOut() throws Exception {
        var others = new TreeMap<String, JsonNode>();
        var json = JsonMapper.shared();
        others.put("service_tier", json.valueToTree("standard_only"));
        others.put("store", json.valueToTree(true));
        others.put("cache_control", json.readTree("{\"type\":\"ephemeral\"}"));
        others.put("context_management", json.readTree("{}"));
        var conversation =
                new Conversation(
                        "m",
                        List.of(HI),
                        List.of(),
                        ToolChoice.UNSAID,
                        AnswerSettings.UNSAID,
                        false,
                        new Hints("u", others),
                        List.of());

        var written = write(Set.of(), conversation);

        assertThat(written.request().propertyNames())
                .containsExactly("model", "messages", "user", "store");
        assertThat(written.left())
                .containsExactly("cache_control", "context_management", "service_tier");
    }

    private static void assertReasoning(
            Set<ChatHabit> habits, Reasoning reasoning, String members, @Nullable String left)
            throws Inexpressible {
        var written = write(habits, settings(reasoning, null));
        var found = written.request().deepCopy();
        found.remove(List.of("model", "messages", "max_completion_tokens"));
        assertThat(found.toString()).isEqualTo(members.replace('\'', '"'));
        assertThat(written.left()).isEqualTo(left == null ? List.of() : List.of(left));
    }

    private static void assertRefused(String path, Message... messages) {
        assertThatThrownBy(() -> write(Set.of(), messages))
                .isInstanceOfSatisfying(
                        Inexpressible.class, e -> assertThat(e.field()).isEqualTo(path));
    }

    private static Message thoughtful() {
        return new Message(
                Role.ASSISTANT,
                List.of(
                        new Part.Thinking("hm", "s/+="),
                        new Part.SealedThinking("d"),
                        new Part.ToolCall("a", "f", "{}", "t", null)));
    }

    private static Conversation settings(@Nullable Reasoning reasoning, @Nullable Long topK) {
        var settings =
                new AnswerSettings(
                        9L, null, null, topK, List.of(), null, null, null, reasoning, null, null);
        return conversation(settings, HI);
    }

    private static Conversation conversation(AnswerSettings settings, Message... messages) {
        return new Conversation(
                "m",
                List.of(messages),
                List.of(),
                ToolChoice.UNSAID,
                settings,
                false,
                Hints.NONE,
                List.of());
    }

    private static WrittenRequest write(Set<ChatHabit> habits, Message... messages)
            throws Inexpressible {
        return write(habits, conversation(AnswerSettings.UNSAID, messages));
    }

    private static WrittenRequest write(Set<ChatHabit> habits, Conversation conversation)
            throws Inexpressible {
        return new ChatDialect()
                .writeRequest(conversation, new WritingRules("up", 4_096, null, habits));
    }
}
