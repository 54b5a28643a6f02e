package io.agw.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What every store does with usage and spans.
@Timeout(60)
public abstract class TelemetryContract {
    protected static final Instant START = Turns.START;

    private Store store = new MemoryStore(InstantSource.system());

    /// An empty store; the contract closes it.
    protected abstract Store open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private TelemetryStore telemetry() {
        return store.telemetry();
    }

    @Test
    void usageComesBackAsItWasWrittenNewestFirst() {
        telemetry().append(List.of(Turns.full(1), Turns.sparse(2)));

        assertThat(telemetry().usage(START, START.plusSeconds(10), 10))
                .containsExactly(Turns.sparse(2).usage(), Turns.full(1).usage());
        assertThat(telemetry().usageCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(UsageSource.class)
    void tokensComeBackByPartWithWhoseTheyAre(UsageSource source) {
        var told = "{\"odd\": \"\u00fc \u6f22\", \"n\": 1e18}";
        telemetry().append(List.of(Turns.counted(1, source, told, null)));

        assertThat(telemetry().usage(START, START.plusSeconds(10), 10))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.tokens()).isEqualTo(new TokenCount(1, 2, 3, 4, 5, 6, 7, 8));
                    assertThat(row.source()).isEqualTo(source);
                    assertThat(row.inputTokens()).isEqualTo(15);
                    assertThat(row.outputTokens()).isEqualTo(21);
                    assertThat(row.providerUsage()).isEqualTo(told);
                    assertThat(row.cost()).isNull();
                    assertThat(row.decisions().cache()).isEqualTo("miss");
                    assertThat(row.decisions().policies()).containsExactly("p1", "p2");
                    assertThat(row.decisions().guards())
                            .containsExactly(new GuardEntry("pii", "input", 1_200, "clean"));
                });
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, Long.MAX_VALUE})
    void costComesBackToTheNanoDollarAndFreeIsNotUnknown(long nanos) {
        var cost = new Cost(nanos, "price", "version");
        telemetry().append(List.of(Turns.counted(1, UsageSource.REPORTED, null, cost)));

        assertThat(telemetry().usage(START, START.plusSeconds(10), 10))
                .extracting(UsageRecord::cost)
                .containsExactly(cost);
    }

    @Test
    void usageIsSelectedByTimeWithTheEndExcluded() {
        telemetry().append(List.of(Turns.full(1), Turns.full(2), Turns.full(3)));

        assertThat(telemetry().usage(START.plusSeconds(1), START.plusSeconds(3), 10))
                .containsExactly(Turns.full(2).usage(), Turns.full(1).usage());
        assertThat(telemetry().usage(START, START.plusSeconds(9), 1))
                .containsExactly(Turns.full(3).usage());
    }

    @Test
    void requestIdThatAClientRepeatsIsCountedEachTime() {
        telemetry().append(List.of(Turns.full(1), Turns.full(1)));

        assertThat(telemetry().usageCount()).isEqualTo(2);
    }

    @Test
    void aKeptResponseIsFoundByTheKeyThatItWasMadeForAlone() {
        var keyed = new ResponseOrigin("resp_1", "team", "openai", "cred");
        var open = new ResponseOrigin("resp_2", null, "openai", "");
        telemetry().append(List.of(made(1, keyed), made(2, open), Turns.full(3)));

        assertThat(telemetry().responseOrigin("resp_1", "team")).contains(keyed);
        assertThat(telemetry().responseOrigin("resp_2", null)).contains(open);
        assertThat(telemetry().responseOrigin("resp_1", "other")).isEmpty();
        assertThat(telemetry().responseOrigin("resp_1", null)).isEmpty();
        assertThat(telemetry().responseOrigin("resp_2", "team")).isEmpty();
        assertThat(telemetry().responseOrigin("resp_3", "team")).isEmpty();
    }

    @Test
    void whoKeepsAResponseIsNotTakenOverByALaterClaim() {
        var first = new ResponseOrigin("resp_1", "team", "openai", "cred");
        telemetry().append(List.of(made(1, first)));
        telemetry().append(List.of(made(2, new ResponseOrigin("resp_1", "team", "evil", ""))));
        telemetry().append(List.of(made(3, new ResponseOrigin("resp_1", "other", "evil", ""))));

        assertThat(telemetry().responseOrigin("resp_1", "team")).contains(first);
    }

    @Test
    void whoKeepsAResponseIsForgottenWithItsUsage() {
        var old = new ResponseOrigin("resp_1", "team", "openai", "");
        var young = new ResponseOrigin("resp_2", "team", "openai", "");
        telemetry().append(List.of(made(1, old), made(9, young)));

        telemetry().trim(START.plusSeconds(5), Long.MAX_VALUE);

        assertThat(telemetry().responseOrigin("resp_1", "team")).isEmpty();
        assertThat(telemetry().responseOrigin("resp_2", "team")).contains(young);
    }

    private static TurnRecord made(int n, ResponseOrigin origin) {
        return new TurnRecord(Turns.sparse(n).usage(), List.of(), origin);
    }

    @Test
    void traceIsTheSpansOfAllItsTurns() {
        var outer = Turns.span("t1", "1111111111111111", null, "POST /v1", 10, 90, "ok");
        var inner =
                Turns.span("t1", "2222222222222222", "1111111111111111", "call", 20, 80, "error");
        var later = Turns.span("t1", "3333333333333333", "1111111111111111", "tool", 95, 99, "ok");
        telemetry().append(List.of(new TurnRecord(null, List.of(inner, outer))));
        telemetry().append(List.of(new TurnRecord(null, List.of(later))));

        assertThat(telemetry().trace(Turns.traceId("t1"))).containsExactly(outer, inner, later);
        assertThat(telemetry().traces(10))
                .containsExactly(
                        new TelemetryStore.TraceSummary(
                                Turns.traceId("t1"), "POST /v1", 10, 99, "ok", 3));
        assertThat(telemetry().trace(Turns.traceId("t2"))).isEmpty();
    }

    @Test
    void traceThatBeganElsewhereHasItsFirstSpanHereForRoot() {
        var entry = Turns.span("t1", "1111111111111111", "ffffffffffffffff", "POST", 10, 90, "ok");
        var child = Turns.span("t1", "2222222222222222", "1111111111111111", "call", 20, 80, "ok");
        telemetry().append(List.of(new TurnRecord(null, List.of(child, entry))));

        assertThat(telemetry().traces(10))
                .extracting(TelemetryStore.TraceSummary::rootName)
                .containsExactly("POST");
    }

    @Test
    void tracesAreListedNewestFirstAndEachOnce() {
        var turns = new ArrayList<TurnRecord>();
        for (int i = 0; i < 20; i++) {
            turns.add(
                    new TurnRecord(
                            null,
                            List.of(
                                    Turns.span(
                                            "t" + i % 10,
                                            "%016x".formatted(i),
                                            null,
                                            "n" + i,
                                            i,
                                            i + 1,
                                            "ok"))));
        }
        telemetry().append(turns);

        assertThat(telemetry().traces(3))
                .extracting(TelemetryStore.TraceSummary::traceId)
                .containsExactly(Turns.traceId("t9"), Turns.traceId("t8"), Turns.traceId("t7"));
    }

    @Test
    void traceThatACallerLetsGrowIsReadUpToALimit() {
        int turns = TelemetryStore.MOST_SPANS / 4 + 1;
        for (int from = 0; from < turns; from += 500) {
            var group = new ArrayList<TurnRecord>();
            for (int i = from; i < Math.min(turns, from + 500); i++) {
                var id = "%015x".formatted(i + 1);
                group.add(
                        new TurnRecord(
                                null,
                                List.of(
                                        Turns.span("t1", id + "0", null, "POST", i, i + 9, "ok"),
                                        Turns.span("t1", id + "1", id + "0", "a", i, i + 1, "ok"),
                                        Turns.span("t1", id + "2", id + "0", "b", i, i + 2, "ok"),
                                        Turns.span("t1", id + "3", id + "0", "c", i, i, "ok"))));
            }
            telemetry().append(group);
        }

        assertThat(telemetry().trace(Turns.traceId("t1"))).hasSize(TelemetryStore.MOST_SPANS);
        assertThat(telemetry().traces(10))
                .containsExactly(
                        new TelemetryStore.TraceSummary(
                                Turns.traceId("t1"), "POST", 0, turns + 8L, "ok", 4 * turns));
    }

    @Test
    void namesAndAttributesMayHoldAnyText() {
        var odd = "\"\\ \u0000 \n ü 漢 🙂 ' ; DROP TABLE usage; --";
        var span =
                new SpanRecord(
                        Turns.traceId("t1"),
                        "1111111111111111",
                        null,
                        odd,
                        "server",
                        1,
                        2,
                        "ok",
                        List.of(
                                new SpanAttribute.Text(odd, odd),
                                new SpanAttribute.Text("", ""),
                                new SpanAttribute.Int("least", Long.MIN_VALUE),
                                new SpanAttribute.Int("most", Long.MAX_VALUE)));
        telemetry().append(List.of(new TurnRecord(null, List.of(span))));

        assertThat(telemetry().trace(Turns.traceId("t1"))).containsExactly(span);
    }

    @Test
    void spansThatLookAlikeAndThoseThatNearlyDoKeepApart() {
        var text = new SpanAttribute.Text("a", "1");
        var number = new SpanAttribute.Int("a", 1);
        var other = new SpanAttribute.Text("b", "1");
        var facts =
                List.<List<SpanAttribute>>of(
                        List.of(text, other),
                        List.of(number, other), // the same keys with another type
                        List.of(other, text),
                        List.of(text),
                        List.of(),
                        List.of(text, text),
                        List.of(text, other));
        var turns = new ArrayList<TurnRecord>();
        for (int i = 0; i < facts.size(); i++) {
            var spans = new ArrayList<SpanRecord>();
            for (var status : List.of("ok", "error")) {
                spans.add(
                        new SpanRecord(
                                Turns.traceId("t" + i),
                                "%015d%d".formatted(i, spans.size()),
                                null,
                                i < 4 ? "one" : "two",
                                "server",
                                i,
                                i + 1,
                                status,
                                facts.get(i)));
            }
            turns.add(new TurnRecord(null, spans));
        }
        telemetry().append(turns);

        for (int i = 0; i < turns.size(); i++) {
            assertThat(telemetry().trace(Turns.traceId("t" + i))).isEqualTo(turns.get(i).spans());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\udc00", "half \ud83d of a pair", "漢\udc00\ud800"})
    void halfASurrogatePairLosesNothing(String half) {
        var span =
                new SpanRecord(
                        Turns.traceId("t1"),
                        "1111111111111111",
                        null,
                        half,
                        "server",
                        1,
                        2,
                        "ok",
                        List.of(
                                new SpanAttribute.Text("model", half),
                                new SpanAttribute.Text("after", "whole")));
        telemetry().append(List.of(new TurnRecord(Turns.full(1).usage(), List.of(span))));

        assertThat(telemetry().usageCount()).isOne();
        assertThat(telemetry().trace(Turns.traceId("t1")))
                .singleElement()
                .satisfies(kept ->
                        assertThat(kept.attributes())
                                .contains(new SpanAttribute.Text("after", "whole")));
    }

    @Test
    void oldRowsAreRemovedAndNewOnesStay() {
        var turns = new ArrayList<TurnRecord>();
        for (int i = 0; i < 5_000; i++) {
            turns.add(Turns.full(i));
        }
        telemetry().append(turns);

        int removed = telemetry().trim(START.plus(Duration.ofSeconds(4_990)), Long.MAX_VALUE);

        assertThat(removed).isGreaterThanOrEqualTo(4_700);
        // usage goes by the seal that it was written with
        assertThat(telemetry().usageCount()).isBetween(10L, 266L);
        assertThat(telemetry().proven()).isInstanceOf(ChainVerdict.Whole.class);
        // spans go by the group that they were written with, as soon as all of it is old
        assertThat(telemetry().traces(1_000)).hasSizeBetween(10, 500);
        assertThat(telemetry().trace(Turns.traceId("full-4000"))).isEmpty();
        assertThat(telemetry().trace(Turns.traceId("full-4990"))).isNotEmpty();
        assertThat(telemetry().trim(START.plus(Duration.ofSeconds(4_990)), Long.MAX_VALUE))
                .isZero();
    }

    @Test
    void oldRowsAreRemovedAlsoBehindRowsOfAClockThatWasAhead() {
        int ahead = 1_000_000;
        for (int group = 0; group < 51; group++) {
            var turns = new ArrayList<TurnRecord>();
            for (int i = 0; i < 40; i++) {
                turns.add(Turns.full(ahead + 40 * group + i));
            }
            telemetry().append(turns);
        }
        telemetry().append(List.of(Turns.full(1), Turns.full(2)));

        int removed = telemetry().trim(START.plusSeconds(100), Long.MAX_VALUE);

        assertThat(removed).isGreaterThanOrEqualTo(2);
        assertThat(telemetry().usageCount()).isEqualTo(51 * 40);
        assertThat(telemetry().proven()).isInstanceOf(ChainVerdict.Whole.class);
        assertThat(telemetry().trace(Turns.traceId("full-1"))).isEmpty();
        assertThat(telemetry().trace(Turns.traceId("full-" + ahead))).isNotEmpty();
    }

    @Test
    void traceIsFoundAlsoWhenEverythingBeforeItIsGone() {
        for (int i = 0; i < 5; i++) {
            telemetry().append(List.of(Turns.full(i)));
        }
        telemetry().trim(START.plusSeconds(100), Long.MAX_VALUE);
        assertThat(telemetry().traces(10)).isEmpty();

        telemetry().append(List.of(Turns.full(7), Turns.sparse(8), Turns.full(9)));

        assertThat(telemetry().trace(Turns.traceId("full-9"))).isEqualTo(Turns.full(9).spans());
        assertThat(telemetry().traces(10)).hasSize(2);
    }

    @Test
    void oldestRowsGoWhenThereAreTooManyBytes() {
        var turns = new ArrayList<TurnRecord>();
        for (int i = 0; i < 10_000; i++) {
            turns.add(Turns.full(i));
        }
        telemetry().append(turns);

        telemetry().trim(Instant.EPOCH, 2_000_000);

        long left = telemetry().usageCount();
        assertThat(left).isBetween(1L, 9_000L);
        assertThat(telemetry().usage(START, START.plusSeconds(20_000), 1))
                .containsExactly(Turns.full(9_999).usage());
    }
}
