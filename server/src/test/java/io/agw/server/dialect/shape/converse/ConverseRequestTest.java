package io.agw.server.dialect.shape.converse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.ToolArguments;
import io.agw.server.dialect.shape.WritingRules;
import io.agw.server.dialect.shape.WrittenRequest;
import io.agw.server.dialect.shape.chat.ChatDialect;
import io.agw.server.dialect.shape.messages.MessagesDialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What depends on the model, and what no example shows.
final class ConverseRequestTest {
    private static final String CLAUDE = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String NOVA = "amazon.nova-pro-v1:0";
    private static final String NOVA_2 = "us.amazon.nova-2-lite-v1:0";
    private static final String GPT_OSS = "openai.gpt-oss-120b-1:0";
    private static final String LLAMA = "us.meta.llama3-3-70b-instruct-v1:0";
    private static final String HI = "'messages':[{'role':'user','content':'hi'}]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                NOVA_2 + "|low|{'reasoningConfig':{'type':'enabled','maxReasoningEffort':'low'}}|",
                NOVA_2
                        + "|high|{'reasoningConfig':{'type':'enabled','maxReasoningEffort':'high'}}|",
                NOVA_2 + "|none|{'reasoningConfig':{'type':'disabled'}}|",
                GPT_OSS + "|medium|{'reasoning_effort':'medium'}|",
                GPT_OSS + "|minimal|{'reasoning_effort':'low'}|reasoning",
                GPT_OSS + "|xhigh|{'reasoning_effort':'high'}|reasoning",
                GPT_OSS + "|none||reasoning",
                LLAMA + "|high||reasoning",
                LLAMA + "|none||",
                NOVA + "|low||reasoning"
            })
    void eachModelIsAskedToThinkInItsOwnWords(
            String model, String effort, String fields, String left) throws Inexpressible {
        var written = chat(model, HI + ",'reasoning_effort':'" + effort + "'");

        assertThat(written.request().get("additionalModelRequestFields"))
                .isEqualTo(fields == null ? null : json(fields));
        assertThat(String.join(",", written.left())).isEqualTo(left == null ? "" : left);
    }

    @Test
    void novaDoesNotThinkHardWhereTheLengthIsSet() throws Inexpressible {
        var written = chat(NOVA_2, HI + ",'reasoning_effort':'high','max_tokens':9");

        assertThat(written.request().toString()).contains("\"maxReasoningEffort\":\"medium\"");
        assertThat(written.left()).containsExactly("reasoning");
    }

    @ParameterizedTest
    @CsvSource({CLAUDE + ", top_k", NOVA + ", topK"})
    void topKIsToldToModelsThatHaveIt(String model, String name) throws Inexpressible {
        var written = messages(model, HI + ",'max_tokens':9,'top_k':40");

        assertThat(written.request().path("additionalModelRequestFields").toString())
                .contains("\"" + name + "\":40");
    }

    @Test
    void topKIsRefusedForOthers() {
        assertThatThrownBy(() -> messages(LLAMA, HI + ",'max_tokens':9,'top_k':40"))
                .isInstanceOf(Inexpressible.class)
                .hasMessageContaining("top_k: 40");
    }

    @ParameterizedTest
    @CsvSource({
        CLAUDE + ", 3, ''",
        NOVA + ", 2, cache_control.ttl;cache_control",
        LLAMA + ", 0, cache_control"
    })
    void cachesAreMarkedWhereTheModelHasOne(String model, int points, String left)
            throws Inexpressible {
        var mark = "'cache_control':{'type':'ephemeral','ttl':'1h'}";
        var written =
                messages(
                        model,
                        "'max_tokens':9,'system':[{'type':'text','text':'a',"
                                + mark
                                + "}],'messages':[{'role':'user','content':[{'type':'text','text':'b',"
                                + mark
                                + "}]}],'tools':[{'name':'f','input_schema':{'type':'object'},"
                                + mark
                                + "}]");

        var text = written.request().toString();
        assertThat(text.split("cachePoint", -1)).hasSize(points + 1);
        assertThat(text.contains("\"ttl\":\"1h\"")).isEqualTo(model.equals(CLAUDE));
        assertThat(String.join(";", written.left())).isEqualTo(left);
    }

    @ParameterizedTest
    @CsvSource({CLAUDE + ", true", NOVA + ", true", LLAMA + ", false"})
    void aToolsFailureIsAStatusWhereTheModelKnowsOne(String model, boolean known)
            throws Inexpressible {
        var written =
                messages(
                        model,
                        "'max_tokens':9,'tools':[{'name':'f','input_schema':{'type':'object'}}],"
                                + "'messages':[{'role':'user','content':'a'},{'role':'assistant','content':"
                                + "[{'type':'tool_use','id':'t','name':'f','input':{}}]},{'role':'user',"
                                + "'content':[{'type':'tool_result','tool_use_id':'t','is_error':true,"
                                + "'content':'b'}]}]");

        var result = written.request().at("/messages/2/content/0/toolResult");
        assertThat(result.has("status")).isEqualTo(known);
        assertThat(result.at("/content/0/text").asString())
                .isEqualTo(known ? "b" : "the tool failed: b");
    }

    @Test
    void documentsHaveNamesThatAreAllowedAndTheirOwn() throws Inexpressible {
        var file =
                "{'type':'file','file':{'filename':'%s','file_data':'data:application/pdf;base64,QQ=='}}";
        var written =
                chat(
                        NOVA,
                        "'messages':[{'role':'user','content':["
                                + file.formatted("Q3_report (final).v2.pdf")
                                + ","
                                + file.formatted("Q3:report (final)/v2.pdf")
                                + ","
                                + file.formatted("…")
                                + "]}]");

        var content = written.request().at("/messages/0/content");
        assertThat(content.values())
                .extracting(block -> block.at("/document/name").asString())
                .containsExactly("Q3 report (final) v2", "Q3 report (final) v2 2", "document");
    }

    @Test
    void idsOfCallsAreShortAndPlain() throws Inexpressible {
        var id = "call:" + "x".repeat(100);
        var written =
                chat(
                        NOVA,
                        "'tools':[{'type':'function','function':{'name':'f'}}],'messages':["
                                + "{'role':'user','content':'a'},{'role':'assistant','tool_calls':[{'id':'"
                                + id
                                + "','type':'function','function':{'name':'f','arguments':'{}'}}]},"
                                + "{'role':'tool','tool_call_id':'"
                                + id
                                + "','content':'b'}]");

        var safe = written.request().at("/messages/1/content/0/toolUse/toolUseId").asString();
        assertThat(safe).matches("[a-zA-Z0-9_-]{1,64}");
        assertThat(written.request().at("/messages/2/content/0/toolResult/toolUseId").asString())
                .isEqualTo(safe);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':'none'|tool_choice",
                "'model':'m'|tools"
            })
    void callsNeedTheirTools(String more, String field) {
        assertThatThrownBy(() ->
                        chat(
                                NOVA,
                                more
                                        + ",'messages':[{'role':'user','content':'a'},{'role':'assistant',"
                                        + "'tool_calls':[{'id':'t','type':'function','function':{'name':'f',"
                                        + "'arguments':'{}'}}]},{'role':'tool','tool_call_id':'t','content':'b'}]"))
                .isInstanceOf(Inexpressible.class)
                .hasMessageStartingWith(field + ": none");
    }

    @Test
    void theUserBegins() {
        assertThatThrownBy(() -> chat(NOVA, "'messages':[{'role':'assistant','content':'a'}]"))
                .isInstanceOf(Inexpressible.class)
                .hasMessageContaining("the assistant begins");
    }

    private static WrittenRequest chat(String model, String members) throws Inexpressible {
        var read = new ChatDialect().readRequest((ObjectNode) json("{" + members + "}"));
        return new ConverseDialect().writeRequest(read, new WritingRules(model, 4_096, null));
    }

    private static WrittenRequest messages(String model, String members) throws Inexpressible {
        var read = new MessagesDialect().readRequest((ObjectNode) json("{" + members + "}"));
        return new ConverseDialect().writeRequest(read, new WritingRules(model, 4_096, null));
    }

    private static JsonNode json(String text) {
        return ToolArguments.EXACT.readTree(text.replace('\'', '"'));
    }
}
