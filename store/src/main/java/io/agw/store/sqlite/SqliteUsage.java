package io.agw.store.sqlite;

import io.agw.store.UsageDimension;
import io.agw.store.UsageFilter;
import io.agw.store.UsageQueries;
import io.agw.store.UsageSum;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// Questions about usage as SQL.
final class SqliteUsage implements UsageQueries {
    /// From kinds to their hours: there are few of both, and the filter is over kinds.
    private static final String HOURS =
            """
            SELECT h.hour * 3600000 / :bucket * :bucket AS bucket, %s AS grouped,
                sum(h.requests) AS requests,
                sum(CASE WHEN k.outcome IN ('ok', 'cache_hit') THEN h.requests ELSE 0 END) AS succeeded,
                sum(h.input_tokens) AS input, sum(h.output_tokens) AS output,
                sum(h.cache_read_tokens) AS cache_read, sum(h.cache_write_tokens) AS cache_write,
                sum(h.reasoning_tokens) AS reasoning, sum(h.cost_nano_usd) AS cost,
                sum(h.unpriced) AS unpriced, sum(h.latency_ms) AS latency,
                sum(h.answered) AS answered, sum(h.first_byte_ms) AS first_byte
            FROM turn_kind k
            CROSS JOIN usage_hour h ON h.kind_id = k.kind_id
                AND h.hour >= :from / 3600000 AND h.hour < :to / 3600000
            WHERE k.day >= :from / 86400000 AND k.day <= :to / 86400000 %s
            GROUP BY 1, 2 LIMIT :sums
            """;

    private static final String TURNS =
            """
            SELECT t.finished_ms / :bucket * :bucket AS bucket, %s AS grouped,
                count(*) AS requests, sum(k.outcome IN ('ok', 'cache_hit')) AS succeeded,
                sum(coalesce(t.input_tokens, 0)) AS input,
                sum(coalesce(t.output_tokens, 0)) AS output,
                sum(coalesce(t.cache_read_tokens, 0)) AS cache_read,
                sum(coalesce(t.cache_write_tokens, 0) + coalesce(t.long_cache_write_tokens, 0))
                    AS cache_write,
                sum(coalesce(t.reasoning_tokens, 0)) AS reasoning,
                sum(coalesce(t.cost_nano_usd, 0)) AS cost,
                sum(t.input_tokens IS NOT NULL AND t.cost_nano_usd IS NULL) AS unpriced,
                sum(t.latency_ms) AS latency, count(t.first_byte_ms) AS answered,
                sum(coalesce(t.first_byte_ms, 0)) AS first_byte
            FROM turn t JOIN turn_kind k USING (kind_id)
            WHERE t.finished_ms >= :from AND t.finished_ms < :to %s
            GROUP BY 1, 2 LIMIT :sums
            """;

    private static final String COUNT =
            """
            SELECT count(*) FROM
                (SELECT 1 FROM turn WHERE finished_ms >= :from AND finished_ms < :to LIMIT :most)
            """;

    /// Later than any turn, and far from where sums of milliseconds end.
    private static final long LAST_MILLIS = 253_402_300_800_000L;

    private final Database database;

    SqliteUsage(Database database) {
        this.database = database;
    }

    @Override
    public Sums sums(UsageFilter filter, Grouping by) {
        long from = millis(filter.from());
        long to = millis(filter.to());
        long hour = RollUps.MILLIS_PER_HOUR;
        long firstHour = Math.ceilDiv(from, hour) * hour;
        long endHour = Math.floorDiv(to, hour) * hour;
        boolean whole = by.bucket().toMillis() % hour == 0 && firstHour < endHour;
        var rest =
                whole
                        ? List.of(new Span(from, firstHour), new Span(endHour, to))
                        : List.of(new Span(from, to));
        return database.read(handle ->
                handle.inTransaction(inside -> {
                    var found = new Merged();
                    long turns = 0;
                    for (var span : rest) {
                        turns += count(inside, span);
                        if (turns > MOST_TURNS) {
                            return new Sums.TooMany();
                        }
                        add(inside, TURNS, span, filter, by, found);
                    }
                    if (whole) {
                        add(inside, HOURS, new Span(firstHour, endHour), filter, by, found);
                    }
                    return found.size() > MOST_SUMS
                            ? new Sums.TooLong()
                            : new Sums.Found(found.sorted());
                }));
    }

    private static long millis(Instant at) {
        return at.isAfter(Instant.ofEpochMilli(LAST_MILLIS))
                ? LAST_MILLIS
                : Math.max(0, at.toEpochMilli());
    }

    private static long count(Handle handle, Span span) {
        return span.from() >= span.to()
                ? 0
                : handle.createQuery(COUNT)
                        .bind("from", span.from())
                        .bind("to", span.to())
                        .bind("most", MOST_TURNS + 1)
                        .mapTo(Long.class)
                        .one();
    }

    private static void add(
            Handle handle, String sql, Span span, UsageFilter filter, Grouping by, Merged found) {
        if (span.from() >= span.to()) {
            return;
        }
        long bucket = by.bucket().toMillis();
        var conditions = new Conditions(filter);
        var query =
                handle.createQuery(sql.formatted(column(by.by()), conditions.sql()))
                        .bind("from", span.from())
                        .bind("to", span.to())
                        .bind("bucket", bucket == 0 ? LAST_MILLIS : bucket)
                        .bind("sums", MOST_SUMS + 1);
        conditions.bind(query).map((row, _) -> sum(row)).forEach(found::add);
    }

    private static String column(@Nullable UsageDimension dimension) {
        if (dimension == null) {
            return "NULL";
        }
        return dimension == UsageDimension.STATUS
                ? "CAST(k.status AS TEXT)"
                : "k." + dimension.word();
    }

    private static UsageSum sum(ResultSet row) throws SQLException {
        return new UsageSum(
                row.getLong("bucket"),
                row.getString("grouped"),
                row.getLong("requests"),
                row.getLong("succeeded"),
                new UsageSum.Tokens(
                        row.getLong("input"),
                        row.getLong("output"),
                        row.getLong("cache_read"),
                        row.getLong("cache_write"),
                        row.getLong("reasoning")),
                row.getLong("cost"),
                row.getLong("unpriced"),
                row.getLong("latency"),
                row.getLong("answered"),
                row.getLong("first_byte"));
    }

    @Override
    public List<Entry> entries(UsageFilter filter, @Nullable Position after, Page page) {
        var conditions = new Conditions(filter);
        var behind = page.oldestFirst() ? ">" : "<";
        var sql =
                """
                SELECT t.*, k.* FROM turn t JOIN turn_kind k USING (kind_id)
                WHERE t.finished_ms >= :from AND t.finished_ms < :to %s
                    AND (:id = 0 OR (t.finished_ms, t.usage_id) %s (:at, :id))
                ORDER BY t.finished_ms %3$s, t.usage_id %3$s LIMIT :limit
                """
                        .formatted(conditions.sql(), behind, page.oldestFirst() ? "ASC" : "DESC");
        long from = millis(filter.from());
        long to = millis(filter.to());
        long at = after == null ? 0 : after.finishedAt().toEpochMilli();
        return database.read(handle ->
                conditions
                        .bind(handle.createQuery(sql))
                        // what lies before the place is not even looked at
                        .bind(
                                "from",
                                after != null && page.oldestFirst() ? Math.max(from, at) : from)
                        .bind(
                                "to",
                                after != null && !page.oldestFirst() ? Math.min(to, at + 1) : to)
                        .bind("id", after == null ? 0 : after.id())
                        .bind("at", at)
                        .bind("limit", page.limit())
                        .map((row, _) -> entry(row))
                        .list());
    }

    @Override
    public List<Entry> written(UsageFilter filter, long afterId, int limit) {
        var conditions = new Conditions(filter);
        var sql =
                """
                SELECT t.*, k.* FROM turn t JOIN turn_kind k USING (kind_id)
                WHERE t.usage_id > :id AND t.finished_ms >= :from AND t.finished_ms < :to %s
                ORDER BY t.usage_id LIMIT :limit
                """
                        .formatted(conditions.sql());
        return database.read(handle ->
                conditions
                        .bind(handle.createQuery(sql))
                        .bind("id", afterId)
                        .bind("from", millis(filter.from()))
                        .bind("to", millis(filter.to()))
                        .bind("limit", limit)
                        .map((row, _) -> entry(row))
                        .list());
    }

    @Override
    public long lastId() {
        return database.read(handle ->
                handle.createQuery("SELECT coalesce(max(usage_id), 0) FROM turn")
                        .mapTo(Long.class)
                        .one());
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(row.getLong("usage_id"), UsageRow.read(row));
    }

    /// Milliseconds, the end excluded.
    private record Span(long from, long to) {}

    /// What a filter asks of kinds.
    private record Conditions(UsageFilter filter) {
        String sql() {
            var sql = new StringBuilder();
            for (var dimension : filter.values().keySet()) {
                sql.append(" AND ")
                        .append(column(dimension))
                        .append(" = :")
                        .append(dimension.word());
            }
            var plane = filter.plane();
            if (plane != null) {
                sql.append(
                        switch (plane) {
                            case LLM -> " AND k.protocol IS NOT 'mcp' AND k.protocol IS NOT 'acp'";
                            case MCP -> " AND k.protocol = 'mcp'";
                            case ACP -> " AND k.protocol = 'acp'";
                        });
            }
            var success = filter.success();
            if (success != null) {
                sql.append(" AND k.outcome ")
                        .append(success ? "IN" : "NOT IN")
                        .append(" ('ok', 'cache_hit')");
            }
            return sql.toString();
        }

        Query bind(Query query) {
            filter.values().forEach((dimension, value) -> query.bind(dimension.word(), value));
            return query;
        }
    }

    /// Sums of several sources, each bucket and group once.
    private static final class Merged {
        private final Map<Place, UsageSum> sums = new HashMap<>();

        void add(UsageSum sum) {
            sums.merge(new Place(sum.bucketMillis(), sum.group()), sum, UsageSum::plus);
        }

        int size() {
            return sums.size();
        }

        List<UsageSum> sorted() {
            var list = new ArrayList<>(sums.values());
            list.sort(Comparator.comparingLong(UsageSum::bucketMillis));
            return list;
        }

        private record Place(long bucket, @Nullable String group) {}
    }
}
