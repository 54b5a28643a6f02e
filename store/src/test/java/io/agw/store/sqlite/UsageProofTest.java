package io.agw.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.store.ChainVerdict;
import io.agw.store.Store;
import io.agw.store.TurnRecord;
import io.agw.store.Turns;
import io.agw.store.UsageSource;
import io.agw.store.memory.MemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever another hand does to usage is found.
@Timeout(120)
final class UsageProofTest {
    private static final String FREE =
            "DROP TRIGGER IF EXISTS turn_is_not_changed; DROP TRIGGER IF EXISTS turn_kind_is_not_changed";

    @TempDir Path directory;
    private Store store = new MemoryStore(InstantSource.system());
    private Path file = Path.of("");

    @BeforeEach
    void write() {
        store.close();
        var settings = StoreSettings.in(directory.resolve("data"));
        store = SqliteStore.open(settings, InstantSource.system());
        file = settings.telemetryDatabase();
        for (int group = 0; group < 4; group++) {
            var turns = new ArrayList<TurnRecord>();
            for (int i = 0; i < 3; i++) {
                turns.add(
                        i == 1
                                ? Turns.sparse(10 * group + i)
                                : Turns.counted(
                                        10 * group + i, UsageSource.REPORTED, "{\"n\":1}", null));
            }
            store.telemetry().append(turns);
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    private ChainVerdict verdict() {
        return store.telemetry().proven();
    }

    private ChainVerdict.Broken broken() {
        assertThat(verdict()).isInstanceOf(ChainVerdict.Broken.class);
        return (ChainVerdict.Broken) verdict();
    }

    @Test
    void whatWasWrittenIsProvenAlsoAfterARestart() {
        assertThat(verdict())
                .isInstanceOfSatisfying(
                        ChainVerdict.Whole.class,
                        whole -> {
                            assertThat(whole.turns()).isEqualTo(12);
                            assertThat(whole.headId()).isEqualTo(12);
                            assertThat(whole.head()).hasSize(64);
                        });
        var before = verdict();
        store.close();
        store =
                SqliteStore.open(
                        StoreSettings.in(directory.resolve("data")), InstantSource.system());
        assertThat(verdict()).isEqualTo(before);
        store.telemetry().append(List.of(Turns.full(99)));
        assertThat(verdict()).isInstanceOf(ChainVerdict.Whole.class).isNotEqualTo(before);
    }

    @Test
    void turnsAreNotChangedByAccident() {
        for (var table : List.of("turn", "turn_kind")) {
            assertThatThrownBy(() -> Raw.run(file, "UPDATE " + table + " SET kind_id = kind_id"))
                    .isInstanceOf(AssertionError.class)
                    .rootCause()
                    .hasMessageContaining("never changed");
        }
    }

    /// One bit of every number, one letter of every text, nothing in place of something and
    /// something in place of nothing; of a turn of which all is known, and of one of which nothing
    /// is.
    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void aChangeOfAnyColumnIsFound(int id) {
        Raw.run(file, FREE);
        int looked = 0;
        for (var table : List.of("turn", "turn_kind")) {
            var key = table.equals("turn") ? "usage_id" : "kind_id";
            var row =
                    table.equals("turn")
                            ? "" + id
                            : Raw.ask(file, "SELECT kind_id FROM turn WHERE usage_id = " + id);
            for (var column : columns(table)) {
                if (column.equals(key)) {
                    continue;
                }
                Raw.run(
                        file,
                        "CREATE TABLE kept AS SELECT * FROM "
                                + table
                                + " WHERE "
                                + key
                                + " = "
                                + row);
                var type =
                        Raw.ask(
                                file,
                                "SELECT typeof("
                                        + column
                                        + ") FROM "
                                        + table
                                        + " WHERE "
                                        + key
                                        + " = "
                                        + row);
                var other =
                        switch (type) {
                            case "integer" -> column + " + 1";
                            case "text" -> column + " || 'x'";
                            default -> type(table, column).equals("INTEGER") ? "0" : "''";
                        };
                Raw.run(
                        file,
                        "UPDATE " + table + " SET " + column + " = " + other + " WHERE " + key
                                + " = " + row);
                assertThat(verdict())
                        .as(table + "." + column)
                        .isInstanceOf(ChainVerdict.Broken.class);
                Raw.run(
                        file,
                        "UPDATE "
                                + table
                                + " SET "
                                + column
                                + " = (SELECT "
                                + column
                                + " FROM kept) WHERE "
                                + key
                                + " = "
                                + row,
                        "DROP TABLE kept");
                assertThat(verdict())
                        .as(table + "." + column)
                        .isInstanceOf(ChainVerdict.Whole.class);
                looked++;
            }
        }
        assertThat(looked).isEqualTo(18 + 23);
    }

    private List<String> columns(String table) {
        return List.of(
                Raw.ask(file, "SELECT group_concat(name) FROM pragma_table_info('" + table + "')")
                        .split(","));
    }

    private String type(String table, String column) {
        return Raw.ask(
                file,
                "SELECT type FROM pragma_table_info('"
                        + table
                        + "') WHERE name = '"
                        + column
                        + "'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "one turn removed | DELETE FROM turn WHERE usage_id = 5",
                "the first removed | DELETE FROM turn WHERE usage_id = 1",
                "the last removed | DELETE FROM turn WHERE usage_id = 12",
                "a group without its seal | DELETE FROM turn WHERE usage_id BETWEEN 4 AND 6",
                "a seal without its group | DELETE FROM usage_seal WHERE last_id = 6",
                "a group with its seal | DELETE FROM turn WHERE usage_id BETWEEN 4 AND 6; DELETE FROM usage_seal WHERE last_id = 6",
                "the last group with its seal | DELETE FROM turn WHERE usage_id > 9; DELETE FROM usage_seal WHERE last_id = 12",
                "a group said to be old | DELETE FROM turn WHERE usage_id BETWEEN 4 AND 6; UPDATE usage_seal SET gone = 1 WHERE last_id = 6",
                "two turns swapped | UPDATE turn SET usage_id = -usage_id WHERE usage_id IN (5, 6); UPDATE turn SET usage_id = 11 + usage_id WHERE usage_id < 0",
                "a turn added behind | INSERT INTO turn SELECT 13, kind_id, request_id, trace_id, started_ms, finished_ms, latency_ms, first_byte_ms, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, long_cache_write_tokens, audio_input_tokens, reasoning_tokens, audio_output_tokens, cost_nano_usd, provider_usage, guards FROM turn WHERE usage_id = 12",
                "a turn added before | INSERT INTO turn SELECT 0, kind_id, request_id, trace_id, started_ms, finished_ms, latency_ms, first_byte_ms, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, long_cache_write_tokens, audio_input_tokens, reasoning_tokens, audio_output_tokens, cost_nano_usd, provider_usage, guards FROM turn WHERE usage_id = 12",
                "a seal's digest | UPDATE usage_seal SET digest = zeroblob(32) WHERE last_id = 6",
                "a seal's time | UPDATE usage_seal SET last_ms = 0 WHERE last_id = 6",
                "a seal's beginning | UPDATE usage_seal SET first_id = 5 WHERE last_id = 6",
                "the head | UPDATE usage_chain SET head = zeroblob(32)",
                "the anchor | UPDATE usage_chain SET anchor = zeroblob(31)",
            })
    void whatAnotherHandDoesIsFound(String what, String deed) {
        Raw.run(file, FREE + "; " + deed);

        assertThat(broken().why()).as(what).isNotBlank();
    }

    @Test
    void aBrokenGroupIsNamedAndWritingGoesOn() {
        Raw.run(file, FREE + "; UPDATE turn SET latency_ms = 1 WHERE usage_id = 5");
        store.telemetry().append(List.of(Turns.full(99)));

        assertThat(broken().fromId()).isEqualTo(4);
        assertThat(broken().toId()).isEqualTo(6);
    }

    @Test
    void whatIsAddedBehindDoesNotStopTheGateway() {
        Raw.run(
                file,
                """
                INSERT INTO turn SELECT 13, kind_id, request_id, trace_id, started_ms, finished_ms,
                    latency_ms, first_byte_ms, input_tokens, output_tokens, cache_read_tokens,
                    cache_write_tokens, long_cache_write_tokens, audio_input_tokens,
                    reasoning_tokens, audio_output_tokens, cost_nano_usd, provider_usage, guards
                FROM turn WHERE usage_id = 12
                """);

        store.telemetry().append(List.of(Turns.full(99)));

        assertThat(store.telemetry().usageCount()).isEqualTo(14);
        assertThat(broken().why()).contains("not written by the gateway");
    }

    @Test
    void whatRetentionRemovesIsNotMissed() {
        store.telemetry().trim(Turns.START.plusSeconds(15), Long.MAX_VALUE);

        assertThat(verdict())
                .isInstanceOfSatisfying(
                        ChainVerdict.Whole.class,
                        whole -> {
                            assertThat(whole.turns()).isEqualTo(6);
                            assertThat(whole.fromId()).isEqualTo(7);
                        });
        Raw.run(file, "DELETE FROM turn WHERE usage_id BETWEEN 7 AND 9");
        assertThat(verdict()).isInstanceOf(ChainVerdict.Broken.class);
    }

    @Test
    void turnsThatAreRemovedWhileTheyAreProvenAndWrittenAreNotMissed() throws InterruptedException {
        var done = new AtomicBoolean();
        var writing =
                Thread.ofPlatform()
                        .start(() -> {
                            for (int i = 0; i < 150; i++) {
                                var turns = new ArrayList<TurnRecord>();
                                for (int j = 0; j < 300; j++) {
                                    turns.add(
                                            Turns.counted(
                                                    100 + i, UsageSource.REPORTED, null, null));
                                }
                                store.telemetry().append(turns);
                            }
                            done.set(true);
                        });
        int proofs = 0;
        for (int second = 0; !done.get(); second = Math.min(second + 5, 240)) {
            store.telemetry().trim(Turns.START.plusSeconds(second), Long.MAX_VALUE);
            assertThat(verdict()).isInstanceOf(ChainVerdict.Whole.class);
            proofs++;
        }
        writing.join();
        assertThat(proofs).isPositive();
        assertThat(verdict()).isInstanceOf(ChainVerdict.Whole.class);
        store.telemetry().trim(Instant.EPOCH, 0);
        assertThat(verdict())
                .isInstanceOfSatisfying(
                        ChainVerdict.Whole.class, whole -> assertThat(whole.turns()).isZero());
        store.telemetry()
                .append(List.of(Turns.full(Math.toIntExact(Duration.ofDays(1).toSeconds()))));
        assertThat(verdict())
                .isInstanceOfSatisfying(
                        ChainVerdict.Whole.class, whole -> assertThat(whole.turns()).isOne());
    }
}
