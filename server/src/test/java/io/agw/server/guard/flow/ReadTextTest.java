package io.agw.server.guard.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.guard.finding.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// What is known beforehand of a text, by the places where it is written.
final class ReadTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":\"Ann S\"}        | 6 | 11 | {\"a\":\"[X]\"}",
                "{\"a\":\"\\u0041nn S\"}  | 6 | 16 | {\"a\":\"[X]\"}",
                // a part of an escape takes the escape
                "{\"a\":\"\\u0041nn S\"}  | 8 | 13 | {\"a\":\"[X]n S\"}",
                "{\"a\":\"n\\n\\u0041\"}  | 7 | 8  | {\"a\":\"n[X]\\u0041\"}",
                // one word for each string, and what holds the document together stays
                "{\"a\":\"b\",\"c\":\"d\"} | 6 | 15 | {\"a\":\"[X]\",\"[X]\":\"[X]\"}",
                "{\"a\":[1,23,true]}      | 8 | 10 | {\"a\":[1,\"[X]\",true]}",
                "{\"a\":\"b\"}            | 4 | 5  | {\"a\":\"b\"}",
                // numbers and words go whole, each by itself
                "{\"a\":[12345, 6.5e+7]}| 8 | 15 | {\"a\":[\"[X]\", \"[X]\"]}",
                "{\"a\":false}          | 7 | 8  | {\"a\":\"[X]\"}",
                // what is no JSON, whatever should have been
                "p@$$w0rd!             | 0 | 9  | \"[X]\"",
                "𠮷田, 山              | 0 | 3  | \"[X]\", 山",
                "{\"a\":\"b\\             | 6 | 8  | {\"a\":\"[X]\\"
            })
    void inJsonADocumentIsLeft(String text, int from, int to, String expected) {
        assertThat(replaced(text, true, List.of(new Span("x", from, to)))).isEqualTo(expected);
    }

    @Test
    void whateverIsTakenOutOfADocumentADocumentIsLeft() {
        var document =
                "{\"a\\n\":\"x\\u00e9\\\"y\",\"b\":[1,-2.5e+3,true,null,\"\",{}],\"c\":{\"d\":\"e\"}}";
        for (int from = 0; from < document.length(); from++) {
            for (int to = from + 1; to <= document.length(); to++) {
                var left =
                        Flow.replaced(
                                        List.of(Item.text(0, document), Item.end(0)),
                                        true,
                                        List.of(new Span("x", from, to)),
                                        _ -> {})
                                .stream()
                                .map(Item::text)
                                .collect(Collectors.joining());
                assertThat(JsonMapper.shared().readTree(left).isObject()).as(left).isTrue();
                if (to - from > 12) {
                    assertThat(left).doesNotContain(document.substring(from, to));
                }
            }
        }
    }

    @Test
    void inOtherTextsItIsTheTextThatCounts() {
        assertThat(
                        replaced(
                                "\"a\\u0041\" b",
                                false,
                                List.of(new Span("x", 0, 2), new Span("y", 4, 8))))
                .isEqualTo("[X]\\u[Y]\" b");
    }

    /// However the text is cut into pieces, and with what was found told once.
    private static String replaced(String text, boolean isJson, List<Span> spans) {
        var whole = replaced(List.of(Item.text(0, text), Item.end(0)), isJson, spans);
        var letters =
                Stream.concat(
                                text.chars().mapToObj(c -> Item.text(0, String.valueOf((char) c))),
                                Stream.of(Item.end(0)))
                        .toList();
        assertThat(replaced(letters, isJson, spans)).isEqualTo(whole);
        return whole;
    }

    private static String replaced(List<Item> text, boolean isJson, List<Span> spans) {
        var told = new ArrayList<String>();
        var items = Flow.replaced(text, isJson, spans, what -> told.add(what.labels().toString()));
        assertThat(told).hasSizeLessThan(2);
        return items.stream().map(Item::text).collect(Collectors.joining());
    }
}
