package io.agw.server.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.call.CallFailed;
import io.agw.server.upstream.BedrockBehaviours;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.eventstream.Message;

final class MessageEventTest {
    @ParameterizedTest
    @CsvSource({
        "throttlingException, rate_limit_error",
        "validationException, invalid_request_error",
        "accessDeniedException, permission_error",
        "resourceNotFoundException, not_found_error",
        "modelTimeoutException, timeout_error",
        "serviceUnavailableException, overloaded_error",
        "modelStreamErrorException, api_error",
        "internalServerException, api_error"
    })
    void anExceptionIsAnErrorInAnthropicsWordsWithoutItsProse(String exception, String type)
            throws CallFailed {
        assertThat(event(BedrockBehaviours.exception(exception)))
                .isEqualTo(
                        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\""
                                + type
                                + "\",\"message\":\""
                                + exception
                                + "\"}}\n\n");
    }

    @Test
    void lineBreaksBetweenTokensDoNotEndTheEvent() throws CallFailed {
        assertThat(event(BedrockBehaviours.chunk("data: {\"a\":[1,\r\n2],\"type\":\"x_y\"}")))
                .isEqualTo("event: x_y\ndata: {\"a\":[1,  2],\"type\":\"x_y\"}\n\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\":1}",
                "{\"type\":\"a b\"}",
                "{\"inner\":{\"type\":\"x\"}}",
                "[1]",
                "{\"type",
                ""
            })
    void aChunkWithoutATypedEventIsMalformed(String event) {
        assertThatThrownBy(() -> event(BedrockBehaviours.chunk("data: " + event)))
                .isInstanceOf(CallFailed.class)
                .hasMessageContaining("upstream_malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"bytes\":\"?\"}", "{\"bytes\":1}", "no json", "{}"})
    void aPayloadThatHoldsNoEventIsMalformed(String payload) {
        assertThatThrownBy(() ->
                        event(
                                BedrockBehaviours.frame(
                                        payload, ":message-type", "event", ":event-type", "chunk")))
                .isInstanceOf(CallFailed.class)
                .hasMessageContaining("upstream_malformed");
    }

    @Test
    void aFrameOfNoKnownTypeIsMalformed() {
        assertThatThrownBy(() -> event(BedrockBehaviours.frame("{}", "x", "y")))
                .isInstanceOf(CallFailed.class)
                .hasMessageContaining("upstream_malformed");
    }

    private static String event(byte[] frame) throws CallFailed {
        return new String(
                MessageEvent.of(Message.decode(ByteBuffer.wrap(frame))), StandardCharsets.UTF_8);
    }
}
