package io.agw.server.guard;

import io.agw.bundle.guardrail.ContentConfig;
import io.agw.bundle.guardrail.InjectionConfig;
import io.agw.bundle.guardrail.PiiConfig;
import io.agw.server.guard.content.ContentPolicy;
import io.agw.server.guard.finding.Guard;
import io.agw.server.guard.finding.Verdict;
import io.agw.server.guard.injection.Injection;
import io.agw.server.guard.pii.Pii;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What guards cost for a prompt of 4 KiB in which nothing is found. Run by hand:
/// `docs/benchmarks.md` has the command.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BenchmarkGuards {
    private final Guard pii = new Pii(new PiiConfig(List.of()));
    private final Guard injection = new Injection(new InjectionConfig(0.6));
    private final Guard content =
            new ContentPolicy(
                    new ContentConfig(List.of("project bluebird"), List.of("\\bBB-\\d{4}\\b")));
    private final String prompt =
            "Please summarize the notes of 12 May, 14:30, and list 3 tasks for each of us. "
                    .repeat(60)
                    .substring(0, 4_096);

    @Benchmark
    public Verdict personalData() {
        return pii.inspect(prompt);
    }

    @Benchmark
    public Verdict promptInjection() {
        return injection.inspect(prompt);
    }

    @Benchmark
    public Verdict contentPolicy() {
        return content.inspect(prompt);
    }

    @Benchmark
    public List<Verdict> allThree() {
        return List.of(pii.inspect(prompt), injection.inspect(prompt), content.inspect(prompt));
    }
}
