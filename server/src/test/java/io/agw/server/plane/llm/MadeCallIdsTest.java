package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream.Behaviour;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls of tools that their upstream gave no id: no two of a conversation have the same, whatever
/// the upstream says of its answers, and whatever ids the client gives its requests.
@Timeout(30)
final class MadeCallIdsTest extends PlaneTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    gemini | false | ''
                    gemini | false | ,"responseId":"r"
                    gemini | true  | ''
                    gemini | true  | ,"responseId":"r"
                    openai | false | ''
                    openai | false | "id":"chatcmpl-1",
                    openai | true  | ''
                    openai | true  | "id":"chatcmpl-1",
                    """)
    void twoTurnsShareNone(String type, boolean streams, String id) throws IOException {
        gateway.use("anthropic", type, answer(type, streams, id));

        var ids = calls(streams);
        ids.addAll(calls(streams));

        assertThat(ids).hasSize(4).doesNotHaveDuplicates().allMatch(each -> each.length() <= 40);
    }

    @ParameterizedTest
    @CsvSource({"gemini, agw_call_answer-1", "openai, call_answer-1"})
    void theyAreMadeOfTheAnswersOwnId(String type, String id) throws IOException {
        try (var other = harness()) {
            for (boolean streams : new boolean[] {false, true}) {
                other.use("anthropic", type, answer(type, streams, ""));

                assertThat(calls(other, streams)).containsExactly(id + "_0", id + "_1");
            }
        }
    }

    @Test
    void aResultFindsItsCall() throws IOException {
        gateway.use("anthropic", "gemini", answer("gemini", false, ""));
        var id = calls(false).getFirst();

        var reply =
                gateway.request(
                        "POST",
                        "/v1/messages",
                        """
                        {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"},\
                        {"role":"assistant","content":[{"type":"tool_use","id":"%1$s","name":"f",\
                        "input":{}}]},{"role":"user","content":[{"type":"tool_result",\
                        "tool_use_id":"%1$s","content":"done"}]}]}\
                        """
                                .formatted(id));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(gateway.asked().at("/contents/2/parts/0/functionResponse").toString())
                .isEqualTo("{\"name\":\"f\",\"response\":{\"output\":\"done\"}}");
    }

    private List<String> calls(boolean streams) throws IOException {
        return calls(gateway, streams);
    }

    private static List<String> calls(PlaneHarness gateway, boolean streams) throws IOException {
        var reply =
                gateway.request(
                        "POST", Vendor.MESSAGES.path(streams), Vendor.MESSAGES.request(streams));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        var blocks =
                streams
                        ? reply.text()
                                .lines()
                                .filter(line -> line.startsWith("data: "))
                                .map(line -> json(line.substring("data: ".length())))
                                .map(event -> event.path("content_block"))
                        : reply.json().path("content").valueStream();
        return new ArrayList<>(
                blocks.filter(block -> block.path("type").asString("").equals("tool_use"))
                        .map(block -> block.path("id").stringValue())
                        .toList());
    }

    private static Behaviour answer(String type, boolean streams, String id) {
        var answer =
                type.equals("gemini")
                        ? """
                        {"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{}}},\
                        {"functionCall":{"name":"f"}}]},"finishReason":"STOP"}],\
                        "usageMetadata":{"promptTokenCount":1}%s}\
                        """
                                .formatted(id)
                        : """
                        {%s"choices":[{"index":0,"%s":{"role":"assistant","tool_calls":[\
                        {"index":0,"function":{"name":"f","arguments":"{}"}},\
                        {"index":1,"function":{"name":"f","arguments":"{}"}}]},\
                        "finish_reason":"tool_calls"}]}\
                        """
                                .formatted(id, streams ? "delta" : "message");
        return streams
                ? Behaviours.events("data: " + answer + "\n\n")
                : Behaviours.json(200, answer);
    }

    /// A gateway whose answers all have the same id.
    private static PlaneHarness harness() throws IOException {
        var usual = PlaneHarness.SETTINGS;
        return new PlaneHarness(
                new LlmSettings(
                        usual.json(),
                        usual.longestAnswer(),
                        usual.longestKept(),
                        usual.longestLine(),
                        usual.longestEvent(),
                        usual.heartbeat(),
                        usual.probe(),
                        usual.dialects(),
                        () -> "answer-1"));
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
