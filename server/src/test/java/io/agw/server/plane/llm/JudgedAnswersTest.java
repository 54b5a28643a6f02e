package io.agw.server.plane.llm;

import static io.agw.server.plane.llm.GuardedGateway.letters;
import static io.agw.server.plane.llm.GuardedGateway.said;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Answers that are judged as a whole, in the streams of all dialects.
@Timeout(60)
final class JudgedAnswersTest {
    private static final String MANUAL =
            "The pump is switched off with the red lever beside the tank. How do I stop the pump?";
    private static final String GROUNDED =
            "Switch the pump off with the red lever, the lever beside the tank of the pump.";
    private static final String INVENTED =
            "Press the green button nine seconds, unplug the battery, spray alcohol everywhere.";
    private static final String HURTS = "Nobody likes you. Go kill yourself.";

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
    void anAnswerThatIsInventedIsFlaggedHoweverItIsCut(PieceByPiece dialect) throws IOException {
        use(dialect, "- {id: facts, type: grounding, stage: output, action: flag}");

        for (var pieces : List.of(List.of(INVENTED), letters(INVENTED))) {
            assertThat(said(dialect, stream(dialect, pieces))).isEqualTo(INVENTED);
            assertThat(gateway.spans().toString()).contains("facts output flagged ungrounded");
        }
        for (var pieces : List.of(List.of(GROUNDED), letters(GROUNDED))) {
            assertThat(said(dialect, stream(dialect, pieces))).isEqualTo(GROUNDED);
            assertThat(gateway.spans().toString()).contains("facts output clean");
        }
    }

    @ParameterizedTest
    @EnumSource(PieceByPiece.class)
    void aHeldAnswerIsBlockedHoweverItIsCut(PieceByPiece dialect) throws IOException {
        use(
                dialect,
                """
                - {id: facts, type: grounding, stage: output, action: block, stream_mode: hold}
                - {id: tone, type: toxicity, stage: output, action: block, stream_mode: hold}
                """);

        for (var pieces : List.of(List.of(INVENTED), letters(INVENTED))) {
            assertThat(stream(dialect, pieces).text())
                    .contains("guardrail \\\"facts\\\" found ungrounded")
                    .doesNotContain("green");
        }
        for (var pieces : List.of(List.of(HURTS), letters(HURTS))) {
            assertThat(stream(dialect, pieces).text())
                    .contains("guardrail \\\"tone\\\" found insult, threat")
                    .doesNotContain("Nobody");
        }
        assertThat(said(dialect, stream(dialect, letters(GROUNDED)))).isEqualTo(GROUNDED);
    }

    @ParameterizedTest
    @EnumSource(PieceByPiece.class)
    void anAnswerOfAnotherFormIsBlockedHoweverItIsCut(PieceByPiece dialect) throws IOException {
        use(
                dialect,
                "- {id: form, type: format, stage: output, action: block, stream_mode: hold, config: {schema: {type: object, required: [a]}}}");
        var good = "{\"a\": \"x\"}";

        for (var pieces : List.of(List.of("{\"b\":1}"), letters("{\"b\":1}"))) {
            assertThat(stream(dialect, pieces).text())
                    .contains("guardrail \\\"form\\\" found not_of_schema");
        }
        for (var pieces : List.of(List.of(good), letters(good))) {
            assertThat(said(dialect, stream(dialect, pieces))).isEqualTo(good);
        }
    }

    private CollectingSink stream(PieceByPiece dialect, List<String> pieces) throws IOException {
        return GuardedGateway.stream(
                gateway, dialect, dialect.request(MANUAL), dialect.events(pieces, List.of("{}")));
    }

    private void use(PieceByPiece dialect, String guardrails) {
        GuardedGateway.use(gateway, dialect.protocol, dialect.type, guardrails);
    }
}
