package io.agw.server.plane.llm;

import static io.agw.server.plane.llm.ScriptedFault.stream;
import static io.agw.server.upstream.Behaviours.STREAM_HEAD;

import io.agw.server.plane.llm.ScriptedFault.Script;
import io.agw.server.plane.llm.ScriptedFault.Told;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

/// Faults of streams, before their first event and behind it.
final class StreamFaults {
    private static final Duration DRIP = Duration.ofMillis(30);
    private static final Told RESET = Told.refused(502, "upstream_reset");
    private static final Told MALFORMED = Told.refused(502, "upstream_malformed");
    private static final Told TOO_LARGE = Told.refused(502, "upstream_too_large");
    private static final Told LATE = Told.refused(504, "upstream_timeout");
    private static final Told REPORTED = Told.refused(502, "upstream_error");
    private static final Told LIMIT = Told.refusedTwice(429, "rate_limit_exceeded");
    private static final Told OVERLOADED = Told.refusedTwice(503, "upstream_overloaded");
    private static final Told CUT = Told.broken("upstream_reset");
    private static final Told NONSENSE = Told.broken("upstream_malformed");
    private static final Told HUGE = Told.broken("upstream_too_large");
    private static final Told SILENT = Told.broken("upstream_timeout");
    private static final int MANY = 100_000;
    private static final int AT_ONCE = 500;
    private static final int PIECE = 32 * 1024;
    private static final int MORE_THAN_KEPT = 10 * 1024 * 1024;

    private StreamFaults() {}

    static List<ScriptedFault> beforeTheFirstEvent() {
        return List.of(
                stream(
                        "document where events are expected",
                        (vendor, wire) -> wire.send(Behaviours.response(200, vendor.whole())),
                        MALFORMED),
                stream(
                        "silence before the first event",
                        (_, wire) -> wire.send(STREAM_HEAD).awaitClose(),
                        LATE),
                stream("comments only, without end", endless("", "5\r\n: x\n\n\r\n"), LATE),
                stream(
                        "comments only",
                        (_, wire) -> wire.send(STREAM_HEAD).chunk(": x\n\n").endChunks(),
                        RESET),
                stream("no event at all", (_, wire) -> wire.send(STREAM_HEAD).endChunks(), RESET),
                stream(
                        "closed before the first event",
                        (_, wire) -> wire.send(STREAM_HEAD).close(),
                        RESET),
                stream(
                        "reset before the first event",
                        (_, wire) -> wire.send(STREAM_HEAD).reset(),
                        RESET),
                stream(
                        "first event is nonsense",
                        (_, wire) -> wire.send(STREAM_HEAD).chunk("data: <html>\n\n").endChunks(),
                        MALFORMED),
                first("first event is an error", VendorErrors.STRANGE, REPORTED),
                first("first event is an error of a limit", VendorErrors.LIMIT, LIMIT),
                first("first event says overloaded", VendorErrors.OVERLOADED, OVERLOADED),
                stream(
                        "first line without end",
                        (_, wire) -> {
                            wire.send(STREAM_HEAD).chunk("data: ");
                            while (true) {
                                wire.chunk("x".repeat(8_192));
                            }
                        },
                        TOO_LARGE));
    }

    static List<ScriptedFault> behindTheFirstToken() {
        return List.of(
                stream(
                        "reset behind the first token",
                        (vendor, wire) -> {
                            begun(vendor, wire);
                            wire.pause(Duration.ofMillis(200));
                            wire.reset();
                        },
                        CUT),
                stream(
                        "closed behind the first token",
                        (vendor, wire) -> begun(vendor, wire).close(),
                        CUT),
                stream(
                        "end without the end",
                        (vendor, wire) -> begun(vendor, wire).endChunks(),
                        CUT),
                stream(
                        "closed within an event",
                        (vendor, wire) -> begun(vendor, wire).chunk("data: {\"a").close(),
                        CUT),
                stream(
                        "silence behind the first token",
                        (vendor, wire) -> begun(vendor, wire).awaitClose(),
                        SILENT),
                stream(
                        "one byte of an event at a time",
                        (vendor, wire) -> {
                            begun(vendor, wire).chunk("data: ");
                            while (true) {
                                wire.chunk(" ");
                                wire.pause(DRIP);
                            }
                        },
                        SILENT),
                stream(
                        "comments without end behind the first token",
                        (vendor, wire) -> {
                            begun(vendor, wire);
                            while (true) {
                                wire.chunk(": x\n\n");
                                wire.pause(DRIP);
                            }
                        },
                        SILENT),
                stream("nonsense for an event", then("data: <html>\n\n"), NONSENSE),
                stream("half a document for an event", then("data: {\"a\": [1,\n\n"), NONSENSE),
                later("error event", VendorErrors.STRANGE, "upstream_error"),
                later("error event of a limit", VendorErrors.LIMIT, "rate_limit_exceeded"),
                later(
                        "error event of a prompt that is too long",
                        VendorErrors.TOO_LONG,
                        "context_length_exceeded"),
                later("error event overloaded", VendorErrors.OVERLOADED, "upstream_overloaded"),
                stream(
                        "line without end",
                        (vendor, wire) -> {
                            begun(vendor, wire).chunk("data: ");
                            while (true) {
                                wire.chunk("x".repeat(8_192));
                            }
                        },
                        HUGE),
                stream(
                        "event without end",
                        (vendor, wire) -> {
                            begun(vendor, wire);
                            while (true) {
                                wire.chunk("data: " + "x".repeat(8_192) + "\n");
                            }
                        },
                        HUGE),
                stream(
                        "chunk without a size",
                        (vendor, wire) -> begun(vendor, wire).send("zz\r\n"),
                        NONSENSE),
                stream(
                        "chunk shorter than its size",
                        (vendor, wire) -> begun(vendor, wire).send("fff\r\n: x\n\n").close(),
                        CUT),
                stream(
                        "chunk longer than its size",
                        (vendor, wire) -> begun(vendor, wire).send("3\r\n: x\n\n\r\n"),
                        NONSENSE));
    }

    /// Bytes that no text holds, and more of everything than anybody needs: to translate it, some
    /// of it has to be kept.
    static List<ScriptedFault> masses() {
        return List.of(
                stream(
                        "not UTF-8 in an event",
                        within(new byte[] {(byte) 0xff, (byte) 0xc0}),
                        NONSENSE),
                stream("NUL in an event", within(new byte[] {0}), NONSENSE),
                stream(
                                "100,000 pieces of a call",
                                (vendor, wire) ->
                                        many(
                                                wire,
                                                vendor.opening()
                                                        + vendor.token("Hel")
                                                        + vendor.call(1)
                                                        + vendor.arguments(1, "{\\\"a\\\":\\\""),
                                                _ -> vendor.arguments(1, "Q"),
                                                vendor.arguments(1, "\\\"}")
                                                        + vendor.ending("19", "10")
                                                        + vendor.last()),
                                Told.FINE)
                        .mass(),
                stream(
                                "100,000 calls",
                                (vendor, wire) ->
                                        many(
                                                wire,
                                                vendor.opening() + vendor.token("Hel"),
                                                vendor::call,
                                                vendor.ending("19", "10") + vendor.last()),
                                Told.FINE,
                                HUGE)
                        .mass(),
                stream("arguments without end", StreamFaults::argueWithoutEnd, SILENT, HUGE));
    }

    /// Of the second of two calls, so that clients that take one after the other wait for the
    /// first. More than anybody keeps comes at once; the rest drips, for the tests hold all of it.
    private static void argueWithoutEnd(Vendor vendor, Wire wire) throws IOException {
        begun(vendor, wire).chunk(vendor.call(1)).chunk(vendor.call(2));
        var piece = vendor.arguments(2, "x".repeat(PIECE));
        for (int sent = 0; sent < MORE_THAN_KEPT; sent += PIECE) {
            wire.chunk(piece);
        }
        while (true) {
            wire.chunk(vendor.arguments(2, "x"));
            wire.pause(DRIP);
        }
    }

    private static void many(Wire wire, String first, IntFunction<String> piece, String last)
            throws IOException {
        wire.send(STREAM_HEAD).chunk(first);
        var some = new StringBuilder();
        for (int i = 1; i <= MANY; i++) {
            some.append(piece.apply(i));
            if (i % AT_ONCE == 0) {
                wire.chunk(some.toString());
                some.setLength(0);
            }
        }
        wire.chunk(last).endChunks();
    }

    /// Within the words of an event.
    private static Script within(byte[] bytes) {
        return (vendor, wire) -> {
            var token = vendor.token("<>");
            int cut = token.indexOf("<>");
            var event = new ByteArrayOutputStream();
            event.writeBytes(token.substring(0, cut).getBytes(StandardCharsets.UTF_8));
            event.writeBytes(bytes);
            event.writeBytes(token.substring(cut + 2).getBytes(StandardCharsets.UTF_8));
            begun(vendor, wire)
                    .chunk(event.toByteArray())
                    .chunk(vendor.ending("19", "10") + vendor.last())
                    .endChunks();
        };
    }

    /// What looks like a fault and is none.
    static List<ScriptedFault> harmless() {
        return List.of(
                stream(
                        "two ends",
                        (vendor, wire) ->
                                wire.send(STREAM_HEAD)
                                        .chunk(vendor.stream() + vendor.last())
                                        .endChunks(),
                        Told.FINE),
                stream(
                        "events behind the end",
                        (vendor, wire) ->
                                wire.send(STREAM_HEAD)
                                        .chunk(vendor.stream() + ": more\n\n")
                                        .endChunks(),
                        Told.FINE),
                stream(
                        "silence behind the end",
                        (vendor, wire) ->
                                wire.send(STREAM_HEAD)
                                        .chunk(vendor.stream())
                                        .endChunks()
                                        .awaitClose(),
                        Told.FINE),
                stream(
                        "trailers of a stream",
                        (vendor, wire) ->
                                wire.send(STREAM_HEAD)
                                        .chunk(vendor.stream())
                                        .send("0\r\nX-Sum: 1\r\n\r\n"),
                        Told.FINE),
                stream(
                        "lines that end with CR LF",
                        (vendor, wire) ->
                                wire.send(STREAM_HEAD)
                                        .chunk(vendor.stream().replace("\n", "\r\n"))
                                        .endChunks(),
                        Told.FINE),
                stream(
                        "one byte in a chunk",
                        (vendor, wire) -> {
                            wire.send(STREAM_HEAD);
                            for (char character : vendor.stream().toCharArray()) {
                                wire.chunk(String.valueOf(character));
                            }
                            wire.endChunks();
                        },
                        Told.FINE),
                stream(
                        "negative usage in a stream",
                        (vendor, wire) ->
                                wire.send(STREAM_HEAD)
                                        .chunk(counted(vendor, "-5", "-1"))
                                        .endChunks(),
                        Told.FINE),
                stream(
                        "absurd usage in a stream",
                        (vendor, wire) ->
                                wire.send(STREAM_HEAD)
                                        .chunk(
                                                counted(
                                                        vendor,
                                                        "1000000000000000000",
                                                        "1000000000000000000"))
                                        .endChunks(),
                        Told.FINE));
    }

    private static ScriptedFault first(String name, VendorErrors error, Told told) {
        return stream(
                name,
                (vendor, wire) -> wire.send(STREAM_HEAD).chunk(error.event(vendor)).endChunks(),
                told);
    }

    private static ScriptedFault later(String name, VendorErrors error, String code) {
        return stream(
                name,
                (vendor, wire) -> begun(vendor, wire).chunk(error.event(vendor)).endChunks(),
                Told.broken(code));
    }

    private static Wire begun(Vendor vendor, Wire wire) throws IOException {
        return wire.send(STREAM_HEAD).chunk(vendor.opening()).chunk(vendor.token("Hel"));
    }

    private static String counted(Vendor vendor, String input, String output) {
        return vendor.opening()
                + vendor.token("Hel")
                + vendor.ending(input, output)
                + vendor.last();
    }

    private static Script then(String event) {
        return (vendor, wire) -> begun(vendor, wire).chunk(event).endChunks();
    }

    private static Script endless(String first, String piece) {
        return (_, wire) -> {
            wire.send(STREAM_HEAD + first);
            while (true) {
                wire.send(piece);
                wire.pause(DRIP);
            }
        };
    }
}
