package io.agw.server.admin.views;

import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.server.turn.ReplySink;
import io.agw.store.Outbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/events`: events as they happen, as server-sent events.
///
/// The outbox is the one record of events, so it is what is followed: a client that comes back with
/// `Last-Event-ID` misses nothing that is still kept.
public final class EventEndpoints {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final int QUIET_LOOKS = 75;
    private static final int MOST_AT_ONCE = 500;

    private final Outbox outbox;
    private final BooleanSupplier draining;

    /// @param draining true once the gateway stops, which ends every stream
    public EventEndpoints(Outbox outbox, BooleanSupplier draining) {
        this.outbox = outbox;
        this.draining = draining;
    }

    public List<Endpoint> list() {
        return List.of(
                Endpoint.get("/admin/events", "Follow events as they happen.", this::follow)
                        .asking(Set.of("after")));
    }

    private Answer follow(Call call) {
        long after = after(call);
        return new Answer.Live("text/event-stream", stream -> write(stream, after));
    }

    private long after(Call call) {
        var asked = call.queried("after");
        if (asked.isPresent() && !isId(asked.get())) {
            throw AdminError.invalid(
                    "after: \"" + asked.get() + "\" (expected: the id of an event)");
        }
        // what a browser sends of its own accord, perhaps an id of another server: no error
        var resumed = call.received().header("last-event-id");
        if (resumed != null && isId(resumed)) {
            return Long.parseLong(resumed);
        }
        return asked.isPresent() ? Long.parseLong(asked.get()) : outbox.lastId();
    }

    private static boolean isId(String text) {
        return text.matches("[0-9]{1,18}");
    }

    private void write(ReplySink.Stream stream, long from) throws IOException {
        long after = from;
        int quiet = 0;
        send(stream, ": following events after " + after + "\n\n");
        while (!draining.getAsBoolean()) {
            var events = outbox.after(after, MOST_AT_ONCE);
            var text = new StringBuilder();
            for (var event : events) {
                after = event.id();
                text.append("id: ").append(event.id()).append('\n');
                text.append("event: ").append(event.draft().type()).append('\n');
                text.append("data: ").append(data(event)).append("\n\n");
            }
            if (!events.isEmpty()) {
                quiet = 0;
                send(stream, text.toString());
            } else if (++quiet == QUIET_LOOKS) {
                quiet = 0;
                send(stream, ": nothing happened\n\n");
            }
            try {
                Thread.sleep(LOOK_EVERY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static String data(Outbox.Event event) {
        var data = Json.object();
        data.put("type", event.draft().type())
                .put("source", event.draft().source())
                .put("at", Json.time(event.at()));
        if (Json.parsed(event.draft().dataJson()) instanceof ObjectNode more) {
            data.setAll(more);
        }
        return data.toString();
    }

    private static void send(ReplySink.Stream stream, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        stream.write(bytes, 0, bytes.length);
        stream.flush();
    }
}
