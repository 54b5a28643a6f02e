package io.agw.server.dialect;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
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

/// What a request costs before it goes anywhere. Run by hand: `docs/benchmarks.md` has the command.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BenchmarkRequestScanner {
    @Param({"1", "20", "400"})
    private int messages;

    private final RequestScanner scanner = new RequestScanner(JsonLimits.defaults());
    private byte[] body = {};

    /// A conversation of messages of about 300 bytes each.
    @Setup
    public void setUp() {
        var text =
                new StringBuilder(
                        "{\"model\":\"gpt-4.1\",\"stream\":true,\"temperature\":0.2,\"messages\":[");
        for (int i = 0; i < messages; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"role\":\"user\",\"content\":\"Say \\\"hello\\\". ")
                    .append("lorem ipsum dolor ".repeat(15))
                    .append("\"}");
        }
        body = text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Checks the whole document and finds what the gateway acts on.
    @Benchmark
    public ScannedRequest scan() throws MalformedJson {
        return scanner.scan(Api.CHAT, body);
    }

    /// The same, and the request for an upstream that knows the model by another name.
    @Benchmark
    public byte[] scanAndSplice() throws MalformedJson {
        return scanner.scan(Api.CHAT, body).forUpstream("gpt-4.1-mini");
    }
}
