package io.agw.server.admission;

import io.agw.server.admission.budget.Budgets;
import io.agw.server.admission.budget.ChangedCaps;
import io.agw.server.admission.pause.PauseWatcher;
import io.agw.server.admission.pause.Pauses;
import io.agw.server.admission.policy.Aim;
import io.agw.server.admission.policy.Asking;
import io.agw.server.admission.policy.Figures;
import io.agw.server.admission.policy.Policies;
import io.agw.server.admission.policy.PolicyWatcher;
import io.agw.server.admission.rate.RateLimits;
import io.agw.server.authenticate.Authenticator;
import io.agw.server.authenticate.Principal;
import io.agw.server.call.CallFailed;
import io.agw.server.call.Cancellation;
import io.agw.server.match.Route;
import io.agw.server.oidc.Issuers;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.telemetry.metrics.LimitMeters;
import io.agw.server.telemetry.metrics.Meters;
import io.agw.server.turn.Received;
import io.agw.server.upstream.TestSnapshots;
import io.agw.store.Store;
import io.agw.store.memory.MemoryStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs to find out whose a key is, let a turn in by two limits, three soft budgets and a
/// policy, and settle it. Run by hand: `docs/benchmarks.md` has the command.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BenchmarkAdmission {
    private static final String KEY = "vk-0123456789abcdef0123456789abcdef0123456789a";
    private static final FixedUse USED = new FixedUse(30, 1_000L, true, 3);
    private static final InstantSource CLOCK = InstantSource.system();

    private final Snapshot snapshot =
            TestSnapshots.of(
                    """
                    providers:
                      - {id: echo, provider_type: echo}
                    teams:
                      - {id: team, org: acme}
                    rateLimits:
                      - {id: key, subject: {type: virtual_key, id: "*"}, requests: 1000000000/min, tokens: 1000000000/min}
                      - {id: all, subject: {type: global}, max_concurrent: 1000}
                    budgets:
                      - {id: key, subject: {type: virtual_key, id: key}, limits: {day: "999999999"}, enforcement: soft}
                      - {id: team, subject: {type: team, id: team}, limits: {month: "999999999"}, enforcement: soft}
                      - {id: org, subject: {type: org, id: acme}, limits: {total: "999999999"}, enforcement: soft}
                    policies:
                      - {id: dear, condition: "cost_today > 1000000.0 && calls_this_hour > 100.0", action: deny}
                    llmRoutes:
                      - id: chat
                        protocol: openai
                        target_policy: {type: direct-provider, provider_id: echo}
                    virtualKeys:
                      - {id: key, team: team, value: %s}
                    """
                            .formatted(KEY));
    private final Route route = Objects.requireNonNull(snapshot.routes().route("chat"));
    private final Authenticator authenticator = new Authenticator(Issuers.none(), CLOCK);
    private final Received received =
            new Received(
                    "req-1",
                    "POST",
                    "localhost",
                    "/v1/chat/completions",
                    "/v1/chat/completions",
                    "",
                    Map.of("authorization", List.of("Bearer " + KEY)),
                    new byte[0],
                    "127.0.0.1",
                    0);
    private final Store store = new MemoryStore(CLOCK);
    private final Pauses pauses = new Pauses(store.pauses(), CLOCK, PauseWatcher.NONE);
    private final Budgets budgets =
            new Budgets(
                    store.ledger(),
                    CLOCK,
                    _ -> {},
                    pauses,
                    new ChangedCaps(store.budgets(), CLOCK));
    private final Admissions admissions =
            new Admissions(
                    new Admissions.Gates(
                            pauses,
                            new Policies(
                                    new Figures(budgets, CLOCK), pauses, CLOCK, PolicyWatcher.NONE),
                            new RateLimits(System::nanoTime),
                            budgets),
                    new LimitMeters(new Meters()));

    public BenchmarkAdmission() {
        budgets.start();
    }

    @TearDown
    public void stop() {
        budgets.close();
    }

    @Benchmark
    public Principal key() {
        return authenticator.identify(received, route, snapshot.keys(), _ -> {});
    }

    @Benchmark
    public Remaining admission() throws NotAdmitted, CallFailed {
        var principal = authenticator.identify(received, route, snapshot.keys(), _ -> {});
        var asking =
                new Asking(
                        principal.payer(),
                        principal.tags(),
                        "chat",
                        "model",
                        () -> 20,
                        () -> new Aim("echo", "closed"),
                        CLOCK.instant());
        var arrival =
                new Arrival(
                        asking,
                        false,
                        () -> 20,
                        USED,
                        false,
                        snapshot.prices(),
                        new Cancellation());
        try (var admission = admissions.admit(snapshot.admission(), arrival)) {
            return admission.remaining();
        }
    }
}
