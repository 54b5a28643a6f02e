package io.agw.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.guardrail.ContentConfig;
import io.agw.bundle.guardrail.InjectionConfig;
import io.agw.bundle.guardrail.PiiConfig;
import io.agw.bundle.guardrail.ToxicityConfig;
import io.agw.server.guard.content.ContentPolicy;
import io.agw.server.guard.finding.Guard;
import io.agw.server.guard.finding.Verdict;
import io.agw.server.guard.flow.Flow;
import io.agw.server.guard.flow.Item;
import io.agw.server.guard.injection.Injection;
import io.agw.server.guard.pii.Pii;
import io.agw.server.guard.toxicity.Toxicity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// However a text is cut into pieces, the same is found in it and the same comes out.
final class AnyFlowTest {
    private static final Guard PII = new Pii(new PiiConfig(List.of()));
    private static final Guard WORDS =
            new ContentPolicy(
                    new ContentConfig(List.of("blue bird", "Blue", "blue birds nest"), List.of()));
    private static final Guard INJECTION = new Injection(new InjectionConfig(0.6));
    private static final Guard TOXICITY = new Toxicity(new ToxicityConfig(0.5));
    private static final Guard SECRET =
            new ContentPolicy(new ContentConfig(List.of("机密项目", "비밀"), List.of()));
    private static final Guard PATTERNS =
            new ContentPolicy(new ContentConfig(List.of(), List.of("tkt-\\d{4}", "x+y")));

    /// @param becomes what comes out
    record Case(Guard guard, boolean json, String text, String becomes) {}

    static Stream<Case> cases() {
        return Stream.of(
                text(PII, "Hello john@example.com.", "Hello [EMAIL]."),
                text(PII, "a@b.io", "[EMAIL]"),
                text(PII, "x a@b.io,c@d.io 4111 1111 1111 1111", "x [EMAIL],[EMAIL] [CREDIT_CARD]"),
                text(PII, "no such thing here at all", "no such thing here at all"),
                text(PII, "call +49 171 123 4567 or 555-234-5678", "call [PHONE] or [PHONE]"),
                text(PII, "::1 and 10.0.0.1: up", "[IP] and [IP]: up"),
                text(PII, "DE89 3704 0044 0532 0130 00!", "[IBAN]!"),
                text(PII, "ssn 123-45-6789-", "ssn [SSN]-"),
                text(PII, "k=ghp_0123456789abcdefghijABCDEFGHIJ012345\n", "k=[SECRET]\n"),
                text(
                        PII,
                        "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY----- ok",
                        "[SECRET] ok"),
                text(PII, "jürgen@müller.example 😀 a@b.io", "[EMAIL] 😀 [EMAIL]"),
                text(WORDS, "a BLUE birds of blue", "a [WORD] birds of [WORD]"),
                text(WORDS, "bluebird, blue bird", "bluebird, [WORD]"),
                text(WORDS, "blue birds nest; blue birds", "[WORD]; [WORD] birds"),
                text(WORDS, "blue_bird bluebirds", "[WORD]_bird bluebirds"),
                text(SECRET, "这是机密项目的文件", "这是[WORD]的文件"),
                text(SECRET, "비밀은 없다", "[WORD]은 없다"),
                text(PII, "卡号4111111111111111。", "卡号[CREDIT_CARD]。"),
                text(PII, "写信给ann@example.com就好", "写信给[EMAIL]就好"),
                text(PATTERNS, "TKT-1234 and xxxy", "[PATTERN] and [PATTERN]"),
                json(PII, "{\"to\":\"john@example.com\"}", "{\"to\":\"[EMAIL]\"}"),
                json(PII, "{\"to\":\"john\\u0040example.com\"}", "{\"to\":\"[EMAIL]\"}"),
                json(PII, "{\"a\":\"x\\njohn@example.com\"}", "{\"a\":\"x\\n[EMAIL]\"}"),
                json(
                        PII,
                        "{\"n\":4111111111111111,\"m\":[1,\"a\\\"b@c.io\"]}",
                        "{\"n\":\"[CREDIT_CARD]\",\"m\":[1,\"a\\\"[EMAIL]\"]}"),
                json(PATTERNS, "{\"t\":\"tkt-\\u0031234\"}", "{\"t\":\"[PATTERN]\"}"));
    }

    private static Case text(Guard guard, String text, String becomes) {
        return new Case(guard, false, text, becomes);
    }

    private static Case json(Guard guard, String text, String becomes) {
        return new Case(guard, true, text, becomes);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aTextInOnePiece(Case given) {
        assertThat(String.join("", pass(given, List.of(given.text)).values()))
                .isEqualTo(given.becomes);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aTextCutInTwoAnywhere(Case given) {
        for (int cut = 0; cut <= given.text.length(); cut++) {
            var pieces = List.of(given.text.substring(0, cut), given.text.substring(cut));
            var passed = pass(given, pieces);

            assertThat(String.join("", passed.values()))
                    .as("cut at " + cut)
                    .isEqualTo(given.becomes);
            assertThat(passed).hasSize(2);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aTextCutEverywhere(Case given) {
        var pieces = given.text.chars().mapToObj(c -> String.valueOf((char) c)).toList();
        var passed = pass(given, pieces);

        assertThat(String.join("", passed.values())).isEqualTo(given.becomes);
        assertThat(passed).hasSameSizeAs(pieces);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pii", "pii-blind"})
    void everyTextOfTheCorpusCutAnywhere(String corpus) throws IOException {
        for (var text : corpus(corpus)) {
            var whole = passed(PII, text, List.of(text));
            for (int cut = 0; cut <= text.length(); cut++) {
                var pieces = List.of(text.substring(0, cut), text.substring(cut));
                assertThat(passed(PII, text, pieces))
                        .as("%s cut at %s", text, cut)
                        .isEqualTo(whole);
            }
        }
    }

    /// What is said of a text that comes in two pieces is what is said of it whole, by all who do
    /// not replace.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "pii",
                "pii-blind",
                "injections",
                "injections-blind",
                "clean",
                "clean-blind"
            })
    void everyVerdictOfTheCorpusCutAnywhere(String corpus) throws IOException {
        for (var guard : List.of(PII, INJECTION, TOXICITY, WORDS)) {
            for (var text : corpus(corpus)) {
                var whole =
                        switch (guard.inspect(text)) {
                            case Verdict.Clean _ -> List.of();
                            case Verdict.Found found -> List.of(found);
                        };
                for (int cut = 0; cut <= text.length(); cut++) {
                    for (var way : List.of(Flow.Way.LOOK, Flow.Way.WAIT)) {
                        var found = new ArrayList<Verdict.Found>();
                        var flow = Flow.of(guard, way, false, found::add);
                        flow.take(List.of(Item.text(0, text.substring(0, cut)), Item.end(0)));
                        flow.take(List.of(Item.text(1, text.substring(cut)), Item.end(1)));
                        flow.end();
                        assertThat(found).as("%s cut at %s", text, cut).isEqualTo(whole);
                    }
                }
            }
        }
    }

    /// Without the marks of what is to be found.
    private static List<String> corpus(String name) throws IOException {
        try (var in =
                Objects.requireNonNull(
                        AnyFlowTest.class.getResourceAsStream(
                                "/io/agw/server/guard/corpus/" + name + ".txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line ->
                            name.startsWith("pii") ? line.substring(line.indexOf('|') + 1) : line)
                    .map(line -> line.replace("«", "").replace("»", ""))
                    .toList();
        }
    }

    private static String passed(Guard guard, String text, List<String> pieces) {
        var out = new ArrayList<Item>();
        var flow = Flow.of(guard, Flow.Way.REPLACE, false, _ -> {});
        for (int i = 0; i < pieces.size(); i++) {
            out.addAll(flow.take(List.of(Item.text(i, pieces.get(i)), Item.end(i))));
        }
        out.addAll(flow.end());
        assertThat(flow.held()).as(text).isZero();
        return out.stream().map(Item::text).collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLongTextCutEverywhere(boolean json) {
        var said = "some words, \\n and ann@example.com 4111 1111 1111 1111; ".repeat(300);
        var told = "some words, \\n and [EMAIL] [CREDIT_CARD]; ".repeat(300);
        var given =
                json
                        ? json(PII, "{\"a\":\"" + said + "\"}", "{\"a\":\"" + told + "\"}")
                        : text(PII, said, told);

        aTextInOnePiece(given);
        aTextCutEverywhere(given);
    }

    @Test
    void littleIsHeldBack() {
        var flow = Flow.of(PII, Flow.Way.REPLACE, false, _ -> {});
        int most = 0;
        for (int i = 0; i < 1_000; i++) {
            flow.take(List.of(Item.text(0, "some words of no importance ")));
            most = Math.max(most, flow.held());
        }

        assertThat(most).isZero();
        flow.take(List.of(Item.text(0, "write to ann@exa")));
        assertThat(flow.held()).isEqualTo("ann@exa".length());
    }

    /// What comes out of each piece; each has to end, and in order.
    private static Map<Integer, String> pass(Case given, List<String> pieces) {
        var found = new ArrayList<Verdict.Found>();
        var flow = Flow.of(given.guard, Flow.Way.REPLACE, given.json, found::add);
        var out = new ArrayList<Item>();
        for (int i = 0; i < pieces.size(); i++) {
            out.addAll(flow.take(List.of(Item.text(i, pieces.get(i)), Item.end(i))));
        }
        out.addAll(flow.end());
        var texts = new TreeMap<Integer, String>();
        int ended = 0;
        for (var item : out) {
            assertThat(item.slot()).isGreaterThanOrEqualTo(ended);
            if (item.isEnd()) {
                assertThat(item.slot()).isEqualTo(ended++);
                texts.putIfAbsent(item.slot(), "");
            } else {
                texts.merge(item.slot(), item.text(), String::concat);
            }
        }
        assertThat(ended).isEqualTo(pieces.size());
        assertThat(found.isEmpty()).isEqualTo(given.text.equals(given.becomes));
        return texts;
    }
}
