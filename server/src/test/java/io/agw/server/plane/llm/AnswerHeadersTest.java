package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.call.UpstreamFailure;
import io.agw.server.dispatch.Fault;
import io.agw.server.dispatch.Outcome;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Headers of answers, which clients and proxies must be able to take.
final class AnswerHeadersTest {
    @Test
    void whatIsLeftOutIsListedByItsPlace() {
        var headers = AnswerHeaders.with(Map.of(), List.of("store", "messages[1].name"), Map.of());

        assertThat(headers).containsEntry("x-agw-left-out", "store,messages[1].name");
    }

    @Test
    void theSameOfManyMessagesIsListedOnce() {
        var messages = IntStream.range(0, 1000).mapToObj(i -> "messages[" + i + "].a");
        var left = Stream.concat(Stream.of("store"), messages).toList();

        var headers = AnswerHeaders.with(Map.of(), left, Map.of());

        assertThat(headers).containsEntry("x-agw-left-out", "store,messages[].a");
    }

    @Test
    void aModelThatNoHeaderCanHoldIsEncoded() {
        assertThat(shown("openai/gpt-x")).isEqualTo("openai/gpt-x");
        assertThat(shown("a\r\nX: y")).isEqualTo("a%0D%0AX%3A%20y");
        assertThat(shown("\u00fc")).isEqualTo("%C3%BC");
        assertThat(shown(" a")).isEqualTo("%20a");
    }

    private static String shown(String model) {
        var fault = new Fault.Broken(new UpstreamFailure.Reset("x"));
        var outcome = new Outcome.Failed<>(fault, new Outcome.Asked("p", model, "p/*"), 1);
        return String.valueOf(AnswerHeaders.about(outcome, 1, "auto").get("x-agw-model"));
    }
}
