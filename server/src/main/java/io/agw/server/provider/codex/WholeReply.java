package io.agw.server.provider.codex;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.call.UpstreamReply;
import io.agw.server.dialect.SseFault;
import io.agw.server.dialect.SseReader;
import io.agw.server.dialect.shape.ErrorWords;
import io.agw.server.dialect.shape.ToolArguments;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/// A stream of responses events, read as the response that it ends with. What it is made of waits
/// as text: as trees its items would be many times as large. Owns the reply below.
final class WholeReply implements UpstreamReply {
    private static final int LONGEST = 8 * 1024 * 1024;

    /// Most bytes of the items of one response.
    private static final int MOST = 32 * 1024 * 1024;

    private final UpstreamReply reply;
    private byte @Nullable [] whole;
    private int at;

    WholeReply(UpstreamReply reply) {
        this.reply = reply;
    }

    @Override
    public int status() {
        return reply.status();
    }

    @Override
    public @Nullable String header(String name) {
        return switch (name) {
            case "content-type" -> "application/json";
            case "content-length" -> null;
            default -> reply.header(name);
        };
    }

    @Override
    public int read(byte[] into, int offset, int length) throws CallFailed {
        if (whole == null) {
            whole = ToolArguments.EXACT.writeValueAsBytes(response());
        }
        if (at == whole.length) {
            return -1;
        }
        int count = Math.min(length, whole.length - at);
        System.arraycopy(whole, at, into, offset, count);
        at += count;
        return count;
    }

    private ObjectNode response() throws CallFailed {
        var events = new SseReader<CallFailed>(reply::read, LONGEST, LONGEST);
        var items = JsonNodeFactory.instance.arrayNode();
        int size = 0;
        while (next(events)) {
            var event = event(events);
            size += events.end() - events.start();
            if (size > MOST) {
                throw new CallFailed(
                        new UpstreamFailure.TooLarge(
                                "stream: over " + MOST + " bytes (expected: at most that)"));
            }
            switch (event.path("type").asString("")) {
                case "response.output_item.done" ->
                        items.addRawValue(
                                new RawValue(
                                        ToolArguments.EXACT.writeValueAsString(
                                                event.path("item"))));
                case "response.completed", "response.incomplete", "response.failed" -> {
                    return ended(event, items);
                }
                case "error" ->
                        throw new CallFailed(
                                new UpstreamFailure.Reported(
                                        "an error event",
                                        ErrorWords.of(
                                                event.path("error").isObject()
                                                        ? event.path("error")
                                                        : event)));
                default -> {}
            }
        }
        throw new CallFailed(
                new UpstreamFailure.Reset("end of stream (expected: response.completed)"));
    }

    /// The last event tells everything but, where nothing is stored, the items.
    private static ObjectNode ended(JsonNode event, ArrayNode items) throws CallFailed {
        if (!(event.path("response") instanceof ObjectNode response)) {
            throw malformed("response: is missing (expected: an object)");
        }
        if (response.path("output").isEmpty() && !items.isEmpty()) {
            response.set("output", items);
        }
        return response;
    }

    private static boolean next(SseReader<CallFailed> events) throws CallFailed {
        try {
            boolean found = events.next();
            while (found && !events.hasData()) {
                found = events.next();
            }
            return found;
        } catch (SseFault e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode event(SseReader<CallFailed> events) throws CallFailed {
        try {
            return ToolArguments.read(
                    events.data(), events.dataStart(), events.dataEnd() - events.dataStart());
        } catch (ToolArguments.TooManyValues _) {
            throw new CallFailed(new UpstreamFailure.TooLarge("event: too many values"));
        } catch (JacksonException _) {
            throw malformed("event: is no JSON");
        }
    }

    private static CallFailed malformed(String detail) {
        return new CallFailed(new UpstreamFailure.Malformed(detail));
    }

    @Override
    public void finish() {
        reply.finish();
    }

    @Override
    public void close() {
        reply.close();
    }
}
