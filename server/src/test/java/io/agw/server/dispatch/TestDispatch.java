package io.agw.server.dispatch;

import io.agw.server.call.Cancellation;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.JsonLimits;
import io.agw.server.dialect.MalformedJson;
import io.agw.server.dialect.RequestScanner;
import io.agw.server.dialect.shape.Dialects;
import io.agw.server.provider.Provider;
import io.agw.server.provider.Resource;
import io.agw.server.telemetry.Tracing;
import io.agw.server.telemetry.metrics.AttemptMeters;
import io.agw.server.telemetry.metrics.Meters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// A dispatcher over scripted providers, with a clock of its own, that does not really wait.
final class TestDispatch {
    final List<Duration> pauses = new ArrayList<>();
    final AtomicLong clock = new AtomicLong(1);
    private final Breakers breakers = new Breakers(clock::get, (_, _) -> {});
    private Cancellation cancellation = new Cancellation();

    /// What the turns from now on are given up by.
    void within(Cancellation other) {
        cancellation = other;
    }

    void cancel() {
        cancellation.cancel();
    }

    Outcome<?> dispatch(Target target) {
        return dispatch(0, target);
    }

    Outcome<?> dispatch(int moves, Target... targets) {
        return dispatcher().dispatch(ask(), candidates(moves, targets), sent -> sent);
    }

    Dispatcher dispatcher() {
        return new Dispatcher(
                RandomGenerator.getDefault(),
                breakers,
                new AttemptMeters(new Meters()),
                (pause, given) -> {
                    given.check();
                    pauses.add(pause);
                });
    }

    Ask ask() {
        try {
            var body = "{\"model\":\"asked\"}".getBytes(StandardCharsets.UTF_8);
            var request = new RequestScanner(JsonLimits.defaults()).scan(Api.CHAT, body);
            var tracing = new Tracing(InstantSource.system(), () -> 7L, 0);
            return new Ask(
                    Wording.of(request, new Dialects(Map.of())),
                    new Passed(List.of(), Resource.OWN),
                    null,
                    cancellation,
                    tracing.begin(null, "test", System.nanoTime()),
                    _ -> new Clearance.Granted(Clearance.Pass.OF_NOTHING, null));
        } catch (MalformedJson e) {
            throw new IllegalStateException(e);
        }
    }

    static Candidates candidates(int moves, Target... targets) {
        var way = new Candidates.Way(Selector.priority(), "priority");
        return new Candidates(List.of(targets), way, "asked", moves);
    }

    /// Without retries, with a breaker.
    static Target guarded(String model, Provider key) {
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
        return target(
                new Handling(plain.retries(), plain.timeouts(), rule, false, plain.traced()),
                model,
                key);
    }

    static Target target(Provider provider) {
        return target(2, "m", provider);
    }

    static Target target(int retries, String model, Provider... keys) {
        return target(Handling.plain(retries), model, keys);
    }

    static Target target(Handling handling, String model, Provider... keys) {
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
