package io.agw.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/// The guessed tokens of a stream that breaks off anywhere: never fewer than a quarter of the bytes
/// of words that came, and no more than that or one for each piece, so at most four times as many;
/// whatever stands around the words, and however they are escaped.
final class EventCountProperties {
    private static final JsonLimits LIMITS = JsonLimits.defaults();
    private static final JsonMapper PLAIN = JsonMapper.shared();
    private static final JsonMapper ESCAPING =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /// What a piece is of.
    enum Sort {
        WORDS,
        THOUGHT,
        ARGUMENTS
    }

    record Piece(Sort sort, String text) {
        int size() {
            return text.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    /// An event, and how many bytes of words, in how many pieces, have come with it in all.
    record Told(String event, long bytes, long pieces) {}

    @Provide
    Arbitrary<List<Piece>> pieces() {
        var text =
                Arbitraries.strings()
                        .withChars("aé€\n\"\\{}[]:,\t \u0001")
                        .ofMaxLength(300)
                        .map(each -> each + (each.length() % 7 == 0 ? "🙂" : ""));
        return Combinators.combine(Arbitraries.of(Sort.class), text)
                .as(Piece::new)
                .list()
                .ofMaxSize(12);
    }

    @Property(tries = 400)
    void aGuessIsBoundByWhatWasSaid(
            @ForAll("pieces") List<Piece> pieces, @ForAll boolean escapes, @ForAll("apis") Api api)
            throws MalformedJson, ReportedError {
        var json = escapes ? ESCAPING : PLAIN;
        var events = PassedEvents.of(api, LIMITS, true, 1);
        for (var told : stream(api, pieces, json)) {
            var data = told.event.getBytes(StandardCharsets.UTF_8);
            events.judge(data, 0, data.length);

            long least = Math.ceilDiv(told.bytes, 4);
            assertThat(events.estimatedTokens())
                    .as(told.event)
                    .isEqualTo(Math.max(least, told.pieces))
                    .isGreaterThanOrEqualTo(least)
                    .isLessThanOrEqualTo(4 * least);
        }
    }

    /// Some vendors tell of an item of responses when it is done, and not before.
    @Property(tries = 100)
    void whatOnlyItsEndTellsOfCountsToo(@ForAll("pieces") List<Piece> pieces)
            throws MalformedJson, ReportedError {
        var events = PassedEvents.of(Api.RESPONSES, LIMITS, true, 1);
        long bytes = 0;
        for (int i = 0; i < pieces.size(); i++) {
            var data = done(i, pieces.get(i), PLAIN).getBytes(StandardCharsets.UTF_8);
            events.judge(data, 0, data.length);
            bytes += pieces.get(i).size();

            assertThat(events.estimatedTokens()).isEqualTo(Math.ceilDiv(bytes, 4));
        }
    }

    @Provide
    Arbitrary<Api> apis() {
        return Arbitraries.of(Api.CHAT, Api.MESSAGES, Api.RESPONSES, Api.GENERATE);
    }

    private static List<Told> stream(Api api, List<Piece> pieces, JsonMapper json) {
        var told = new ArrayList<Told>();
        long bytes = 0;
        long said = 0;
        for (int i = 0; i < pieces.size(); i++) {
            var piece = pieces.get(i);
            for (var event : before(api, i)) {
                told.add(new Told(event, bytes, said));
            }
            // Gemini's arguments come whole, as an object, and are its text
            int size = piece.size();
            var delta = delta(api, i, piece, json);
            if (api == Api.GENERATE && piece.sort == Sort.ARGUMENTS) {
                size =
                        ("{\"a\":" + json.writeValueAsString(piece.text) + "}")
                                .getBytes(StandardCharsets.UTF_8)
                                .length;
            }
            bytes += size;
            said += size > 0 ? 1 : 0;
            told.add(new Told(delta, bytes, said));
            for (var event : after(api, i, piece, json)) {
                told.add(new Told(event, bytes, said));
            }
        }
        return told;
    }

    private static List<String> before(Api api, int i) {
        return switch (api) {
            case CHAT ->
                    List.of(
                            "{\"id\":\"c-%d\",\"model\":\"a-model-with-a-long-name\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}"
                                    .formatted(i));
            case MESSAGES ->
                    List.of(
                            "{\"type\":\"content_block_start\",\"index\":%d,\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_01A09q90qw90lq917835lq9\",\"name\":\"get_weather\",\"input\":{}}}"
                                    .formatted(i),
                            "{\"type\":\"ping\"}");
            case RESPONSES ->
                    List.of(
                            "{\"type\":\"response.output_item.added\",\"output_index\":%d,\"item\":{\"id\":\"msg_67c9fdcf37fc8190ba82116e33fb28c5\",\"type\":\"message\",\"status\":\"in_progress\",\"content\":[]}}"
                                    .formatted(i),
                            "{\"type\":\"response.content_part.added\",\"output_index\":%d,\"part\":{\"type\":\"output_text\",\"text\":\"\",\"annotations\":[]}}"
                                    .formatted(i));
            default -> List.of();
        };
    }

    private static String delta(Api api, int i, Piece piece, JsonMapper json) {
        var text = json.writeValueAsString(piece.text);
        return switch (api) {
            case CHAT ->
                    "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{%s},\"finish_reason\":null}],\"system_fingerprint\":\"fp_44709d6fcb\"}"
                            .formatted(
                                    switch (piece.sort) {
                                        case WORDS -> "\"content\":" + text;
                                        case THOUGHT ->
                                                "\"reasoning\" : %1$s,\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":%1$s}]"
                                                        .formatted(text);
                                        case ARGUMENTS ->
                                                "\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"function\":{\"name\":\"f\",\"arguments\":"
                                                        + text
                                                        + "}}]";
                                    });
            case MESSAGES ->
                    "{\"type\":\"content_block_delta\",\"index\":%d,\"delta\":{%s}}"
                            .formatted(
                                    i,
                                    switch (piece.sort) {
                                        case WORDS -> "\"type\":\"text_delta\",\"text\":" + text;
                                        case THOUGHT ->
                                                "\"type\":\"thinking_delta\",\"thinking\":" + text;
                                        case ARGUMENTS ->
                                                "\"type\":\"input_json_delta\",\"partial_json\":"
                                                        + text;
                                    });
            case RESPONSES ->
                    "{\"type\":\"response.%s.delta\",\"item_id\":\"msg_67c9fdcf37fc8190ba82116e33fb28c5\",\"output_index\":%d,\"delta\":%s,\"obfuscation\":\"x7Yh2kLq\"}"
                            .formatted(
                                    switch (piece.sort) {
                                        case WORDS -> "output_text";
                                        case THOUGHT -> "reasoning_summary_text";
                                        case ARGUMENTS -> "function_call_arguments";
                                    },
                                    i,
                                    text);
            case GENERATE ->
                    "{\"candidates\":[{\"content\":{\"parts\":[{%s}],\"role\":\"model\"},\"index\":0,\"groundingMetadata\":{\"groundingSupports\":[{\"segment\":{\"text\":\"quoted from elsewhere\"}}]}}],\"modelVersion\":\"gemini-3-pro\"}"
                            .formatted(
                                    switch (piece.sort) {
                                        case WORDS -> "\"text\": " + text;
                                        case THOUGHT ->
                                                "\"thought\":true,\"thoughtSignature\":\"QUJD\",\"text\":"
                                                        + text;
                                        case ARGUMENTS ->
                                                "\"functionCall\":{\"name\":\"f\",\"args\":{\"a\":"
                                                        + text
                                                        + "}}";
                                    });
            default -> throw new IllegalArgumentException(api.word());
        };
    }

    private static List<String> after(Api api, int i, Piece piece, JsonMapper json) {
        return switch (api) {
            case MESSAGES ->
                    List.of(
                            "{\"type\":\"content_block_delta\",\"index\":%d,\"delta\":{\"type\":\"signature_delta\",\"signature\":\"EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pkiMOYds\"}}"
                                    .formatted(i),
                            "{\"type\":\"content_block_stop\",\"index\":%d}".formatted(i));
            case RESPONSES ->
                    List.of(
                            "{\"type\":\"response.output_text.done\",\"output_index\":%d,\"text\":%s}"
                                    .formatted(i, json.writeValueAsString(piece.text)),
                            done(i, piece, json));
            default -> List.of();
        };
    }

    private static String done(int i, Piece piece, JsonMapper json) {
        var text = json.writeValueAsString(piece.text);
        return "{\"type\":\"response.output_item.done\",\"output_index\":%d,\"item\":{%s}}"
                .formatted(
                        i,
                        switch (piece.sort) {
                            case WORDS ->
                                    "\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":"
                                            + text
                                            + ",\"annotations\":[{\"text\":\"quoted\"}]}]";
                            case THOUGHT ->
                                    "\"type\":\"reasoning\",\"encrypted_content\":\"Z0FB\",\"summary\":[{\"type\":\"summary_text\",\"text\":"
                                            + text
                                            + "}]";
                            case ARGUMENTS ->
                                    "\"type\":\"function_call\",\"name\":\"f\",\"arguments\":"
                                            + text;
                        });
    }
}
