package io.agw.bench;

import io.agw.store.Cost;
import io.agw.store.Decisions;
import io.agw.store.Payer;
import io.agw.store.TokenCount;
import io.agw.store.TurnRecord;
import io.agw.store.UsageDimension;
import io.agw.store.UsageFilter;
import io.agw.store.UsageQueries;
import io.agw.store.UsageQueries.Grouping;
import io.agw.store.UsageRecord;
import io.agw.store.UsageSource;
import io.agw.store.sqlite.SqliteStore;
import io.agw.store.sqlite.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the usage rows of a busy day take on disk, and how long it takes to ask for their sums.
record UsageRows(Path folder, int rows) {
    private static final int GROUP = 1_000;
    private static final int KEYS = 50;
    private static final Duration DAY = Duration.ofDays(1);

    /// @param runs of each question after the first
    void run(int runs) throws IOException {
        var settings = StoreSettings.in(Files.createDirectories(folder.resolve("rows")));
        var end = InstantSource.system().instant();
        SqliteStore.open(settings, InstantSource.system()).close();
        long empty = Files.size(settings.telemetryDatabase());
        long start = System.nanoTime();
        try (var store = SqliteStore.open(settings, InstantSource.system())) {
            for (int from = 0; from < rows; from += GROUP) {
                var group = new ArrayList<TurnRecord>(GROUP);
                for (int i = from; i < Math.min(rows, from + GROUP); i++) {
                    group.add(new TurnRecord(row(i, end), List.of()));
                }
                store.telemetry().append(group);
            }
        }
        double micros = (System.nanoTime() - start) / 1e3 / rows;
        double bytes = (Files.size(settings.telemetryDatabase()) - empty) / (double) rows;
        System.out.printf("%d usage rows: %.0f bytes and %.1f us each%n", rows, bytes, micros);
        var day = UsageFilter.of(end.minus(DAY), end.plusMillis(1));
        try (var store = SqliteStore.open(settings, InstantSource.system())) {
            var queries = store.telemetry().queries();
            ask(queries, day, new Question("sums of the last day", null, Duration.ZERO), runs);
            ask(
                    queries,
                    day,
                    new Question("the same by key", UsageDimension.KEY_ID, Duration.ZERO),
                    runs);
            ask(
                    queries,
                    day,
                    new Question(
                            "the same by model and hour",
                            UsageDimension.UPSTREAM_MODEL,
                            Duration.ofHours(1)),
                    runs);
        }
    }

    private void ask(UsageQueries queries, UsageFilter day, Question question, int runs) {
        var millis = new ArrayList<Double>();
        double first = millis(queries, day, question);
        for (int i = 0; i < runs; i++) {
            millis.add(millis(queries, day, question));
        }
        System.out.println(
                Figures.of(question.name, "ms", millis) + ", first %.0f ms".formatted(first));
    }

    private double millis(UsageQueries queries, UsageFilter day, Question question) {
        long start = System.nanoTime();
        var sums = queries.sums(day, new Grouping(question.by, question.bucket));
        double millis = (System.nanoTime() - start) / 1e6;
        long turns =
                switch (sums) {
                    case UsageQueries.Sums.Found(var found) ->
                            found.stream().mapToLong(sum -> sum.requests()).sum();
                    case UsageQueries.Sums.TooLong _, UsageQueries.Sums.TooMany _ -> -1;
                };
        if (turns != rows) {
            throw new IllegalStateException(turns + " (expected: " + rows + " turns)");
        }
        return millis;
    }

    /// Spread over the day; what differs from one request to the next differs.
    private UsageRecord row(int i, Instant end) {
        var at = end.minus(DAY).plusMillis(DAY.toMillis() * (i + 1) / rows);
        int input = 400 + i * 7 % 1_900;
        int output = 30 + i * 13 % 600;
        return new UsageRecord(
                "req-%016x".formatted(i * 0x9E3779B97F4A7C15L),
                "%016x%016x".formatted(i * 0xC2B2AE3D27D4EB4FL, i * 0x165667B19E3779F9L),
                at.minusMillis(900),
                at,
                900,
                300L,
                "chat-" + i % 5,
                "openai",
                "chat_completions",
                new Payer("key-" + i % KEYS, "team-" + i % 9, "acme", "user-" + i % KEYS, null),
                "provider-" + i % 3,
                "fast",
                "model-" + i % 7,
                "default",
                "ok",
                200,
                null,
                i % 2 == 0,
                1,
                new TokenCount(input, 0, 0, 0, output, 0, 0, 0),
                UsageSource.REPORTED,
                "{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}"
                        .formatted(input, output, input + output),
                new Cost(input * 2_000L + output * 8_000L, "model-" + i % 7, "0a1b2c3d"),
                Decisions.NONE);
    }

    /// @param by null for all together
    private record Question(String name, @Nullable UsageDimension by, Duration bucket) {}
}
