package io.agw.server.admin.usage;

import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Json;
import io.agw.store.UsageFilter;
import io.agw.store.UsageQueries;
import io.agw.store.UsageQueries.Entry;
import io.agw.store.UsageQueries.Page;
import io.agw.store.UsageQueries.Position;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Pages of turns. A cursor names the turn that a page ended with, so that no turn is shown twice
/// and none left out, whatever is written meanwhile.
public final class Turns {
    static final String[] PARAMETERS = {"limit", "cursor", "order", "after"};
    private static final int USUAL = 100;
    private static final int MOST = 1_000;
    private static final Pattern CURSOR = Pattern.compile("([0-9]{1,15})-([0-9]{1,18})");

    private final UsageQueries usage;

    public Turns(UsageQueries usage) {
        this.usage = usage;
    }

    /// `{"items": [...], "limit": 100, "next_cursor": "..."}`; the cursor is there while a further
    /// page may have something. With `after`, turns in the order in which they were written, and
    /// `next_after` to go on following.
    public ObjectNode page(Call call, UsageFilter filter, Function<Entry, ObjectNode> view) {
        int limit = limit(call);
        var after = call.queried("after");
        if (after.isPresent()) {
            return followed(filter, number(after.get()), limit, view);
        }
        var order = call.queried("order").orElse("desc");
        if (!order.equals("desc") && !order.equals("asc")) {
            throw AdminError.invalid("order: \"" + order + "\" (expected: asc or desc)");
        }
        var page = new Page(limit, order.equals("asc"));
        var found = usage.entries(filter, position(call.queried("cursor")), page);
        var answer = Json.items(found, view::apply).put("limit", limit);
        if (found.size() == limit) {
            answer.put("next_cursor", cursor(found.getLast().position()));
        }
        return answer;
    }

    private ObjectNode followed(
            UsageFilter filter, long after, int limit, Function<Entry, ObjectNode> view) {
        // looked at first: what is written meanwhile comes with the next page
        long last = usage.lastId();
        var found = usage.written(filter, after, limit);
        long next = found.size() == limit ? found.getLast().id() : Math.max(after, last);
        if (!found.isEmpty()) {
            next = Math.max(next, found.getLast().id());
        }
        return Json.items(found, view::apply).put("limit", limit).put("next_after", next);
    }

    /// Zero and more than there may be are as good as nothing said: older clients send both.
    private static int limit(Call call) {
        var asked = call.queried("limit");
        if (asked.isPresent() && asked.get().equals("0")) {
            return USUAL;
        }
        return call.number("limit", USUAL, MOST);
    }

    private static long number(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw AdminError.invalid("after: \"" + text + "\" (expected: the id of a turn)");
        }
        return Long.parseLong(text);
    }

    private static @Nullable Position position(Optional<String> cursor) {
        if (cursor.isEmpty()) {
            return null;
        }
        var form = CURSOR.matcher(cursor.get());
        if (!form.matches()) {
            throw AdminError.invalid(
                    "cursor: \"" + cursor.get() + "\" (expected: a next_cursor of this list)");
        }
        return new Position(
                Instant.ofEpochMilli(Long.parseLong(form.group(1))), Long.parseLong(form.group(2)));
    }

    private static String cursor(Position position) {
        return position.finishedAt().toEpochMilli() + "-" + position.id();
    }

    /// All turns of a filter, the oldest first, in pages that are never held together.
    public <E extends Exception> void each(UsageFilter filter, PageReader<E> reader) throws E {
        Position after = null;
        while (true) {
            List<Entry> found = usage.entries(filter, after, new Page(MOST, true));
            if (found.isEmpty()) {
                return;
            }
            reader.read(found);
            after = found.getLast().position();
        }
    }

    /// Takes the pages of a long list.
    @FunctionalInterface
    public interface PageReader<E extends Exception> {
        void read(List<Entry> page) throws E;
    }
}
