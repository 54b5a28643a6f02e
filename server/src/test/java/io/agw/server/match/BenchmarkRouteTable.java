package io.agw.server.match;

import io.agw.bundle.model.LlmProtocol;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/// What it costs to find the route of a request. Run by hand: `docs/benchmarks.md` has the command.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BenchmarkRouteTable {
    private static final int TEAMS = 20;

    @Param({"1", "1000", "10000"})
    private int count;

    private RouteTable table = RouteTable.of(List.of());
    private String path = "";

    /// As many routes, under prefixes of two segments.
    @Setup
    public void setUp() {
        table =
                RouteTable.of(
                        IntStream.range(0, count)
                                .mapToObj(i ->
                                        Routes.llm(
                                                "route-" + i, LlmProtocol.OPENAI, null, prefix(i)))
                                .toList());
        path = prefix(count / 2) + "/v1/chat/completions";
    }

    private static String prefix(int i) {
        return "/team-" + i % TEAMS + "/route-" + i;
    }

    /// A request that a route takes.
    @Benchmark
    public Match found() {
        return table.match("gateway.example.com", "POST", path);
    }

    /// A request that no route takes.
    @Benchmark
    public Match notFound() {
        return table.match("gateway.example.com", "POST", "/nobody/v1/chat/completions");
    }
}
