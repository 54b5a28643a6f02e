package io.agw.server.dispatch;

import static io.agw.server.dispatch.ScriptedProvider.broken;
import static io.agw.server.dispatch.ScriptedProvider.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.FallbackCondition;
import io.agw.server.call.CallFailed;
import io.agw.server.call.Cancellation;
import io.agw.server.call.Deadline;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.JsonLimits;
import io.agw.server.dialect.MalformedJson;
import io.agw.server.dialect.RequestScanner;
import io.agw.server.dialect.shape.Dialects;
import io.agw.server.provider.Provider;
import io.agw.server.telemetry.Tracing;
import io.agw.server.telemetry.metrics.AttemptMeters;
import io.agw.server.telemetry.metrics.Meters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How often, where and after which pause a turn is tried again.
final class DispatcherTest {
    private static final UpstreamFailure REFUSED = new UpstreamFailure.Unreachable("refused");

    private final List<Duration> pauses = new ArrayList<>();
    private final AtomicLong clock = new AtomicLong(1);
    private final Breakers breakers = new Breakers(clock::get, (_, _) -> {});
    private Cancellation cancellation = new Cancellation();

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504, 529})
    void statusThatMayPassIsRetriedTwice(int status) {
        var provider = new ScriptedProvider(status(status));

        var outcome = dispatch(target(provider));

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(outcome.attempts()).isEqualTo(3);
        assertThat(provider.calls()).isEqualTo(3);
        assertThat(pauses).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 404, 413, 422, 501})
    void statusThatStandsIsNotRetried(int status) {
        var provider = new ScriptedProvider(status(status));

        assertThat(dispatch(target(provider)).attempts()).isEqualTo(1);
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
            assertThat(dispatch(target(new ScriptedProvider(broken(failure)))).attempts())
                    .as(failure.toString())
                    .isEqualTo(3);
        }
    }

    @ParameterizedTest
    @MethodSource("failuresAfterSending")
    void failureAfterTheRequestWasSentIsNotRetried(UpstreamFailure failure) {
        assertThat(dispatch(target(new ScriptedProvider(broken(failure)))).attempts()).isEqualTo(1);
    }

    static Stream<UpstreamFailure> failuresAfterSending() {
        return Stream.of(
                new UpstreamFailure.Reset("x"),
                new UpstreamFailure.Malformed("x"),
                new UpstreamFailure.TooLarge("x"),
                new UpstreamFailure.Reported("x"),
                new UpstreamFailure.TimedOut(Deadline.FIRST_BYTE),
                new UpstreamFailure.TimedOut(Deadline.IDLE),
                new UpstreamFailure.TlsFailed("x"),
                new UpstreamFailure.Forbidden("x"));
    }

    @Test
    void retryThatSucceedsIsTheAnswer() {
        var provider = new ScriptedProvider(status(503), broken(REFUSED), status(200));

        var outcome = dispatch(target(provider));

        assertThat(outcome).isInstanceOf(Outcome.Opened.class);
        assertThat(outcome.attempts()).isEqualTo(3);
    }

    @Test
    void zeroRetriesMeansZero() {
        var provider = new ScriptedProvider(status(503));

        assertThat(dispatch(target(0, "m", provider)).attempts()).isEqualTo(1);
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
        dispatch(target(new ScriptedProvider(status(429, "retry-after", "7"), status(200))));
        assertThat(pauses).containsExactly(Duration.ofSeconds(7));

        pauses.clear();
        dispatch(target(new ScriptedProvider(status(503, "retry-after-ms", "2500"), status(200))));
        assertThat(pauses).containsExactly(Duration.ofMillis(2500));

        var tooLong = dispatch(target(new ScriptedProvider(status(429, "retry-after", "31"))));
        assertThat(tooLong.attempts()).isEqualTo(1);
        assertThat(((Outcome.Failed<?>) tooLong).fault().retryAfter())
                .isEqualTo(Duration.ofSeconds(31));
    }

    @Test
    void retriesKeepWithinTheBudgetOfTheTarget() {
        var provider = new ScriptedProvider(status(503));
        var target = target(provider);

        for (int i = 0; i < 1000; i++) {
            dispatch(target);
        }

        assertThat(provider.calls()).isBetween(1200, 1203);
    }

    @Test
    void anotherKeyIsUsedAtOnceWhenOneIsRefused() {
        for (int status : new int[] {401, 402, 403, 429}) {
            var first = new ScriptedProvider(status(status));
            var second = new ScriptedProvider(status(200));

            var outcome = dispatch(target(2, "m", first, second));

            assertThat(outcome).isInstanceOf(Outcome.Opened.class);
            assertThat(outcome.attempts()).isEqualTo(2);
            assertThat(pauses).isEmpty();
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

        assertThat(dispatch(target(2, "m", keys)).attempts()).isEqualTo(3);
        assertThat(keys).allSatisfy(key -> assertThat(key.calls()).isEqualTo(1));
    }

    @Test
    void keysOfEqualRankTakeTurns() {
        var first = new ScriptedProvider(status(200));
        var second = new ScriptedProvider(status(200));
        var target = target(2, "m", first, second);

        for (int i = 0; i < 10; i++) {
            dispatch(target);
        }

        assertThat(first.calls()).isEqualTo(5);
        assertThat(second.calls()).isEqualTo(5);
    }

    @Test
    void nextCandidateIsAskedByItsOwnNameForTheModel() {
        var first = new ScriptedProvider(status(503));
        var second = new ScriptedProvider(status(200));

        var outcome = dispatch(1, target(0, "upstream-a", first), target(0, "upstream-b", second));

        assertThat(outcome).isInstanceOf(Outcome.Opened.class);
        assertThat(outcome.upstreamModel()).isEqualTo("upstream-b");
        assertThat(first.bodies()).containsExactly("{\"model\":\"upstream-a\"}");
        assertThat(second.bodies()).containsExactly("{\"model\":\"upstream-b\"}");
    }

    @Test
    void fallbackFollowsEverythingButFaultsOfTheClientOrTheKey() {
        for (var fault :
                List.of(
                        status(429),
                        status(500),
                        broken(REFUSED),
                        broken(new UpstreamFailure.Reset("x")),
                        broken(new UpstreamFailure.Malformed("x")),
                        broken(new UpstreamFailure.TimedOut(Deadline.FIRST_BYTE)))) {
            var second = new ScriptedProvider(status(200));
            dispatch(1, target(0, "a", new ScriptedProvider(fault)), target(0, "b", second));
            assertThat(second.calls()).isEqualTo(1);
        }
        for (int status : new int[] {400, 401, 402, 403, 404, 413, 422}) {
            var second = new ScriptedProvider(status(200));
            dispatch(
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

        assertThat(dispatch(0, targets).attempts()).isEqualTo(1);
        assertThat(dispatch(2, targets).attempts()).isEqualTo(3);
        assertThat(dispatch(5, targets).attempts()).isEqualTo(5);
    }

    @Test
    void retriesDoNotMultiplyWithCandidates() {
        var targets =
                Stream.generate(() -> target(2, "m", new ScriptedProvider(status(503))))
                        .limit(6)
                        .toArray(Target[]::new);

        assertThat(dispatch(5, targets).attempts()).isEqualTo(2 + 6);
    }

    @Test
    void cancelledTurnIsNotTriedAgain() {
        var provider =
                new ScriptedProvider(call -> {
                    cancellation.cancel();
                    throw new CallFailed(REFUSED);
                });

        assertThat(dispatch(5, target(provider), target(provider)).attempts()).isEqualTo(1);
    }

    @Test
    void answerThatCannotBeOpenedIsAFailedAttempt() {
        var second = new ScriptedProvider(status(200));
        var opened = new ArrayList<Integer>();
        var outcome =
                dispatcher()
                        .dispatch(
                                ask(),
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
    void modelThatFailsIsLeftAloneAndTheNextOneAskedWithoutAnyFallback() {
        var first = new ScriptedProvider(status(503));
        var second = new ScriptedProvider(status(200));
        var failing = guarded("a", first);
        for (int i = 0; i < 9; i++) {
            dispatch(failing);
        }
        assertThat(first.calls()).isEqualTo(5);

        var outcome = dispatch(0, failing, guarded("b", second));

        assertThat(outcome).isInstanceOf(Outcome.Opened.class);
        assertThat(outcome.attempts()).isEqualTo(1);
        assertThat(outcome.upstreamModel()).isEqualTo("b");
        assertThat(first.calls()).isEqualTo(5);
        var refused = (Outcome.Failed<?>) dispatch(failing);
        assertThat(refused.attempts()).isZero();
        assertThat(refused.fault()).isEqualTo(new Fault.Open(Duration.ofSeconds(30)));
    }

    @Test
    void breakerCountsNeitherLimitsNorFaultsOfTheClientNorWhatWasGivenUp() {
        for (var step :
                List.of(
                        status(429),
                        status(400),
                        status(401),
                        status(404),
                        broken(new UpstreamFailure.Cancelled()),
                        broken(new UpstreamFailure.Exhausted(3)),
                        broken(new UpstreamFailure.TimedOut(Deadline.REQUEST)))) {
            var provider = new ScriptedProvider(step);
            var target = guarded(step.toString(), provider);
            for (int i = 0; i < 9; i++) {
                dispatch(target);
            }
            assertThat(provider.calls()).isEqualTo(9);
        }
    }

    @Test
    void breakerCountsAnswersThatBreakOffAndForgetsThoseThatEndWell() {
        var provider = new ScriptedProvider(status(200));
        var target = guarded("m", provider);
        for (int i = 0; i < 9; i++) {
            if (dispatch(target) instanceof Outcome.Opened<?> opened) {
                opened.attempt().failed(new UpstreamFailure.Reset("cut"));
                opened.attempt().close();
            }
        }
        assertThat(provider.calls()).isEqualTo(5);

        clock.addAndGet(Duration.ofSeconds(30).toNanos());
        for (int i = 0; i < 9; i++) {
            if (dispatch(target) instanceof Outcome.Opened<?> opened) {
                opened.attempt().succeeded();
                opened.attempt().close();
            }
        }
        assertThat(provider.calls()).isEqualTo(5 + 9);
    }

    @Test
    void chainIsWalkedInOrderByWhatFailed() {
        var overloaded = new ScriptedProvider(status(529));
        var late = new ScriptedProvider(broken(new UpstreamFailure.TimedOut(Deadline.FIRST_BYTE)));
        var last = new ScriptedProvider(status(200));
        var unused = new ScriptedProvider(status(200));

        var outcome =
                follow(
                        new ScriptedProvider(status(500)),
                        step("never", unused, condition(List.of(503), null, false)),
                        step("second", overloaded, condition(List.of(500), null, false)),
                        step("third", late, condition(List.of(529), null, false)),
                        step("fourth", last, condition(List.of(), 100, false)));

        assertThat(outcome).isInstanceOf(Outcome.Opened.class);
        assertThat(outcome.attempts()).isEqualTo(4);
        assertThat(outcome.upstreamModel()).isEqualTo("fourth");
        assertThat(unused.calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404, 422})
    void chainIsNotTakenForFaultsOfTheClientOrTheKey(int status) {
        var next = new ScriptedProvider(status(200));

        follow(
                new ScriptedProvider(status(status)),
                step("b", next, condition(List.of(), null, false)));

        assertThat(next.calls()).isZero();
    }

    @Test
    void localModelIsAskedOnlyWhenEveryRemoteOneHasFailed() {
        var local = new ScriptedProvider(status(200));
        var remote = new ScriptedProvider(status(503));
        var steps =
                List.of(
                        step("local", local, condition(List.of(), null, true)),
                        step("remote", remote, condition(List.of(429), null, false)));

        var none = dispatcher().dispatch(ask(), followed(status(503), steps), sent -> sent);
        assertThat(none).isInstanceOf(Outcome.Failed.class);
        assertThat(local.calls()).isZero();

        var both = dispatcher().dispatch(ask(), followed(status(429), steps), sent -> sent);
        assertThat(both.upstreamModel()).isEqualTo("local");
        assertThat(remote.calls()).isEqualTo(1);
    }

    private Outcome<?> follow(ScriptedProvider first, FallbackChain.Step... steps) {
        return dispatcher()
                .dispatch(
                        ask(),
                        candidates(0, target(0, "first", first)).followedBy(List.of(steps)),
                        sent -> sent);
    }

    private static Candidates followed(
            ScriptedProvider.Step first, List<FallbackChain.Step> steps) {
        return candidates(0, target(0, "first", new ScriptedProvider(first))).followedBy(steps);
    }

    private static FallbackChain.Step step(String model, Provider key, FallbackCondition on) {
        var plain = Handling.plain(0);
        var handling =
                new Handling(
                        plain.retries(), plain.timeouts(), plain.breaker(), model.equals("local"));
        return new FallbackChain.Step(target(handling, model, key), on);
    }

    private static FallbackCondition condition(
            List<Integer> status, @Nullable Integer timeout, boolean allRemoteFailed) {
        return new FallbackCondition(status, timeout, allRemoteFailed);
    }

    @Test
    void retryThatWouldOutlastTheRequestIsNotWaitedFor() {
        var provider = new ScriptedProvider(status(503, "retry-after", "20"), status(200));
        cancellation = Cancellation.within(Duration.ofSeconds(5), System.nanoTime());

        assertThat(dispatch(target(provider)).attempts()).isEqualTo(1);
        assertThat(pauses).isEmpty();
    }

    private Outcome<?> dispatch(Target target) {
        return dispatch(0, target);
    }

    private Outcome<?> dispatch(int moves, Target... targets) {
        return dispatcher().dispatch(ask(), candidates(moves, targets), sent -> sent);
    }

    private Dispatcher dispatcher() {
        return new Dispatcher(
                RandomGenerator.getDefault(),
                breakers,
                new AttemptMeters(new Meters()),
                (pause, given) -> {
                    given.check();
                    pauses.add(pause);
                });
    }

    private Ask ask() {
        try {
            var body = "{\"model\":\"asked\"}".getBytes(StandardCharsets.UTF_8);
            var request = new RequestScanner(JsonLimits.defaults()).scan(Api.CHAT, body);
            var tracing = new Tracing(InstantSource.system(), () -> 7L, 0);
            return new Ask(
                    Wording.of(request, new Dialects(Map.of())),
                    Passed.NOTHING,
                    null,
                    cancellation,
                    tracing.begin(null, "test", System.nanoTime()));
        } catch (MalformedJson e) {
            throw new IllegalStateException(e);
        }
    }

    private static Candidates candidates(int moves, Target... targets) {
        var way = new Candidates.Way(Selector.priority(), "priority");
        return new Candidates(List.of(targets), way, "asked", moves);
    }

    /// Without retries, with a breaker.
    private static Target guarded(String model, Provider key) {
        var plain = Handling.plain(0);
        var rule =
                new BreakerRule(
                        5,
                        20,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(300),
                        3,
                        false);
        return target(new Handling(plain.retries(), plain.timeouts(), rule, false), model, key);
    }

    private static Target target(Provider provider) {
        return target(2, "m", provider);
    }

    private static Target target(int retries, String model, Provider... keys) {
        return target(Handling.plain(retries), model, keys);
    }

    private static Target target(Handling handling, String model, Provider... keys) {
        return new Target(
                "p",
                "openai",
                model,
                0,
                0,
                false,
                Abilities.UNKNOWN,
                null,
                handling,
                new Standing(),
                new Accounts(
                        List.of(
                                new Accounts.Tier(
                                        Stream.of(keys)
                                                .<Account>map(Account.Unmanaged::new)
                                                .toList(),
                                        true))));
    }
}
