package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import java.io.IOException;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an upstream of another dialect cannot be told is refused by the name that the client knows.
@Timeout(30)
final class NamedFieldsTest extends PlaneTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    CHAT      | anthropic | "seed":1                             | seed
                    CHAT      | anthropic | "n":2                                | n
                    CHAT      | anthropic | "response_format":{"type":"json_object"} | response_format
                    CHAT      | anthropic | "stop":["a"," "]                     | stop[1]
                    CHAT      | gemini    | "seed":99999999999                   | seed
                    CHAT      | gemini    | "reasoning_effort":"xhigh"           | reasoning_effort
                    CHAT      | codex     | "seed":1                             | seed
                    CHAT      | codex     | "stop":"a"                           | stop
                    MESSAGES  | openai    | "top_k":1                            | top_k
                    MESSAGES  | codex     | "stop_sequences":["a"]               | stop_sequences
                    MESSAGES  | codex     | "top_k":1                            | top_k
                    MESSAGES  | gemini    | "output_config":{"effort":"xhigh"}   | output_config.effort
                    MESSAGES  | gemini    | "container":"c"                      | container
                    RESPONSES | anthropic | "text":{"verbosity":"low"}           | text.verbosity
                    RESPONSES | anthropic | "text":{"format":{"type":"json_object"}} | text.format
                    RESPONSES | gemini    | "reasoning":{"effort":"xhigh"}       | reasoning.effort
                    RESPONSES | deepseek  | "background":true                    | background
                    GENERATE  | openai    | "generationConfig":{"topK":1}        | generationConfig.topK
                    GENERATE  | anthropic | "generationConfig":{"seed":1}        | generationConfig.seed
                    GENERATE  | anthropic | "generationConfig":{"frequencyPenalty":1} | generationConfig.frequencyPenalty
                    GENERATE  | anthropic | "generationConfig":{"stopSequences":["a"," "]} | generationConfig.stopSequences[1]
                    GENERATE  | anthropic | "generationConfig":{"responseMimeType":"application/json"} | generationConfig.responseMimeType
                    GENERATE  | codex     | "generationConfig":{"stopSequences":["a"]} | generationConfig.stopSequences
                    GENERATE  | codex     | "generationConfig":{"presencePenalty":1} | generationConfig.presencePenalty
                    GENERATE  | openai    | "seed":1                             | seed
                    CHAT      | anthropic | "temperature":1e999                  | temperature
                    CHAT      | gemini    | "top_p":-1e1000000000                | top_p
                    CHAT      | anthropic | "seed":1e1000000000                  | seed
                    MESSAGES  | openai    | "temperature":1e999                  | temperature
                    RESPONSES | anthropic | "temperature":1e999                  | temperature
                    GENERATE  | anthropic | "generationConfig":{"topK":1e999}    | generationConfig.topK
                    CHAT      | anthropic | "temperature":1e99999999999          | temperature
                    CHAT      | gemini    | "metadata":{"a":[1,-2.5e9999999999]} | metadata.a[1]
                    MESSAGES  | openai    | "top_p":1E+99999999999               | top_p
                    RESPONSES | anthropic | "reasoning":{"effort":1e-99999999999} | reasoning.effort
                    GENERATE  | openai    | "generationConfig":{"topP":1e9999999999} | generationConfig.topP
                    """)
    void membersAreCalledAsTheClientCallsThem(
            Vendor client, String type, String member, String name) throws IOException {
        gateway.use(gateway.route(client.protocol(), type));
        var body = client.request(false).replaceFirst("\\{", "{" + member + ",");

        var reply = gateway.request("POST", client.path(false), body);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        var error = reply.json().path("error");
        var message = error.path("message").stringValue();
        assertThat(message).startsWith(name + ": ");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    CHAT      | anthropic | {"type":"file","file":{"file_id":"file-1"}}         | messages[2].content[1].file.file_id
                    CHAT      | gemini    | {"type":"file","file":{"file_id":"file-1"}}         | messages[2].content[1].file.file_id
                    CHAT      | codex     | {"type":"file","file":{"file_id":"elsewhere"}}      | messages[2].content[1].file.file_id
                    CHAT      | anthropic | {"type":"input_audio","input_audio":{"format":"wav","data":"AA"}} | messages[2].content[1].input_audio
                    CHAT      | anthropic | {"type":"file","file":{"file_data":"data:application/zip;base64,AA"}} | messages[2].content[1].file.file_data
                    CHAT      | anthropic | {"type":"image_url","image_url":{"url":"data:,AA"}} | messages[2].content[1].image_url.url
                    MESSAGES  | openai    | {"type":"image","source":{"type":"file","file_id":"file_1"}} | messages[2].content[1].source.file_id
                    MESSAGES  | openai    | {"type":"document","source":{"type":"url","url":"https://a.example"}} | messages[2].content[1].source.url
                    MESSAGES  | codex     | {"type":"image","source":{"type":"file","file_id":"file_1"}} | messages[2].content[1].source.file_id
                    MESSAGES  | gemini    | {"type":"image","source":{"type":"file","file_id":"file_1"}} | messages[2].content[1].source.file_id
                    RESPONSES | anthropic | {"type":"input_image","file_id":"file-1"}           | input[3].content[1].file_id
                    RESPONSES | deepseek  | {"type":"input_file","file_url":"https://a.example"} | input[3].content[1].file_url
                    RESPONSES | anthropic | {"type":"input_audio","input_audio":{"format":"wav","data":"AA"}} | input[3].content[1].input_audio
                    GENERATE  | anthropic | {"inlineData":{"mimeType":"audio/wav","data":"AA"}} | contents[2].parts[1].inlineData
                    GENERATE  | openai    | {"fileData":{"mimeType":"image/png","fileUri":"gs://a/b"}} | contents[2].parts[1].fileData.fileUri
                    GENERATE  | codex     | {"fileData":{"mimeType":"application/pdf","fileUri":"gs://a/b"}} | contents[2].parts[1].fileData.fileUri
                    """)
    void whatIsShownIsCalledByItsPlaceInTheRequestWhateverTurnsAreMadeOfIt(
            Vendor client, String type, String part, String name) throws IOException {
        gateway.use(gateway.route(client.protocol(), type));
        var body =
                client.request(false)
                        .replaceFirst(
                                "\"(messages|input|contents)\":.*",
                                Matcher.quoteReplacement(shown(client, part) + "}"));

        var reply = gateway.request("POST", client.path(false), body);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.json().at("/error/message").stringValue()).startsWith(name + ": ");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    MESSAGES | openai    | {"type":"tool_use","id":"c","name":"f","input":{}}      | messages[2].content[1].type
                    MESSAGES | gemini    | {"type":"tool_use","id":"c","name":"f","input":{}}      | messages[2].content[1].type
                    MESSAGES | codex     | {"type":"thinking","thinking":"t","signature":"s"}      | messages[2].content[1].type
                    MESSAGES | gemini    | {"type":"redacted_thinking","data":"s"}                 | messages[2].content[1].type
                    MESSAGES | openai    | {"type":"tool_result","tool_use_id":"c","content":[{"type":"thinking","thinking":"t"}]} | messages[2].content[1].content[0].type
                    GENERATE | openai    | {"functionCall":{"name":"f","args":{}}}                 | contents[2].parts[1].functionCall
                    GENERATE | anthropic | {"functionCall":{"name":"f","args":{}}}                 | contents[2].parts[1].functionCall
                    GENERATE | codex     | {"text":"t","thought":true}                             | contents[2].parts[1].thought
                    GENERATE | anthropic | {"text":"t","thoughtSignature":"s"}                     | contents[2].parts[1].thoughtSignature
                    GENERATE | anthropic | {"functionResponse":{"name":"f","response":{}}}         | contents[2].parts[1].functionResponse.name
                    CHAT     | gemini    | {"type":"refusal","refusal":"no"}                       | messages[2].content[1].type
                    RESPONSES | gemini   | {"type":"refusal","refusal":"no"}                       | input[3].content[1].type
                    CHAT     | anthropic | {"type":"tool_use","id":"c"}                            | messages[2].content[1]
                    RESPONSES | gemini   | {"type":"computer_screenshot","image_url":"x"}          | input[3].content[1]
                    """)
    void whatTheUserCannotSayIsCalledByItsPlaceToo(
            Vendor client, String type, String part, String name) throws IOException {
        whatIsShownIsCalledByItsPlaceInTheRequestWhateverTurnsAreMadeOfIt(client, type, part, name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    CHAT      | anthropic | "messages":[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"r"},{"role":"user","content":"b"},{"role":"assistant","tool_calls":[{"id":"d","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"e","type":"custom","custom":{"name":"g","input":"x"}}]}] | messages[4].tool_calls[1]
                    RESPONSES | gemini    | "input":[{"role":"user","content":"a"},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"r"},{"type":"custom_tool_call","call_id":"d","name":"g","input":"x"}] | input[3]
                    MESSAGES  | openai    | "messages":[{"role":"user","content":"a"},{"role":"user","content":"b"},{"role":"assistant","content":[{"type":"text","text":"t"},{"type":"tool_result","tool_use_id":"c","content":"r"}]}] | messages[2].content[1].type
                    GENERATE  | openai    | "contents":[{"role":"user","parts":[{"text":"a"}]},{"role":"model","parts":[]},{"role":"model","parts":[{"functionCall":{"name":"f"}},{"functionResponse":{"name":"f","response":{}}}]}] | contents[2].parts[1].functionResponse
                    MESSAGES  | codex     | "messages":[{"role":"system","content":"s"},{"role":"user","content":"a"},{"role":"assistant","content":"Well,"}] | messages[2]
                    MESSAGES  | openai    | "messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"mid_conv_system","content":"s"},{"type":"text","text":"b"}]},{"role":"assistant","content":"Well,"}] | messages[1]
                    GENERATE  | codex     | "contents":[{"role":"user","parts":[{"text":"a"}]},{"role":"model","parts":[]},{"role":"model","parts":[{"text":"Well,"}]}] | contents[2]
                    """)
    void whatTheModelDidIsCalledByItsPlaceInTheRequest(
            Vendor client, String type, String said, String name) throws IOException {
        gateway.use(gateway.route(client.protocol(), type));
        var body =
                client.request(false)
                        .replaceFirst(
                                "\"(messages|input|contents)\":.*",
                                Matcher.quoteReplacement(said + "}"));

        var reply = gateway.request("POST", client.path(false), body);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.json().at("/error/message").stringValue()).startsWith(name + ": ");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    /// Behind instructions, and turns that other dialects put together.
    private static String shown(Vendor client, String part) {
        return switch (client) {
            case CHAT ->
                    "\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"hi\"},"
                            + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"see\"},"
                            + part
                            + "]}]";
            case MESSAGES ->
                    "\"system\":\"s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},"
                            + "{\"role\":\"user\",\"content\":\"ho\"},"
                            + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"see\"},"
                            + part
                            + "]}]";
            case RESPONSES ->
                    "\"instructions\":\"s\",\"input\":[{\"role\":\"user\",\"content\":\"hi\"},"
                            + "{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"f\",\"arguments\":\"{}\"},"
                            + "{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":\"o\"},"
                            + "{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"see\"},"
                            + part
                            + "]}]";
            case GENERATE ->
                    "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]},"
                            + "{\"role\":\"user\",\"parts\":[{\"text\":\"ho\"}]},"
                            + "{\"role\":\"user\",\"parts\":[{\"text\":\"see\"},"
                            + part
                            + "]}]";
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    MESSAGES  | "thinking":{"type":"enabled","budget_tokens":60000} | thinking.budget_tokens
                    MESSAGES  | "thinking":{"type":"disabled"}                      | thinking
                    CHAT      | "reasoning_effort":"none"                           | reasoning_effort
                    RESPONSES | "reasoning":{"effort":"none"}                       | reasoning.effort
                    """)
    void whatIsHadOtherwiseIsListedByItsName(Vendor client, String members, String name)
            throws IOException {
        gateway.use(client.protocol(), "gemini", Behaviours.json(200, Vendor.GENERATE.whole()));

        var reply =
                gateway.request(
                        "POST",
                        client.path(false),
                        client.request(false)
                                .replace("\"m\"", "\"gemini-2.5-pro\"")
                                .replaceFirst("\\{", "{" + members + ","));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.headers()).containsEntry("x-agw-left-out", name);
    }

    /// The one says with false what the other says with true.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    MESSAGES  | "tools":[{"name":"f","input_schema":{}}],"tool_choice":{"type":"auto","disable_parallel_tool_use":true} | tool_choice.disable_parallel_tool_use
                    CHAT      | "tools":[{"type":"function","function":{"name":"f"}}],"parallel_tool_calls":false | parallel_tool_calls
                    RESPONSES | "tools":[{"type":"function","name":"f"}],"parallel_tool_calls":false | parallel_tool_calls
                    """)
    void oneCallAtATimeIsRefusedInWordsThatFitHoweverItIsSaid(
            Vendor client, String members, String name) throws IOException {
        gateway.use(gateway.route(client.protocol(), "gemini"));

        var reply =
                gateway.request(
                        "POST",
                        client.path(false),
                        client.request(false).replaceFirst("\\{", "{" + members + ","));

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.json().at("/error/message").stringValue())
                .startsWith(name + ": asks for one call at a time, which has no like in Gemini's")
                .contains("(expected: absent, for the model may always call several tools)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    anthropic | openai            | messages[1]
                    anthropic | openai-compatible | messages[1]
                    anthropic | deepseek          | messages[1]
                    anthropic | codex             | messages[1]
                    gemini    | openai            | contents[1]
                    gemini    | codex             | contents[1]
                    """)
    void whatTheClientHasBegunForTheModelIsNotTakenForItsWholeTurn(
            String protocol, String type, String name) throws IOException {
        var reply = begun(protocol, type);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.json().at("/error/message").stringValue())
                .startsWith(name + ": is the assistant's, to be gone on from");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    anthropic | mistral    | /messages/2/prefix      | true
                    anthropic | vllm       | /continue_final_message | true
                    gemini    | vllm       | /add_generation_prompt  | false
                    anthropic | openrouter | /messages/2/role        | assistant
                    anthropic | gemini     | /contents/1/role        | model
                    gemini    | anthropic  | /messages/1/role        | assistant
                    """)
    void theModelGoesOnWhereItCanBeTold(String protocol, String type, String pointer, String value)
            throws IOException {
        begun(protocol, type);

        assertThat(gateway.asked().at(pointer).asString()).isEqualTo(value);
    }

    private CollectingSink begun(String protocol, String type) throws IOException {
        gateway.use(gateway.route(protocol, type));
        return protocol.equals("gemini")
                ? gateway.request(
                        "POST",
                        "/v1beta/models/m:generateContent",
                        "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]},"
                                + "{\"role\":\"model\",\"parts\":[{\"text\":\"Well,\"}]}]}")
                : gateway.request(
                        "POST",
                        "/v1/messages",
                        "{\"model\":\"m\",\"max_tokens\":9,\"system\":\"s\",\"messages\":"
                                + "[{\"role\":\"user\",\"content\":\"hi\"},"
                                + "{\"role\":\"assistant\",\"content\":\"Well,\"}]}");
    }
}
