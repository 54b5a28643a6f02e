package io.agw.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.store.SpanAttribute;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which traces are kept, and how callers' contexts are read.
final class TracingTest {
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final AtomicLong random = new AtomicLong();

    @Test
    void contextOfTheCallerIsContinued() {
        var context = Objects.requireNonNull(TraceContext.parse(PARENT, " a=1,b=2 "));

        assertThat(context)
                .isEqualTo(
                        new TraceContext(
                                "4bf92f3577b34da6a3ce929d0e0e4736",
                                "00f067aa0ba902b7",
                                true,
                                "a=1,b=2"));
        assertThat(context.traceparent()).isEqualTo(PARENT);
        assertThat(TraceContext.parse(PARENT.replace("-01", "-02"), null))
                .isNotNull()
                .extracting(TraceContext::sampled)
                .isEqualTo(false);
        assertThat(TraceContext.parse("01" + PARENT.substring(2) + "-future", null)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473x-00f067aa0ba902b7-01",
            })
    void malformedContextBeginsANewTrace(String traceparent) {
        assertThat(TraceContext.parse(traceparent, null)).isNull();
    }

    @Test
    void stateThatCouldNotBePassedOnIsDropped() {
        for (var state : new String[] {"", " ", "a=\n1", "é=1", "x".repeat(513)}) {
            var context = Objects.requireNonNull(TraceContext.parse(PARENT, state));
            assertThat(context.state()).isNull();
        }
    }

    @Test
    void unsampledTraceIsKeptOnlyWhenItFails() {
        var quiet = begin(0);
        quiet.child("step", Span.Kind.INTERNAL).end();
        quiet.end();
        assertThat(quiet.records()).isEmpty();

        var failed = begin(0);
        failed.child("step", Span.Kind.CLIENT).fail("timeout");
        failed.end();
        assertThat(failed.records()).hasSize(2);
        assertThat(failed.records().get(1).attributes())
                .containsExactly(new SpanAttribute.Text("error.type", "timeout"));
        assertThat(failed.records().get(1).status()).isEqualTo("error");
    }

    @Test
    void ratioDecidesOverTracesThatBeginHere() {
        assertThat(begin(1).records()).hasSize(1);
        assertThat(begin(0).records()).isEmpty();
        random.set(Long.MIN_VALUE >>> 1);
        assertThat(begin(0.24).records()).isEmpty();
        random.set(Long.MIN_VALUE >>> 1);
        assertThat(begin(0.26).records()).hasSize(1);
    }

    @Test
    void recordsCarryUnixTimeAndTypedAttributes() {
        var root = begin(1);
        root.put("text", "a\"b\n").put("number", 7).put("absent", null);
        root.end();

        var span = root.records().getFirst();
        assertThat(span.startNanos()).isBetween(99_000_000_000L, 101_000_000_000L);
        assertThat(span.endNanos()).isGreaterThanOrEqualTo(span.startNanos());
        assertThat(span.attributes())
                .containsExactly(
                        new SpanAttribute.Text("text", "a\"b\n"),
                        new SpanAttribute.Int("number", 7));
        assertThat(span.traceId()).hasSize(32);
        assertThat(span.spanId()).hasSize(16);
    }

    private Span begin(double ratio) {
        var tracing =
                new Tracing(
                        InstantSource.fixed(Instant.ofEpochSecond(100)),
                        random::getAndIncrement,
                        ratio);
        return tracing.begin(null, "root", System.nanoTime());
    }
}
