package io.agw.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.store.Payer;
import io.agw.store.SpanRecord;
import io.agw.store.TelemetryStore.TraceSummary;
import io.agw.store.TokenCount;
import io.agw.store.Turns;
import io.agw.store.UsageFilter;
import io.agw.store.UsageQueries.Grouping;
import io.agw.store.UsageQueries.Sums;
import io.agw.store.UsageRecord;
import io.agw.store.UsageSource;
import io.agw.store.UsageSum;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Telemetry that an earlier version left behind keeps its usage and is written on.
@Timeout(60)
final class OlderTelemetryTest extends OnDisk {
    private static final Instant LATER = Turns.START.plusSeconds(60);

    /// Who paid was the key alone.
    private static final Payer TEAM_A = new Payer("team-a", null, null, null, null);

    /// `Turns.full(1)`, `full(2)` and `sparse(3)` as version 7 wrote them.
    private static final String USAGE_OF_VERSION_7 =
            """
            INSERT INTO turn_kind VALUES
                (1, 20778, 'chat', 'openai', 'chat_completions', 'team-a', 'echo', 'gpt-x',
                    'gpt-x-2026', 'priority', 'ok', 200, NULL, 1, 1, 0, 'gpt-x', '0a1b2c3d'),
                (2, 20778, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'refused', 401,
                    'invalid_api_key', 0, 0, 0, NULL, NULL);
            """;

    private static final String NUMBERS =
            "100, 20, 34, 4, 1, 2, 8, 3, 1, 123456789, '{\"prompt_tokens\": 12}'";
    private static final String NO_NUMBERS =
            "NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL";

    /// The spans of the first two, with ids as text.
    private static final String SPANS_OF_VERSION_7 =
            """
            INSERT INTO trace_group VALUES (1, 1795248002000000000, X'481CAB8044990EB6', X'\
            D901009F9F782037363665633738666532633339383831363231356535383332353833353361359F70303030\
            30303030303030303030303033F664504F5354667365727665721B18EA008B9755C9F709626F6B7368747470\
            2E726571756573742E6D6574686F64D819027819687474702E726573706F6E73652E7374617475735F636F64\
            6518C8FF9F7030303030303030303030303030303034D8190168646973706174636868696E7465726E616C1B\
            18EA008B9755C9FB04626F6BD81904D81902D8190518C8FF9F7030303030303030303030303030303035D819\
            066A63686174206770742D78D819081B18EA008B9755C9FB04626F6BD81904D81902D8190518C8FFFF9F7820\
            30366433336632343431326532646339326566313432306535326434313363379F7030303030303030303030\
            303030303036F6D81902D819031B18EA008BD2F093F709626F6BD81904D81902D8190518C8FF9F7030303030\
            303030303030303030303037D8190CD81907D819081B18EA008BD2F093FB04626F6BD81904D81902D8190518\
            C8FF9F7030303030303030303030303030303038D8190DD8190AD819081B18EA008BD2F093FB04626F6BD819\
            04D81902D8190518C8FFFFFF')
            """;

    @Test
    void telemetryOfTheFirstSchemaKeepsItsUsage() throws IOException {
        createAt(1);
        Raw.run(
                settings.telemetryDatabase(),
                """
                INSERT INTO usage (request_id, trace_id, started_ms, finished_ms, latency_ms,
                    outcome, status, stream, attempts, input_tokens, output_tokens, estimated)
                VALUES ('r1', 't1', 1, 2, 1, 'ok', 200, 0, 1, 3, 4, 1)
                """,
                "INSERT INTO trace_part VALUES (1, 't1', 2, '[]')");

        try (var store = open()) {
            assertThat(store.telemetry().usage(Instant.EPOCH, Instant.now(), 10))
                    .singleElement()
                    .satisfies(row -> {
                        assertThat(row.tokens()).isEqualTo(new TokenCount(3, 0, 0, 0, 0, 4, 0, 0));
                        assertThat(row.source()).isEqualTo(UsageSource.ESTIMATED);
                        assertThat(row.cost()).isNull();
                    });
            assertThat(store.telemetry().traces(10)).isEmpty();
        }
    }

    @Test
    void telemetryWhoseSpansHadIdsAsTextKeepsItsUsageAndTakesNewTraces() throws IOException {
        createAt(7);
        writeAsVersion7();

        try (var store = open()) {
            assertThat(store.telemetry().usage(Instant.EPOCH, LATER, 10))
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("payer")
                    .containsExactly(
                            Turns.sparse(3).usage(), Turns.full(2).usage(), Turns.full(1).usage());
            assertThat(store.telemetry().usage(Instant.EPOCH, LATER, 10))
                    .extracting(UsageRecord::payer)
                    .containsExactly(Payer.NOBODY, TEAM_A, TEAM_A);
            assertThat(store.telemetry().traces(10)).isEmpty();
            for (var lost : List.of(Turns.full(1), Turns.full(2))) {
                assertThat(store.telemetry().trace(traceId(lost.spans()))).isEmpty();
            }

            var hour = UsageFilter.of(Turns.START, Turns.START.plusSeconds(3_600));
            var added = UsageSum.of(Objects.requireNonNull(Turns.full(1).usage()));
            assertThat(store.telemetry().queries().sums(hour, Grouping.TOTAL))
                    .isEqualTo(
                            new Sums.Found(
                                    List.of(
                                            added.plus(added)
                                                    .plus(
                                                            UsageSum.of(
                                                                    Objects.requireNonNull(
                                                                            Turns.sparse(3)
                                                                                    .usage()))))));

            store.telemetry().append(List.of(Turns.full(4), Turns.sparse(5)));
        }

        try (var store = open()) {
            assertThat(store.telemetry().usage(Instant.EPOCH, LATER, 10))
                    .startsWith(Turns.sparse(5).usage(), Turns.full(4).usage())
                    .hasSize(5);
            var spans = Turns.full(4).spans();
            assertThat(store.telemetry().traces(10))
                    .extracting(TraceSummary::traceId)
                    .containsExactly(traceId(spans));
            assertThat(store.telemetry().trace(traceId(spans)))
                    .containsExactlyInAnyOrderElementsOf(spans);
        }
        assertThat(Raw.ask(settings.telemetryDatabase(), "PRAGMA user_version"))
                .isEqualTo("" + Schema.TELEMETRY.version());
        // of the kinds of version 7 one is used again; the other's key has a team by now
        assertThat(Raw.ask(settings.telemetryDatabase(), "SELECT count(*) FROM turn_kind"))
                .isEqualTo("3");
    }

    private void writeAsVersion7() {
        var file = settings.telemetryDatabase();
        Raw.run(file, USAGE_OF_VERSION_7, SPANS_OF_VERSION_7);
        for (int n = 1; n <= 3; n++) {
            long at = Turns.START.plusSeconds(n).toEpochMilli();
            boolean sparse = n == 3;
            long took = sparse ? 0 : 250;
            Raw.run(
                    file,
                    "INSERT INTO turn VALUES (%1$d, %2$d, 'req-%1$d', '%3$s', %4$d, %5$d, %6$d, %7$s)"
                            .formatted(
                                    n,
                                    sparse ? 2 : 1,
                                    Turns.traceId((sparse ? "sparse-" : "full-") + n),
                                    at - took,
                                    at,
                                    took,
                                    sparse ? NO_NUMBERS : NUMBERS));
        }
    }

    /// A file as the migrations up to one make it.
    private void createAt(int version) throws IOException {
        var file = settings.telemetryDatabase();
        Files.createDirectories(settings.directory());
        var then =
                new Schema(
                        "test",
                        Schema.TELEMETRY.applicationId(),
                        Schema.TELEMETRY.pageSize(),
                        Schema.TELEMETRY.migrations().subList(0, version));
        var backups = new Backups(settings.backups(), file, clock);
        new Opening<>(file, then, new NoContent(), backups, false, clock).open();
    }

    private static String traceId(List<SpanRecord> spans) {
        return spans.getFirst().traceId();
    }
}
