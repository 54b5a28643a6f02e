package io.agw.server.plane.llm;

import static io.agw.server.plane.llm.GuardedGateway.letters;
import static io.agw.server.plane.llm.GuardedGateway.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Streams that guardrails look at.
@Timeout(120)
final class GuardedStreamsTest {
    private static final String SAID = "Ask ann@example.com, or 4111 1111 1111 1111.";
    private static final String TOLD = "Ask [EMAIL], or [CREDIT_CARD].";
    private static final String ARGUMENTS =
            "{\"to\":\"ann\\u0040example.com\",\"n\":4111111111111111}";
    private static final String CHANGED = "{\"to\":\"[EMAIL]\",\"n\":\"[CREDIT_CARD]\"}";

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness();
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @ParameterizedTest
    @EnumSource(PieceByPiece.class)
    void aTextIsRedactedWhereverItIsCut(PieceByPiece dialect) throws IOException {
        use(dialect.protocol, dialect.type, both("redact", ""));
        for (int cut = 0; cut <= SAID.length(); cut++) {
            int other = Math.min(cut, ARGUMENTS.length());
            var sink = stream(dialect, dialect.events(cut(SAID, cut), cut(ARGUMENTS, other)));

            assertThat(said(dialect, sink)).as("cut at " + cut).isEqualTo(TOLD);
            assertThat(given(dialect, sink)).as("cut at " + cut).isEqualTo(CHANGED);
            assertThat(sink.hasEnded()).isTrue();
            assertThat(sink.text()).doesNotContain("example.com", "4111");
        }
        assertThat(gateway.usage().outcome()).isEqualTo("ok");
        assertThat(gateway.spans().toString())
                .contains("says output redacted credit_card,email")
                .contains("gives tool_input redacted credit_card,email");
    }

    @ParameterizedTest
    @EnumSource(PieceByPiece.class)
    void aTextIsRedactedLetterByLetter(PieceByPiece dialect) throws IOException {
        use(dialect.protocol, dialect.type, both("redact", ""));

        var sink = stream(dialect, dialect.events(letters(SAID), letters(ARGUMENTS)));

        assertThat(said(dialect, sink)).isEqualTo(TOLD);
        assertThat(given(dialect, sink)).isEqualTo(CHANGED);
    }

    @ParameterizedTest
    @EnumSource(PieceByPiece.class)
    void aStreamInWhichNothingIsFoundStaysAsItIs(PieceByPiece dialect) throws IOException {
        use(dialect.protocol, dialect.type, both("redact", ""));
        var events = dialect.events(List.of("Hel", "lo. ", "Bye"), List.of("{\"a\":", "1}"));
        var guarded = stream(dialect, events);
        gateway.use(gateway.route(dialect.protocol, dialect.type));
        var plain = stream(dialect, events);

        assertThat(guarded.text()).isEqualTo(plain.text());
    }

    @ParameterizedTest
    @EnumSource(PieceByPiece.class)
    void aBlockedStreamTellsNothingOfTheAnswer(PieceByPiece dialect) throws IOException {
        use(dialect.protocol, dialect.type, both("block", ", stream_mode: hold"));

        var sink = stream(dialect, dialect.events(cut(SAID, 9), List.of("{}")));

        assertThat(sink.status()).isEqualTo(200);
        assertThat(sink.text())
                .contains("guardrail \\\"says\\\" found credit_card, email")
                .doesNotContain(
                        "Ask", "ann", "example", "4111", "message_start", "response.created");
        assertThat(gateway.usage().outcome()).isEqualTo("refused");
        assertThat(gateway.errorCode()).isEqualTo("guardrail_blocked");
        assertThat(gateway.usage().tokens()).isNotNull();
        assertThat(gateway.usage().source().word()).isEqualTo("reported");
    }

    @ParameterizedTest
    @EnumSource(PieceByPiece.class)
    void aHeldStreamInWhichNothingIsFoundIsToldAtItsEnd(PieceByPiece dialect) throws IOException {
        use(dialect.protocol, dialect.type, both("block", ", stream_mode: hold"));
        var events = dialect.events(List.of("Hel", "lo. ", "Bye"), List.of("{\"a\":1}"));
        var guarded = stream(dialect, events);
        gateway.use(gateway.route(dialect.protocol, dialect.type));

        assertThat(guarded.text()).isEqualTo(stream(dialect, events).text());
    }

    @ParameterizedTest
    @CsvSource({"openai, anthropic, MESSAGES, CHAT", "anthropic, openai, CHAT, MESSAGES"})
    void aTranslatedStreamIsRedactedInTheClientsDialect(
            String protocol, String type, PieceByPiece upstream, PieceByPiece client)
            throws IOException {
        use(protocol, type, both("redact", ""));

        gateway.upstream.then(
                Behaviours.events(
                        upstream.events(cut(SAID, 12), cut(ARGUMENTS, 20)).toArray(String[]::new)));
        var sink = gateway.request("POST", client.path, client.request());

        assertThat(said(client, sink)).isEqualTo(TOLD);
        assertThat(given(client, sink)).isEqualTo(CHANGED);
    }

    @Test
    void whatIsDecidedIsNotHeldBack() throws IOException {
        use("openai", "openai", both("redact", ""));

        var sink =
                stream(
                        PieceByPiece.CHAT,
                        PieceByPiece.CHAT.events(
                                List.of("One. ", "Two. ", "thr", "ee ann@"), List.of("{}")));

        assertThat(sink.flushed().getFirst()).contains("One. ");
    }

    @Test
    void aStreamThatIsHeldIsBounded() throws IOException {
        use("openai", "openai", both("block", ", stream_mode: hold"));
        var much = "x ".repeat(1_000);
        var pieces = new ArrayList<String>();
        for (int i = 0; i < 700; i++) {
            pieces.add(much);
        }

        var sink = stream(PieceByPiece.CHAT, PieceByPiece.CHAT.events(pieces, List.of("{}")));

        assertThat(sink.text()).contains("guardrail_cannot_look").doesNotContain("x x");
    }

    @Test
    void aStreamThatMayPassUnseenIsHeldNoLongerThanTheBound() throws IOException {
        use("openai", "openai", both("block", ", stream_mode: hold, on_error: open"));
        var much = "x ".repeat(1_000);

        var sink =
                stream(
                        PieceByPiece.CHAT,
                        PieceByPiece.CHAT.events(Collections.nCopies(700, much), List.of("{}")));

        assertThat(said(PieceByPiece.CHAT, sink)).isEqualTo(much.repeat(700));
        assertThat(sink.flushed())
                .anySatisfy(part -> assertThat(part).contains("x x").doesNotContain("[DONE]"));
    }

    @Test
    void whoOnlyTakesNotesLooksInPartsBeforeAnotherHasToRefuse() throws IOException {
        use(
                "openai",
                "openai",
                """
                - {id: notes, type: content_policy, stage: output, action: flag, config: {words: [late]}}
                - {id: says, type: pii, stage: output, action: redact}\
                """);
        var much = "x ".repeat(1_000);
        var pieces = new ArrayList<>(Collections.nCopies(700, much));
        pieces.add("ask ann@b.io late");

        var sink = stream(PieceByPiece.CHAT, PieceByPiece.CHAT.events(pieces, List.of("{}")));

        assertThat(said(PieceByPiece.CHAT, sink)).isEqualTo(much.repeat(700) + "ask [EMAIL] late");
        assertThat(gateway.spans().toString()).contains("notes output unread");
    }

    @Test
    void anAnswerThatBreaksOffGivesUpWhatIsHeld() throws IOException {
        use("openai", "openai", both("redact", ""));
        gateway.upstream.then(
                Behaviours.cutAfter(
                        PieceByPiece.CHAT
                                .events(List.of("Ask ann@b.io"), List.of("{}"))
                                .getFirst()));

        var sink = gateway.request("POST", PieceByPiece.CHAT.path, PieceByPiece.CHAT.request());

        assertThat(said(PieceByPiece.CHAT, sink)).isEqualTo("Ask [EMAIL]");
        assertThat(sink.text()).contains("\"error\"");
        assertThat(gateway.usage().outcome()).isEqualTo("truncated");
    }

    private static String both(String action, String more) {
        return "- {id: says, type: pii, stage: output, action: "
                + action
                + more
                + "}\n- {id: gives, type: pii, stage: tool_input, action: "
                + action
                + more
                + "}";
    }

    private CollectingSink stream(PieceByPiece dialect, List<String> events) throws IOException {
        return GuardedGateway.stream(gateway, dialect, dialect.request(), events);
    }

    private static String given(PieceByPiece dialect, CollectingSink sink) {
        return sink.events().stream().map(dialect::arguments).collect(Collectors.joining());
    }

    private static List<String> cut(String text, int at) {
        return List.of(text.substring(0, at), text.substring(at));
    }

    private void use(String protocol, String type, String guardrails) {
        GuardedGateway.use(gateway, protocol, type, guardrails);
    }
}
