package io.agw.server.dispatch;

import static io.agw.server.dispatch.ScriptedProvider.broken;
import static io.agw.server.dispatch.ScriptedProvider.status;
import static io.agw.server.dispatch.TestDispatch.candidates;
import static io.agw.server.dispatch.TestDispatch.guarded;
import static io.agw.server.dispatch.TestDispatch.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.FallbackCondition;
import io.agw.server.call.Deadline;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.dialect.UpstreamError;
import io.agw.server.provider.Provider;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which models are left alone, and who is asked in their place.
final class LeftAloneTest {
    private final TestDispatch turns = new TestDispatch();

    @Test
    void modelThatFailsIsLeftAloneAndTheNextOneAskedWithoutAnyFallback() {
        var first = new ScriptedProvider(status(503));
        var second = new ScriptedProvider(status(200));
        var failing = guarded("a", first);
        for (int i = 0; i < 9; i++) {
            turns.dispatch(failing);
        }
        assertThat(first.calls()).isEqualTo(5);

        var outcome = turns.dispatch(0, failing, guarded("b", second));

        assertThat(outcome).isInstanceOf(Outcome.Opened.class);
        assertThat(outcome.attempts()).isEqualTo(1);
        assertThat(outcome.upstreamModel()).isEqualTo("b");
        assertThat(first.calls()).isEqualTo(5);
        var refused = (Outcome.Failed<?>) turns.dispatch(failing);
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
                turns.dispatch(target);
            }
            assertThat(provider.calls()).isEqualTo(9);
        }
    }

    @Test
    void breakerCountsAnswersThatBreakOffAndForgetsThoseThatEndWell() {
        var provider = new ScriptedProvider(status(200));
        var target = guarded("m", provider);
        for (int i = 0; i < 9; i++) {
            if (turns.dispatch(target) instanceof Outcome.Opened<?> opened) {
                opened.attempt().brokeOff(new UpstreamFailure.Reset("cut"));
                opened.attempt().close();
            }
        }
        assertThat(provider.calls()).isEqualTo(5);

        turns.clock.addAndGet(Duration.ofSeconds(30).toNanos());
        for (int i = 0; i < 9; i++) {
            if (turns.dispatch(target) instanceof Outcome.Opened<?> opened) {
                opened.attempt().succeeded();
                opened.attempt().close();
            }
        }
        assertThat(provider.calls()).isEqualTo(5 + 9);
    }

    @ParameterizedTest
    @CsvSource({
        "rate_limit_error, 9",
        "insufficient_quota, 9",
        "invalid_request_error, 9",
        "overloaded_error, 5",
        "strange_error, 5"
    })
    void breakerCountsWhatAnAnswerBreaksOffWithAsWhatItStandsFor(String word, int calls) {
        var provider = new ScriptedProvider(status(200));
        var target = guarded("m", provider);
        for (int i = 0; i < 9; i++) {
            if (turns.dispatch(target) instanceof Outcome.Opened<?> opened) {
                var error = new UpstreamError(null, word, null);
                opened.attempt().brokeOff(new UpstreamFailure.Reported("an error event", error));
                opened.attempt().close();
            }
        }

        assertThat(provider.calls()).isEqualTo(calls);
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

    /// What failed before it was another target's.
    @Test
    void chainFollowsABreakerThatWasOpenFromTheStart() {
        var open = guarded("b", new ScriptedProvider(status(500)));
        for (int i = 0; i < 5; i++) {
            turns.dispatch(open);
        }
        var failing = guarded("a", new ScriptedProvider(status(500)));
        var last = new ScriptedProvider(status(200));
        var candidates =
                candidates(1, failing, open)
                        .followedBy(List.of(step("c", last, condition(List.of(503), null, false))));

        var outcome = turns.dispatcher().dispatch(turns.ask(), candidates, sent -> sent);

        assertThat(outcome.upstreamModel()).isEqualTo("c");
        assertThat(last.calls()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 413, 422})
    void chainIsNotTakenForFaultsOfTheClient(int status) {
        var next = new ScriptedProvider(status(200));

        follow(
                new ScriptedProvider(status(status)),
                step("b", next, condition(List.of(), null, false)));

        assertThat(next.calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403})
    void chainIsTakenWhenTheGatewaysKeyIsRefused(int status) {
        var next = new ScriptedProvider(status(200));

        follow(
                new ScriptedProvider(status(status)),
                step("b", next, condition(List.of(), null, false)));

        assertThat(next.calls()).isEqualTo(1);
    }

    @Test
    void localModelIsAskedOnlyWhenEveryRemoteOneHasFailed() {
        var local = new ScriptedProvider(status(200));
        var remote = new ScriptedProvider(status(503));
        var steps =
                List.of(
                        step("local", local, condition(List.of(), null, true)),
                        step("remote", remote, condition(List.of(429), null, false)));

        var none =
                turns.dispatcher()
                        .dispatch(turns.ask(), followed(status(503), steps), sent -> sent);
        assertThat(none).isInstanceOf(Outcome.Failed.class);
        assertThat(local.calls()).isZero();

        var both =
                turns.dispatcher()
                        .dispatch(turns.ask(), followed(status(429), steps), sent -> sent);
        assertThat(both.upstreamModel()).isEqualTo("local");
        assertThat(remote.calls()).isEqualTo(1);
    }

    private Outcome<?> follow(ScriptedProvider first, FallbackChain.Step... steps) {
        return turns.dispatcher()
                .dispatch(
                        turns.ask(),
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
                        plain.retries(),
                        plain.timeouts(),
                        plain.breaker(),
                        model.equals("local"),
                        plain.traced());
        return new FallbackChain.Step(target(handling, model, key), on);
    }

    private static FallbackCondition condition(
            List<Integer> status, @Nullable Integer timeout, boolean allRemoteFailed) {
        return new FallbackCondition(status, timeout, allRemoteFailed);
    }
}
