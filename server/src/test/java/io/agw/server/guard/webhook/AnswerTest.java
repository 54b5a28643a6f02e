package io.agw.server.guard.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.guard.finding.NoVerdict;
import io.agw.server.guard.finding.Span;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswerTest {
    private static final List<String> TEXTS = List.of("a 😀 b", "second");

    @Test
    void aVerdictIsReadAndOnlyKnownLabelsAre() throws NoVerdict {
        assertThat(read("{\"verdict\":\"pass\",\"labels\":[],\"spans\":[]}").isNone()).isTrue();
        assertThat(read("{\"verdict\":\"fail\"}").labels()).containsExactly("something");
        assertThat(read("{\"verdict\":\"fail\",\"labels\":[\"name\",\"Ann\"]}").labels())
                .containsExactly("name", "something");
    }

    @Test
    void placesAreCountedInUnicodeCharacters() throws NoVerdict {
        var findings =
                read(
                        """
                        {"verdict":"fail","spans":[
                          {"text":1,"from":0,"to":6},
                          {"text":0,"from":4,"to":5,"label":"name"},
                          {"text":0,"from":2,"to":3}]}
                        """);

        assertThat(findings.labels()).containsExactly("name", "something");
        assertThat(findings.spans())
                .isEqualTo(
                        Map.of(
                                "a 😀 b",
                                List.of(new Span("something", 2, 4), new Span("name", 5, 6)),
                                "second",
                                List.of(new Span("something", 0, 6))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "pass",
                "\"pass\"",
                "{}",
                "{\"verdict\":\"PASS\"}",
                "{\"verdict\":true}",
                "{\"verdict\":\"pass\"} {}",
                "{\"verdict\":\"fail\",\"verdict\":\"pass\"}",
                "{\"verdict\":\"pass\",\"spanz\":[]}",
                "{\"verdict\":\"pass\",\"labels\":[\"name\"]}",
                "{\"verdict\":\"pass\",\"spans\":[{\"text\":0,\"from\":0,\"to\":1}]}",
                "{\"verdict\":\"fail\",\"labels\":\"name\"}",
                "{\"verdict\":\"fail\",\"labels\":null}",
                "{\"verdict\":\"fail\",\"labels\":[1]}",
                "{\"verdict\":\"fail\",\"spans\":[[]]}",
                "{\"verdict\":\"fail\",\"spans\":[{\"from\":0,\"to\":1}]}",
                "{\"verdict\":\"fail\",\"spans\":[{\"text\":2,\"from\":0,\"to\":1}]}",
                "{\"verdict\":\"fail\",\"spans\":[{\"text\":-1,\"from\":0,\"to\":1}]}",
                "{\"verdict\":\"fail\",\"spans\":[{\"text\":0,\"from\":1,\"to\":1}]}",
                "{\"verdict\":\"fail\",\"spans\":[{\"text\":0,\"from\":0,\"to\":6}]}",
                "{\"verdict\":\"fail\",\"spans\":[{\"text\":0,\"from\":9,\"to\":10}]}",
                "{\"verdict\":\"fail\",\"spans\":[{\"text\":0,\"from\":0.5,\"to\":1}]}",
                "{\"verdict\":\"fail\",\"spans\":[{\"text\":0,\"from\":0,\"to\":1e9}]}",
                "{\"verdict\":\"fail\",\"spans\":[{\"text\":0,\"from\":0,\"to\":\"1\"}]}",
                "{\"verdict\":\"fail\",\"spans\":[{\"text\":0,\"from\":0,\"to\":1,\"label\":1}]}",
                "{\"verdict\":\"fail\",\"spans\":[{\"text\":0,\"from\":0,\"to\":1,\"x\":1}]}",
                "{\"verdict\":\"fail\",\"spans\":[{\"text\":0,\"from\":0,\"to\":2},{\"text\":0,\"from\":1,\"to\":3}]}"
            })
    void whatIsNoVerdictIsNone(String said) {
        assertThatThrownBy(() -> read(said))
                .isInstanceOf(NoVerdict.class)
                .hasMessageStartingWith("what a service said (expected: ")
                .extracting(e -> ((NoVerdict) e).code())
                .isEqualTo("not_a_verdict");
    }

    @Test
    @Timeout(20)
    void manySpansOfALongTextAreReadInTimeThatGrowsWithThem() throws NoVerdict {
        int many = 8_000;
        var text = "😀".repeat(500_000);
        var said = new StringBuilder("{\"verdict\":\"fail\",\"spans\":[");
        for (int i = 0; i < many; i++) {
            said.append(i == 0 ? "" : ",")
                    .append("{\"text\":0,\"from\":")
                    .append(60 * i)
                    .append(",\"to\":")
                    .append(60 * i + 1)
                    .append('}');
        }
        var spans = read(said.append("]}").toString(), List.of(text)).spans().get(text);

        assertThat(spans).hasSize(many).endsWith(new Span("something", 959_880, 959_882));
    }

    private static Findings read(String said) throws NoVerdict {
        return read(said, TEXTS);
    }

    private static Findings read(String said, List<String> texts) throws NoVerdict {
        return new Answer(texts, List.of("name")).read(said.getBytes(StandardCharsets.UTF_8));
    }
}
