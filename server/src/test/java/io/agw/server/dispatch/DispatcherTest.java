package io.agw.server.dispatch;

import static io.agw.server.dispatch.ScriptedProvider.broken;
import static io.agw.server.dispatch.ScriptedProvider.status;
import static io.agw.server.dispatch.TestDispatch.candidates;
import static io.agw.server.dispatch.TestDispatch.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.FallbackCondition;
import io.agw.server.call.CallFailed;
import io.agw.server.call.Cancellation;
import io.agw.server.call.Deadline;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.dialect.UpstreamError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How often, where and after which pause a turn is tried again.
final class DispatcherTest {
    private static final UpstreamFailure REFUSED = new UpstreamFailure.Unreachable("refused");

    private final TestDispatch turns = new TestDispatch();

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504, 529})
    void statusThatMayPassIsRetriedTwice(int status) {
        var provider = new ScriptedProvider(status(status));

        var outcome = turns.dispatch(target(provider));

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(outcome.attempts()).isEqualTo(3);
        assertThat(provider.calls()).isEqualTo(3);
        assertThat(turns.pauses).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 404, 413, 422, 501})
    void statusThatStandsIsNotRetried(int status) {
        var provider = new ScriptedProvider(status(status));

        assertThat(turns.dispatch(target(provider)).attempts()).isEqualTo(1);
        assertThat(provider.calls()).isEqualTo(1);
    }

    @Test
    void failureBeforeAnythingWasSentIsRetried() {
        for (var failure :
                new UpstreamFailure[] {
                    REFUSED,
                    new UpstreamFailure.TimedOut(Deadline.CONNECT),
                    new UpstreamFailure.TimedOut(Deadline.TLS),
                    new UpstreamFailure.Exhausted(7),
                }) {
            assertThat(turns.dispatch(target(new ScriptedProvider(broken(failure)))).attempts())
                    .as(failure.toString())
                    .isEqualTo(3);
        }
    }

    @ParameterizedTest
    @MethodSource("failuresAfterSending")
    void failureAfterTheRequestWasSentIsNotRetried(UpstreamFailure failure) {
        assertThat(turns.dispatch(target(new ScriptedProvider(broken(failure)))).attempts())
                .isEqualTo(1);
    }

    static Stream<UpstreamFailure> failuresAfterSending() {
        return Stream.of(
                new UpstreamFailure.Reset("x"),
                new UpstreamFailure.Malformed("x"),
                new UpstreamFailure.TooLarge("x"),
                new UpstreamFailure.Reported("x", UpstreamError.UNKNOWN),
                new UpstreamFailure.TimedOut(Deadline.FIRST_BYTE),
                new UpstreamFailure.TimedOut(Deadline.IDLE),
                new UpstreamFailure.TlsFailed("x"));
    }

    @Test
    void aCallThatIsNotMadeIsNotCounted() {
        var provider = new ScriptedProvider(broken(new UpstreamFailure.Forbidden("x")));

        assertThat(turns.dispatch(target(provider)).attempts()).isZero();
        assertThat(provider.calls()).isEqualTo(1);
    }

    @Test
    void retryThatSucceedsIsTheAnswer() {
        var provider = new ScriptedProvider(status(503), broken(REFUSED), status(200));

        var outcome = turns.dispatch(target(provider));

        assertThat(outcome).isInstanceOf(Outcome.Opened.class);
        assertThat(outcome.attempts()).isEqualTo(3);
    }

    @Test
    void zeroRetriesMeansZero() {
        var provider = new ScriptedProvider(status(503));

        assertThat(turns.dispatch(target(0, "m", provider)).attempts()).isEqualTo(1);
    }

    @Test
    void pausesGrowWithJitterWithinTheirBounds() {
        var backoff = new Backoff(RandomGenerator.getDefault());
        var rule = Handling.plain(5).retries();
        for (int i = 0; i < 500; i++) {
            assertThat(backoff.pause(rule, 0, null))
                    .isBetween(Duration.ofMillis(250), Duration.ofSeconds(1));
            assertThat(backoff.pause(rule, 1, null))
                    .isBetween(Duration.ofMillis(250), Duration.ofSeconds(2));
            assertThat(backoff.pause(rule, 9, null))
                    .isBetween(Duration.ofMillis(250), Duration.ofSeconds(8));
        }
        var atOnce = new Handling.Retries(5, Duration.ZERO, Duration.ofSeconds(8), 2, Set.of());
        assertThat(backoff.pause(atOnce, 3, null)).isZero();
        var slow =
                new Handling.Retries(5, Duration.ofSeconds(1), Duration.ofSeconds(10), 3, Set.of());
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.pause(slow, 1, null)).isLessThanOrEqualTo(Duration.ofSeconds(3));
            assertThat(backoff.pause(slow, 4, null)).isLessThanOrEqualTo(Duration.ofSeconds(10));
        }
    }

    @Test
    void retryAfterIsHonouredUpToThirtySeconds() {
        turns.dispatch(target(new ScriptedProvider(status(429, "retry-after", "7"), status(200))));
        assertThat(turns.pauses).containsExactly(Duration.ofSeconds(7));

        turns.pauses.clear();
        turns.dispatch(
                target(new ScriptedProvider(status(503, "retry-after-ms", "2500"), status(200))));
        assertThat(turns.pauses).containsExactly(Duration.ofMillis(2500));

        var tooLong =
                turns.dispatch(target(new ScriptedProvider(status(429, "retry-after", "31"))));
        assertThat(tooLong.attempts()).isEqualTo(1);
        assertThat(((Outcome.Failed<?>) tooLong).fault().retryAfter())
                .isEqualTo(Duration.ofSeconds(31));
    }

    @Test
    void retryAfterMayBeADateWhichCountsFromTheUpstreamsOwn() {
        var now = "Fri, 27 Nov 2026 07:00:00 GMT";

        turns.dispatch(target(dated("Fri, 27 Nov 2026 07:00:09 GMT", now)));
        assertThat(turns.pauses).containsExactly(Duration.ofSeconds(9));

        var endless = turns.dispatch(target(dated("Fri, 31 Dec 9999 23:59:59 GMT", now)));
        assertThat(((Outcome.Failed<?>) endless).fault().retryAfter())
                .isEqualTo(Duration.ofSeconds(999_999_999));
        var unknown = turns.dispatch(target(new ScriptedProvider(status(400, "retry-after", now))));
        assertThat(((Outcome.Failed<?>) unknown).fault().retryAfter()).isNull();
    }

    private static ScriptedProvider dated(String retryAfter, String now) {
        return new ScriptedProvider(
                status(429, "retry-after", retryAfter, "date", now), status(200));
    }

    @Test
    void retriesKeepWithinTheBudgetOfTheTarget() {
        var provider = new ScriptedProvider(status(503));
        var target = target(provider);

        for (int i = 0; i < 1000; i++) {
            turns.dispatch(target);
        }

        assertThat(provider.calls()).isBetween(1200, 1203);
    }

    @Test
    void anotherKeyIsUsedAtOnceWhenOneIsRefused() {
        for (int status : new int[] {401, 402, 403, 429}) {
            var first = new ScriptedProvider(status(status));
            var second = new ScriptedProvider(status(200));

            var outcome = turns.dispatch(target(2, "m", first, second));

            assertThat(outcome).isInstanceOf(Outcome.Opened.class);
            assertThat(outcome.attempts()).isEqualTo(2);
            assertThat(turns.pauses).isEmpty();
        }
    }

    @Test
    void everyKeyIsTriedOnceBeforeItIsAnError() {
        var keys =
                new ScriptedProvider[] {
                    new ScriptedProvider(status(401)),
                    new ScriptedProvider(status(401)),
                    new ScriptedProvider(status(401)),
                };

        assertThat(turns.dispatch(target(2, "m", keys)).attempts()).isEqualTo(3);
        assertThat(keys).allSatisfy(key -> assertThat(key.calls()).isEqualTo(1));
    }

    @Test
    void keysOfEqualRankTakeTurns() {
        var first = new ScriptedProvider(status(200));
        var second = new ScriptedProvider(status(200));
        var target = target(2, "m", first, second);

        for (int i = 0; i < 10; i++) {
            turns.dispatch(target);
        }

        assertThat(first.calls()).isEqualTo(5);
        assertThat(second.calls()).isEqualTo(5);
    }

    @Test
    void nextCandidateIsAskedByItsOwnNameForTheModel() {
        var first = new ScriptedProvider(status(503));
        var second = new ScriptedProvider(status(200));

        var outcome =
                turns.dispatch(1, target(0, "upstream-a", first), target(0, "upstream-b", second));

        assertThat(outcome).isInstanceOf(Outcome.Opened.class);
        assertThat(outcome.upstreamModel()).isEqualTo("upstream-b");
        assertThat(first.bodies()).containsExactly("{\"model\":\"upstream-a\"}");
        assertThat(second.bodies()).containsExactly("{\"model\":\"upstream-b\"}");
    }

    @Test
    void fallbackFollowsEverythingButFaultsOfTheClient() {
        for (var fault :
                List.of(
                        status(401),
                        status(402),
                        status(403),
                        status(429),
                        status(500),
                        status(501),
                        broken(REFUSED),
                        broken(new UpstreamFailure.Reset("x")),
                        broken(new UpstreamFailure.Malformed("x")),
                        broken(new UpstreamFailure.TimedOut(Deadline.FIRST_BYTE)))) {
            var second = new ScriptedProvider(status(200));
            turns.dispatch(1, target(0, "a", new ScriptedProvider(fault)), target(0, "b", second));
            assertThat(second.calls()).isEqualTo(1);
        }
        for (int status : new int[] {400, 404, 413, 422}) {
            var second = new ScriptedProvider(status(200));
            turns.dispatch(
                    1,
                    target(0, "a", new ScriptedProvider(status(status))),
                    target(0, "b", second));
            assertThat(second.calls()).isZero();
        }
    }

    @Test
    void movesAreLimited() {
        var targets =
                Stream.generate(() -> target(0, "m", new ScriptedProvider(status(503))))
                        .limit(5)
                        .toArray(Target[]::new);

        assertThat(turns.dispatch(0, targets).attempts()).isEqualTo(1);
        assertThat(turns.dispatch(2, targets).attempts()).isEqualTo(3);
        assertThat(turns.dispatch(5, targets).attempts()).isEqualTo(5);
    }

    /// A status that opens the breaker is what the chain is asked about, not the breaker.
    @Test
    void chainFollowsWhatHappenedAndNotTheBreakerThatItOpened() {
        var plain = Handling.plain(2);
        var rule =
                new BreakerRule(
                        1,
                        0,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(300),
                        3,
                        false);
        var handling = new Handling(plain.retries(), plain.timeouts(), rule, false, plain.traced());
        var first = new ScriptedProvider(status(500));
        var second = new ScriptedProvider(status(200));
        var on = new FallbackCondition(List.of(500), null, false);
        var candidates =
                candidates(0, target(handling, "a", first))
                        .followedBy(List.of(new FallbackChain.Step(target(0, "b", second), on)));

        var outcome = turns.dispatcher().dispatch(turns.ask(), candidates, sent -> sent);

        assertThat(outcome).isInstanceOf(Outcome.Opened.class);
        assertThat(first.calls()).isEqualTo(1);
        assertThat(second.calls()).isEqualTo(1);
    }

    @Test
    void retriesDoNotMultiplyWithCandidates() {
        var targets =
                Stream.generate(() -> target(2, "m", new ScriptedProvider(status(503))))
                        .limit(6)
                        .toArray(Target[]::new);

        assertThat(turns.dispatch(5, targets).attempts()).isEqualTo(2 + 6);
    }

    @Test
    void cancelledTurnIsNotTriedAgain() {
        var provider =
                new ScriptedProvider(call -> {
                    turns.cancel();
                    throw new CallFailed(REFUSED);
                });

        assertThat(turns.dispatch(5, target(provider), target(provider)).attempts()).isEqualTo(1);
    }

    @Test
    void answerThatCannotBeOpenedIsAFailedAttempt() {
        var second = new ScriptedProvider(status(200));
        var opened = new ArrayList<Integer>();
        var outcome =
                turns.dispatcher()
                        .dispatch(
                                turns.ask(),
                                candidates(
                                        1,
                                        target(2, "a", new ScriptedProvider(status(200))),
                                        target(2, "b", second)),
                                sent -> {
                                    opened.add(sent.reply().status());
                                    if (opened.size() == 1) {
                                        throw new CallFailed(new UpstreamFailure.Reset("cut"));
                                    }
                                    return sent;
                                });

        assertThat(outcome).isInstanceOf(Outcome.Opened.class);
        assertThat(outcome.attempts()).isEqualTo(2);
    }

    @Test
    void retryThatWouldOutlastTheRequestIsNotWaitedFor() {
        var provider = new ScriptedProvider(status(503, "retry-after", "20"), status(200));
        turns.within(Cancellation.within(Duration.ofSeconds(5), System.nanoTime()));

        assertThat(turns.dispatch(target(provider)).attempts()).isEqualTo(1);
        assertThat(turns.pauses).isEmpty();
    }
}
