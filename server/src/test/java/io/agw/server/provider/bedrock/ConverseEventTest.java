package io.agw.server.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.call.CallFailed;
import io.agw.server.upstream.BedrockBehaviours;
import io.agw.server.upstream.ConverseBehaviours;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.eventstream.Message;

final class ConverseEventTest {
    @Test
    void theFramesTypeIsTheNameOfItsPayload() throws CallFailed {
        assertThat(event(ConverseBehaviours.event("messageStop", "{\n\"stopReason\":\"x\"}")))
                .isEqualTo(
                        "event: messageStop\ndata: {\"messageStop\":{ \"stopReason\":\"x\"}}\n\n");
    }

    @Test
    void aFrameWithoutPayloadHasNoMembers() throws CallFailed {
        assertThat(event(ConverseBehaviours.event("metadata", "")))
                .isEqualTo("event: metadata\ndata: {\"metadata\":{}}\n\n");
    }

    @ParameterizedTest
    @CsvSource({
        "throttlingException, throttlingException",
        "x\":1, internalServerException",
        "Unknown, internalServerException"
    })
    void anExceptionIsItsNameIfThatIsOne(String type, String name) throws CallFailed {
        assertThat(event(BedrockBehaviours.exception(type)))
                .isEqualTo(
                        "event: "
                                + name
                                + "\ndata: {\""
                                + name
                                + "\":{\"message\":\"secret prose\"}}\n\n");
    }

    @Test
    void anErrorIsTheServicesFault() throws CallFailed {
        var frame =
                BedrockBehaviours.frame(
                        "", ":error-code", "InternalFailure", ":message-type", "error");

        assertThat(event(frame)).contains("{\"internalServerException\":{}}");
    }

    @Test
    void aNameThatIsNoWordSaysNothing() throws CallFailed {
        assertThat(event(ConverseBehaviours.event("a\":1,\"b", "{}"))).isEmpty();
    }

    @Test
    void aFrameOfNoKnownTypeIsMalformed() {
        assertThatThrownBy(() -> event(BedrockBehaviours.frame("{}", ":message-type", "news")))
                .isInstanceOf(CallFailed.class)
                .hasMessageContaining("upstream_malformed");
    }

    private static String event(byte[] frame) throws CallFailed {
        return new String(
                ConverseEvent.of(Message.decode(ByteBuffer.wrap(frame))), StandardCharsets.UTF_8);
    }
}
