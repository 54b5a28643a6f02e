package io.agw.server.dialect.shape.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.dialect.conversation.CacheMark;
import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.conversation.Media;
import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Message.Role;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.conversation.Reasoning;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

final class ChatRequestReadingTest {
    private static final String HI = "'messages':[{'role':'user','content':'hi'}]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | messages: is missing (expected: a list)",
                "{'messages':'hi'} | messages: a string (expected: a list)",
                "{'messages':['hi']} | messages[0]: a string (expected: an object)",
                "{'messages':[{'content':'hi'}]} | messages[0].role: is missing"
                        + " (expected: a string)",
                "{'messages':[{'role':'boss'}]} | messages[0].role: \"boss\" (expected: system,"
                        + " developer, user, assistant, tool)",
                "{'messages':[{'role':'user','content':1}]} | messages[0].content: a number"
                        + " (expected: a string or a list)",
                "{'messages':[{'role':'user','content':[{'type':'text'}]}]}"
                        + " | messages[0].content[0].text: is missing (expected: a string)",
                "{'messages':[{'role':'user','content':[{'type':'image_url','image_url':"
                        + "{'url':'data:image/png,abc'}}]}]} | messages[0].content[0].image_url.url:"
                        + " a data url (expected: data:<type>;base64,<bytes>)",
                "{'messages':[{'role':'user','content':[{'type':'file','file':{}}]}]}"
                        + " | messages[0].content[0].file.file_data: is missing"
                        + " (expected: a string, or file_id)",
                "{'messages':[{'role':'tool','content':'x'}]} | messages[0].tool_call_id: is"
                        + " missing (expected: a string)",
                "{'messages':[{'role':'assistant','tool_calls':[{'id':'a'}]}]}"
                        + " | messages[0].tool_calls[0].function: is missing"
                        + " (expected: an object)",
                "{'messages':[],'max_tokens':1,'max_completion_tokens':2} | max_tokens: 1"
                        + " (expected: as max_completion_tokens)",
                "{'messages':[],'reasoning_effort':'huge'} | reasoning_effort: \"huge\" (expected:"
                        + " none, minimal, low, medium, high, xhigh, max)",
                "{'messages':[],'tool_choice':'maybe'} | tool_choice: \"maybe\" (expected: auto,"
                        + " none, required)",
                "{'messages':[],'response_format':{'type':'json_schema'}}"
                        + " | response_format.json_schema: is missing (expected: an object)"
            })
    void whatIsNoRequestIsRefusedByPath(String request, String says) {
        assertThatThrownBy(() -> read(request)).isInstanceOf(Inexpressible.class).hasMessage(says);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'n':2 | n",
                "'logprobs':true | logprobs",
                "'logit_bias':{'1':2} | logit_bias",
                "'modalities':['text','audio'] | modalities",
                "'functions':[] | functions",
                "'web_search_options':{} | web_search_options",
                "'tools':[{'type':'custom','custom':{'name':'x'}}] | tools[0]",
                "'tools':[{'type':'function','function':{'name':'x','beta':1}}]"
                        + " | tools[0].function.beta",
                "'tool_choice':{'type':'allowed_tools','allowed_tools':{}} | tool_choice",
                "'response_format':{'type':'grammar','grammar':'x'} | response_format",
                "'stream_options':{'include_usage':true,'more':1} | stream_options.more"
            })
    void whatTheConversationHasNoWordForIsForeign(String members, String path) throws Exception {
        assertThat(read("{" + HI + "," + members + "}").foreign()).containsExactly(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'n':1",
                "'n':null",
                "'logprobs':false",
                "'top_logprobs':0",
                "'logit_bias':{}",
                "'modalities':['text']",
                "'stream_options':{'include_usage':true}"
            })
    void whatAsksForNothingIsNothing(String members) throws Exception {
        assertThat(read("{" + HI + "," + members + "}")).isEqualTo(read("{" + HI + "}"));
    }

    @Test
    void foreignMembersOfMessagesAreKnownByPath() throws Exception {
        var conversation =
                read(
                        "{'messages':[{'role':'user','name':'ada','content':[{'type':'text',"
                                + "'text':'hi','tone':1},{'type':'video_url'}]},"
                                + "{'role':'function','name':'f','content':'1'}]}");

        assertThat(conversation.foreign())
                .containsExactly(
                        "messages[0].content[0].tone",
                        "messages[0].content[1]",
                        "messages[0].name",
                        "messages[1]");
    }

    @Test
    void toolResultsAndTheUserBehindThemAreOneMessage() throws Exception {
        var conversation =
                read(
                        "{'messages':[{'role':'tool','tool_call_id':'a','content':'1'},"
                                + "{'role':'tool','tool_call_id':'b','name':'f','content':[{'type':"
                                + "'text','text':'2','cache_control':{'type':'ephemeral'}}]},"
                                + "{'role':'user','content':'go on'},"
                                + "{'role':'user','content':'please'}]}");

        assertThat(conversation.messages())
                .containsExactly(
                        new Message(
                                Role.USER,
                                List.of(
                                        new Part.ToolResult(
                                                "a",
                                                null,
                                                List.of(new Part.Text("1")),
                                                false,
                                                null),
                                        new Part.ToolResult(
                                                "b",
                                                "f",
                                                List.of(new Part.Text("2")),
                                                false,
                                                CacheMark.FIVE_MINUTES),
                                        new Part.Text("go on"))),
                        new Message(Role.USER, List.of(new Part.Text("please"))));
    }

    @Test
    void anImageMayBeItsAddressAndAFileItsBytes() throws Exception {
        var conversation =
                read(
                        "{'messages':[{'role':'user','content':[{'type':'image_url','image_url':"
                                + "'https://a.example/b.png'},{'type':'file','file':{'file_data':"
                                + "'JVBE'}},{'type':'file','file':{'file_id':'file-1'}},"
                                + "{'type':'input_audio','input_audio':{'data':'AA','format':"
                                + "'mp3'}}]}]}");

        assertThat(conversation.messages().getFirst().parts())
                .containsExactly(
                        new Part.Image(
                                new Media.Remote("https://a.example/b.png", at(0, "image_url")),
                                null,
                                null),
                        new Part.Document(
                                new Media.Inline(
                                        "application/pdf", "JVBE", at(1, "file.file_data")),
                                null,
                                null),
                        new Part.Document(
                                new Media.Stored("file-1", at(2, "file.file_id")), null, null),
                        new Part.Audio(
                                new Media.Inline("audio/mpeg", "AA", at(3, "input_audio")), null));
    }

    private static String at(int part, String member) {
        return "messages[0].content[" + part + "]." + member;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'reasoning_content':'a','reasoning_details':[{'type':'reasoning.text','text':'a',"
                        + "'signature':'s','index':0}]",
                "'reasoning':'a','reasoning_details':[{'type':'reasoning.text','signature':'s'}]",
                "'reasoning_details':[{'type':'reasoning.text','text':'','index':0},{'type':"
                        + "'reasoning.text','text':'a','index':0},{'type':'reasoning.text',"
                        + "'signature':'s','index':0}]"
            })
    void thoughtsComeBackHoweverAClientKeptThem(String members) throws Exception {
        var conversation = read("{'messages':[{'role':'assistant'," + members + "}]}");

        assertThat(conversation.foreign()).isEmpty();
        assertThat(conversation.messages().getFirst().parts())
                .containsExactly(new Part.Thinking("a", "s"));
    }

    @Test
    void anAnswerMayBeHandedBackAsItCame() throws Exception {
        var conversation =
                read(
                        "{'messages':[{'role':'assistant','content':'','refusal':null,'audio':null,"
                                + "'annotations':[],'function_call':null,'tool_calls':[{'index':0,"
                                + "'id':'a','type':'function','function':{'name':'f','arguments':"
                                + "'{}'}}]}]}");

        assertThat(conversation.foreign()).isEmpty();
        assertThat(conversation.hints().others()).isEmpty();
        assertThat(conversation.messages().getFirst().parts())
                .containsExactly(new Part.ToolCall("a", "f", "{}", null, null));
    }

    @Test
    void aStopMayBeOneText() throws Exception {
        assertThat(read("{" + HI + ",'stop':'END'}").settings().stop()).containsExactly("END");
    }

    @Test
    void vendorsSayMoreOfThinking() throws Exception {
        assertThat(reasoning("'reasoning':{'max_tokens':2000,'exclude':true}"))
                .isEqualTo(new Reasoning(Reasoning.Mode.ON, null, 2000L, false));
        assertThat(reasoning("'reasoning':{'effort':'none'}"))
                .isEqualTo(new Reasoning(Reasoning.Mode.OFF, null, null, null));
        assertThat(reasoning("'thinking':{'type':'disabled'}"))
                .isEqualTo(new Reasoning(Reasoning.Mode.OFF, null, null, null));
        assertThat(reasoning("'thinking':{'type':'enabled'},'reasoning_effort':'max'"))
                .isEqualTo(new Reasoning(Reasoning.Mode.ON, "max", null, null));
    }

    @Test
    void bookkeepingIsAHint() throws Exception {
        var conversation =
                read(
                        "{"
                                + HI
                                + ",'user':'u','store':true,'stream_options':{'include_obfuscation':"
                                + "false},'prediction':{'type':'content','content':'x'}}");

        assertThat(conversation.foreign()).isEmpty();
        assertThat(conversation.hints().user()).isEqualTo("u");
        assertThat(conversation.hints().others())
                .containsOnlyKeys("prediction", "store", "stream_options.include_obfuscation");
    }

    private static @Nullable Reasoning reasoning(String members) throws Inexpressible {
        return read("{" + HI + "," + members + "}").settings().reasoning();
    }

    /// Single quotes stand for double ones.
    private static Conversation read(String request) throws Inexpressible {
        var node = JsonMapper.shared().readTree(request.replace('\'', '"'));
        return new ChatDialect().readRequest((ObjectNode) node);
    }
}
