package io.agw.server.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.telemetry.metrics.RouteMeters.Variant;
import io.agw.store.TelemetryWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class MetersTest {
    private final Meters meters = new Meters();

    @Test
    void aTurnIsCountedByRouteProtocolAndOutcome() {
        var route = new TurnMeters(meters).of("team-a", "openai");

        route.finished("ok", TimeUnit.MILLISECONDS.toNanos(40));
        route.finished("ok", TimeUnit.MILLISECONDS.toNanos(40));
        route.finished("refused", TimeUnit.MILLISECONDS.toNanos(1));

        assertThat(lines("agw_requests_total"))
                .containsExactlyInAnyOrder(
                        "agw_requests_total{outcome=\"ok\",protocol=\"openai\",route=\"team-a\"} 2.0",
                        "agw_requests_total{outcome=\"refused\",protocol=\"openai\",route=\"team-a\"} 1.0");
    }

    @Test
    void durationsAndFirstBytesAreHistogramsInSeconds() {
        var route = new TurnMeters(meters).of("r", "openai");

        route.firstByte(TimeUnit.MILLISECONDS.toNanos(30));
        route.finished("ok", TimeUnit.MILLISECONDS.toNanos(1_500));

        assertThat(meters.text())
                .contains("# TYPE agw_request_duration_seconds histogram")
                .contains("agw_request_duration_seconds_bucket{route=\"r\",le=\"1.0\"} 0")
                .contains("agw_request_duration_seconds_bucket{route=\"r\",le=\"2.5\"} 1")
                .contains("agw_request_duration_seconds_sum{route=\"r\"} 1.5")
                .contains("agw_time_to_first_byte_seconds_bucket{route=\"r\",le=\"0.05\"} 1")
                .contains("agw_time_to_first_byte_seconds_count{route=\"r\"} 1");
    }

    @Test
    void tokensAreCountedByDirectionAndPart() {
        new TurnMeters(meters).of("r", "openai").tokens(new TokenUsage(1, 2, 3, 4, 5, 6, 7, 8));

        assertThat(lines("agw_tokens_total"))
                .containsExactlyInAnyOrder(
                        "agw_tokens_total{direction=\"input\",part=\"uncached\",route=\"r\"} 1.0",
                        "agw_tokens_total{direction=\"input\",part=\"cache_read\",route=\"r\"} 2.0",
                        "agw_tokens_total{direction=\"input\",part=\"cache_write\",route=\"r\"} 7.0",
                        "agw_tokens_total{direction=\"input\",part=\"audio\",route=\"r\"} 5.0",
                        "agw_tokens_total{direction=\"output\",part=\"text\",route=\"r\"} 6.0",
                        "agw_tokens_total{direction=\"output\",part=\"reasoning\",route=\"r\"} 7.0",
                        "agw_tokens_total{direction=\"output\",part=\"audio\",route=\"r\"} 8.0");
    }

    @Test
    void handlesOfARouteAreLookedUpOnceUntilItsProtocolChanges() {
        var turns = new TurnMeters(meters);
        var handles = turns.of("r", "openai");

        assertThat(turns.of("r", "openai")).isSameAs(handles);
        assertThat(turns.of("r", "anthropic")).isNotSameAs(handles);
    }

    @Test
    void routesBeyondTheBoundAreCountedTogether() {
        var turns = new TurnMeters(meters);
        for (int i = 0; i < TurnMeters.MOST_ROUTES + 20; i++) {
            turns.of("route-" + i, "openai").finished("ok", 1);
        }

        assertThat(lines("agw_requests_total")).hasSize(TurnMeters.MOST_ROUTES + 1);
        assertThat(meters.text())
                .contains(
                        "agw_requests_total{outcome=\"ok\",protocol=\"openai\",route=\"_other\"} 20.0");
    }

    @Test
    void variantsBeyondTheBoundAreCountedTogether() {
        var turns = new TurnMeters(meters);
        for (int i = 0; i < VariantMeters.MOST_VARIANTS + 20; i++) {
            turns.of("r", "openai").tested(new Variant("t" + i, "acme/m", false), "ok");
        }
        turns.of("r", "openai").tested(new Variant("t0", "acme/m", false), "ok");

        assertThat(lines("agw_variant_requests_total"))
                .hasSize(VariantMeters.MOST_VARIANTS + 1)
                .contains(
                        "agw_variant_requests_total{fallback=\"false\",outcome=\"ok\",route=\"r\",test=\"t0\",variant=\"acme/m\"} 2.0",
                        "agw_variant_requests_total{fallback=\"false\",outcome=\"ok\",route=\"_other\",test=\"_other\",variant=\"_other\"} 20.0");
    }

    @Test
    void attemptsAreCountedByProviderAndOutcome() {
        var attempts = new AttemptMeters(meters);

        attempts.ended("acme", "rate_limited");
        attempts.ended("acme", "ok");
        attempts.ended("acme", "ok");

        assertThat(lines("agw_upstream_attempts_total"))
                .containsExactlyInAnyOrder(
                        "agw_upstream_attempts_total{outcome=\"ok\",provider=\"acme\"} 2.0",
                        "agw_upstream_attempts_total{outcome=\"rate_limited\",provider=\"acme\"} 1.0");
    }

    @Test
    void answersThatWereNotToldWholeAreCountedByWhatWasLeftOut() {
        var attempts = new AttemptMeters(meters);

        attempts.leftOut("unknown", "annotations");
        attempts.ended("acme", "ok");
        attempts.leftOut("acme", "annotations");
        attempts.leftOut("acme", "annotations");

        assertThat(lines("agw_answers_left_out_total"))
                .containsExactlyInAnyOrder(
                        "agw_answers_left_out_total{provider=\"_other\",what=\"annotations\"} 1.0",
                        "agw_answers_left_out_total{provider=\"acme\",what=\"annotations\"} 2.0");
    }

    @Test
    void whatIsWatchedIsReadAtEachReading() {
        var version = new long[] {3};
        new Watched(
                        List.of(new Watched.Listener("data", () -> 7, () -> 5, () -> 2)),
                        () -> version[0],
                        () -> new TelemetryWriter.Counters(10, 1, 4, 2, 6, true),
                        () -> true)
                .register(meters);
        version[0] = 4;

        assertThat(meters.text().lines())
                .contains(
                        "agw_connections_open{listener=\"data\"} 7.0",
                        "agw_turns_running{listener=\"data\"} 5.0",
                        "agw_streams_open{listener=\"data\"} 2.0",
                        "agw_snapshot_version 4.0",
                        "agw_usage_rows_total 10.0",
                        "agw_usage_lost_total 1.0",
                        "agw_spans_lost_total 4.0",
                        "agw_usage_queue_depth 6.0",
                        "agw_telemetry_degraded 1.0",
                        "agw_ledger_degraded 1.0");
    }

    @Test
    void theProcessIsMeasured() {
        assertThat(new Meters().withProcess().text())
                .contains("jvm_memory_used_bytes{area=\"heap\"}")
                .contains("jvm_threads_current")
                .contains("jvm_gc_collection_seconds_count")
                .contains("process_cpu_seconds_total");
    }

    @Test
    void twoGatewaysOfOneProcessShareNothing() {
        new TurnMeters(meters).of("r", "openai").finished("ok", 1);

        var other = new Meters();
        new TurnMeters(other);

        assertThat(other.text()).doesNotContain("route=\"r\"");
    }

    private List<String> lines(String name) {
        return meters.text().lines().filter(line -> line.startsWith(name + "{")).toList();
    }
}
