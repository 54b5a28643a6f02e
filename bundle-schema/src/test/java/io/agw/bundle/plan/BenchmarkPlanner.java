package io.agw.bundle.plan;

import io.agw.bundle.Bundle;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What planning costs, by the number of objects, for bundles that have been planned before: the
/// text of an object, which is hashed, is made once. Run by hand: `docs/benchmarks.md` has the
/// command.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BenchmarkPlanner {
    @Param({"100", "1000", "10000"})
    private int objects;

    private final AppliedWorld world = new AppliedWorld();
    private @Nullable Bundle applied;
    private @Nullable Bundle changed;

    /// A bundle that is applied, and one in which every object has another value.
    @Setup
    public void setUp() {
        applied = bundle(1);
        changed = bundle(2);
        world.apply(AppliedWorld.PROD, applied, AppliedWorld.options());
    }

    private Bundle bundle(int retries) {
        return AppliedWorld.bundleOfParts(
                "providers:\n"
                        + IntStream.range(0, objects)
                                .mapToObj(i ->
                                        "- {id: p%d, provider_type: echo, network: {max_retries: %d}}\n"
                                                .formatted(i, retries))
                                .collect(Collectors.joining()),
                Map.of());
    }

    /// Nothing differs.
    @Benchmark
    public Plan unchanged() {
        return world.plan(
                AppliedWorld.PROD, Objects.requireNonNull(applied), AppliedWorld.options());
    }

    /// Everything differs.
    @Benchmark
    public Plan updates() {
        return world.plan(
                AppliedWorld.PROD, Objects.requireNonNull(changed), AppliedWorld.options());
    }
}
