package io.agw.server.dialect.shape.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.ToolArguments;
import io.agw.server.dialect.shape.WritingRules;
import io.agw.server.dialect.shape.WrittenRequest;
import io.agw.server.dialect.shape.messages.MessagesDialect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/// What depends on the model that is asked.
final class ModelTraitsTest {
    private static final String PICTURE =
            "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'aWNvbg=='}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    gemini-2.5-pro                | {'thinkingBudget':128}        | reasoning_effort
                    models/gemini-2.5-pro-preview-06-05 | {'thinkingBudget':128}  | reasoning_effort
                    google/gemini-2.5-flash       | {'thinkingBudget':0}          |
                    gemini-2.5-flash-lite         | {'thinkingBudget':0}          |
                    gemini-2.5-computer-use-preview-10-2025 | {'thinkingBudget':0} |
                    gemini-3-pro-preview          | {'thinkingLevel':'LOW'}       | reasoning_effort
                    gemini-3.1-pro-preview        | {'thinkingLevel':'LOW'}       | reasoning_effort
                    gemini-3-flash-preview        | {'thinkingLevel':'MINIMAL'}   | reasoning_effort
                    gemini-3.1-flash-lite         | {'thinkingLevel':'MINIMAL'}   | reasoning_effort
                    gemini-3.5-flash              | {'thinkingLevel':'MINIMAL'}   | reasoning_effort
                    gemini-3.5-flash-lite         | {'thinkingLevel':'MINIMAL'}   | reasoning_effort
                    gemini-3.6-flash              | {'thinkingLevel':'MINIMAL'}   | reasoning_effort
                    gemini-3.7-flash              | {'thinkingLevel':'LOW'}       | reasoning_effort
                    gemini-3.8-flash              | {'thinkingLevel':'LOW'}       | reasoning_effort
                    gemini-3.1-flash-image        | {'thinkingBudget':0}          |
                    gemini-9-pro                  | {'thinkingBudget':0}          |
                    gemini-flash-latest           | {'thinkingBudget':0}          |
                    """)
    void whoeverAlwaysThinksIsAskedForTheLeast(String model, String said, @Nullable String left)
            throws Inexpressible {
        thinks(model, "'thinking':{'type':'disabled'}", said, left);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    gemini-2.5-pro        | 100    | 128    | reasoning.budget
                    gemini-2.5-pro        | 128    | 128    |
                    gemini-2.5-pro        | 32768  | 32768  |
                    gemini-2.5-pro        | 60000  | 32768  | reasoning.budget
                    gemini-2.5-flash      | 100    | 100    |
                    gemini-2.5-flash      | 31999  | 24576  | reasoning.budget
                    gemini-2.5-flash-lite | 100    | 512    | reasoning.budget
                    gemini-2.5-flash-lite | 31999  | 24576  | reasoning.budget
                    gemini-2.9-flash      | 999999 | 999999 |
                    gemini-3.1-pro        | 60000  | 60000  |
                    some-model            | 999999 | 999999 |
                    """)
    void budgetsAreHeldWithinWhatAModelTakes(
            String model, long asked, long said, @Nullable String left) throws Inexpressible {
        thinks(
                model,
                "'thinking':{'type':'enabled','budget_tokens':" + asked + "}",
                "{'thinkingBudget':" + said + "}",
                left);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    gemini-3-pro-preview   | low    | LOW     |
                    gemini-3-pro-preview   | medium | HIGH    | reasoning_effort
                    gemini-3.1-pro-preview | medium | MEDIUM  |
                    gemini-3.8-flash       | high   | HIGH    |
                    gemini-4-pro           | medium | MEDIUM  |
                    """)
    void aLevelThatAModelLacksIsTheNextHigher(
            String model, String asked, String said, @Nullable String left) throws Inexpressible {
        thinks(
                model,
                "'output_config':{'effort':'" + asked + "'}",
                "{'thinkingLevel':'" + said + "'}",
                left);
    }

    @ParameterizedTest
    @CsvSource({"gemini-2.5-pro", "models/gemini-2.0-flash", "gemini-2.9-flash"})
    void picturesStandBehindTheResultOfAModelThatDoesNotSeeThemInIt(String model)
            throws Inexpressible {
        assertThat(answered(model))
                .isEqualTo(
                        "[{'functionResponse':{'id':'c1','name':'f','response':{'output':'one'}}},"
                                + "{'inlineData':{'mimeType':'image/png','data':'aWNvbg=='}},"
                                + "{'functionResponse':{'id':'c2','name':'f','response':"
                                + "{'output':''}}},"
                                + "{'inlineData':{'mimeType':'image/png','data':'aWNvbg=='}}]");
    }

    @ParameterizedTest
    @CsvSource({"gemini-3-pro-preview", "some-model"})
    void othersSeeThemInIt(String model) throws Inexpressible {
        assertThat(answered(model))
                .startsWith(
                        "[{'functionResponse':{'id':'c1','name':'f','response':{'output':'one'},"
                                + "'parts':[{'inlineData':{'mimeType':'image/png','data':'aWNvbg=='}}]}}");
    }

    /// Of Gemini's APIs one alone takes addresses within a result.
    @Test
    void picturesAtAnAddressAlwaysStandBehindTheResult() throws Inexpressible {
        var picture = "{'type':'image','source':{'type':'url','url':'https://a.example/b.png'}}";
        var request = write("gemini-3-pro-preview", results(picture));

        assertThat(quoted(request.request().at("/contents/2/parts").toString()))
                .contains(
                        "{'functionResponse':{'id':'c1','name':'f','response':{'output':'one'}}},"
                                + "{'fileData':{'mimeType':'image/png','fileUri':"
                                + "'https://a.example/b.png'}}");
    }

    private static String answered(String model) throws Inexpressible {
        var written = write(model, results(PICTURE));
        assertThat(written.left()).isEmpty();
        return quoted(written.request().at("/contents/2/parts").toString());
    }

    private static String results(String picture) {
        return "'messages':[{'role':'user','content':'hi'},{'role':'assistant','content':["
                + "{'type':'tool_use','id':'c1','name':'f','input':{}},"
                + "{'type':'tool_use','id':'c2','name':'f','input':{}}]},{'role':'user','content':["
                + "{'type':'tool_result','tool_use_id':'c1','content':[{'type':'text','text':'one'},"
                + picture
                + "]},{'type':'tool_result','tool_use_id':'c2','content':["
                + picture
                + "]}]}]";
    }

    private static void thinks(String model, String asked, String said, @Nullable String left)
            throws Inexpressible {
        var written = write(model, asked + ",'messages':[{'role':'user','content':'hi'}]");

        assertThat(quoted(written.request().at("/generationConfig/thinkingConfig").toString()))
                .isEqualTo(said);
        assertThat(String.join(",", written.left())).isEqualTo(left == null ? "" : left);
    }

    private static WrittenRequest write(String model, String members) throws Inexpressible {
        var request = "{'model':'m','max_tokens':9," + members + "}";
        var read =
                new MessagesDialect()
                        .readRequest(
                                (ObjectNode)
                                        ToolArguments.EXACT.readTree(request.replace('\'', '"')));
        return new GenerateDialect().writeRequest(read, new WritingRules(model, 4_096, null));
    }

    private static String quoted(String json) {
        return json.replace('"', '\'');
    }
}
