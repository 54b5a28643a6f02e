package io.agw.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which requests must not happen twice.
final class EffectsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RESPONSES | {\"background\":true}",
                "RESPONSES | {\"input\":\"hi\",\"conversation\":\"conv_1\"}",
                "RESPONSES | {\"conversation\":{\"id\":\"conv_1\"}}",
                "RESPONSES | {\"prompt\":{\"id\":\"pmpt_1\"}}",
                "RESPONSES | {\"tools\":[{\"type\":\"function\"},{\"server_url\":\"x\",\"type\":\"mcp\"}]}",
                "RESPONSES | {\"t\\u006fols\":[{\"type\":\"m\\u0063p\"}]}",
                "RESPONSES | {\"tools\":[{\"type\":\"code_interpreter\",\"container\":\"cntr_1\"}]}",
                "CHAT      | {\"tools\":[{\"type\":\"mcp\"}]}",
                "MESSAGES  | {\"mcp_servers\":[{\"type\":\"url\",\"name\":\"a\"}]}",
                "MESSAGES  | {\"container\":\"container_1\"}",
                "GENERATE  | {\"tools\":[{\"mcpServers\":[{\"name\":\"a\"}]}]}",
                "RESPONSES | {\"tools\":[\"{]\"]}"
            })
    void someDoSomething(Api api, String body) {
        assertThat(Effects.areAsked(api, bytes(body))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RESPONSES  | {\"input\":\"hi\"}",
                "RESPONSES  | {\"store\":true,\"previous_response_id\":\"resp_1\"}",
                "RESPONSES  | {\"background\":false,\"conversation\":null,\"prompt\":null}",
                "RESPONSES  | {\"tools\":[{\"type\":\"web_search\"},{\"type\":\"function\",\"name\":\"mcp\"}]}",
                "RESPONSES  | {\"tools\":[{\"type\":\"code_interpreter\",\"container\":{\"type\":\"auto\"}}]}",
                "RESPONSES  | {\"tools\":[{\"type\":\"function\",\"parameters\":{\"type\":\"mcp\"}}]}",
                "RESPONSES  | {\"metadata\":{\"conversation\":\"x\"}}",
                "MESSAGES   | {\"mcp_servers\":[ ]}",
                "EMBEDDINGS | {\"input\":\"hi\"}"
            })
    void mostDoNothingButAnswer(Api api, String body) {
        assertThat(Effects.areAsked(api, bytes(body))).isFalse();
    }

    private static byte[] bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
