package io.agw.server.plane.llm;

import static io.agw.server.plane.llm.ConnectionFaults.endless;
import static io.agw.server.plane.llm.ScriptedFault.both;
import static io.agw.server.plane.llm.ScriptedFault.each;
import static io.agw.server.plane.llm.ScriptedFault.reached;
import static io.agw.server.plane.llm.ScriptedFault.whole;

import io.agw.server.plane.llm.ScriptedFault.Place;
import io.agw.server.plane.llm.ScriptedFault.Script;
import io.agw.server.plane.llm.ScriptedFault.Told;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// Faults of answers that come whole, with a status of 200.
final class AnswerFaults {
    private static final String JSON = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static final String CHUNKED = JSON + "Transfer-Encoding: chunked\r\n\r\n";
    private static final Told RESET = Told.refused(502, "upstream_reset");
    private static final Told MALFORMED = Told.refused(502, "upstream_malformed");
    private static final Told TOO_LARGE = Told.refused(502, "upstream_too_large");
    private static final Told LATE = Told.refused(504, "upstream_timeout");
    private static final int LONG = 70_000;

    private AnswerFaults() {}

    static List<ScriptedFault> bodies() {
        return List.of(
                each(
                        "no content",
                        ConnectionFaults.raw("HTTP/1.1 204 No Content\r\n\r\n"),
                        MALFORMED,
                        RESET),
                each(
                        "empty body",
                        ConnectionFaults.raw("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
                        MALFORMED,
                        RESET),
                whole(
                        "events where a document is expected",
                        (vendor, wire) ->
                                wire.send(Behaviours.STREAM_HEAD)
                                        .chunk(vendor.stream())
                                        .endChunks(),
                        MALFORMED),
                whole(
                        "half a document",
                        (vendor, wire) -> wire.send(Behaviours.response(200, half(vendor))).close(),
                        MALFORMED),
                whole("a document that is none", answer("[1, 2]"), MALFORMED),
                whole(
                        "document and something behind it",
                        (vendor, wire) ->
                                wire.send(Behaviours.response(200, vendor.whole() + "{}")),
                        MALFORMED),
                whole(
                        "not UTF-8",
                        bytes(new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xff, '"', '}'}),
                        MALFORMED),
                whole(
                        "NUL in the document",
                        (vendor, wire) ->
                                wire.send(
                                        Behaviours.response(
                                                200, vendor.whole().replace("Hello!", "a\u0000b"))),
                        MALFORMED),
                whole("gzip without saying so", bytes(gzip()), MALFORMED),
                whole(
                        "nested without end",
                        answer("{\"a\":" + "[".repeat(LONG) + "]".repeat(LONG) + "}"),
                        MALFORMED),
                whole(
                        "300,000 empty objects",
                        answer("{\"a\":[" + "{},".repeat(310_000) + "{}]}"),
                        TOO_LARGE),
                whole(
                        "error with status 200",
                        (vendor, wire) ->
                                wire.send(
                                        Behaviours.response(
                                                200,
                                                "{\"type\":\"error\",\"error\":{\"message\":\"secret prose\",\"type\":\"x\"}}")),
                        Told.refused(502, "upstream_error")),
                whole(
                        "error of a limit with status 200",
                        error(VendorErrors.LIMIT),
                        Told.refusedTwice(429, "rate_limit_exceeded")),
                whole(
                        "overloaded with status 200",
                        error(VendorErrors.OVERLOADED),
                        Told.refusedTwice(503, "upstream_overloaded")),
                whole("100,000 tool calls", calls(), TOO_LARGE).mass(),
                whole(
                        "document without end",
                        endless(JSON + "\r\n{\"a\":\"", "x".repeat(16_384), Duration.ZERO),
                        TOO_LARGE));
    }

    static List<ScriptedFault> framing() {
        return List.of(
                whole(
                        "length too long",
                        (vendor, wire) ->
                                wire.send(JSON + "Content-Length: 9999\r\n\r\n" + vendor.whole())
                                        .close(),
                        RESET),
                whole(
                        "length too long, then silence",
                        (vendor, wire) ->
                                wire.send(JSON + "Content-Length: 9999\r\n\r\n" + vendor.whole())
                                        .awaitClose(),
                        LATE),
                whole(
                        "length too short",
                        (vendor, wire) ->
                                wire.send(JSON + "Content-Length: 20\r\n\r\n" + vendor.whole()),
                        MALFORMED),
                whole(
                        "one byte of the body at a time",
                        endless(JSON + "Content-Length: 9999\r\n\r\n", " ", Duration.ofMillis(30)),
                        LATE),
                whole(
                        "last chunk missing",
                        (vendor, wire) -> wire.send(CHUNKED).chunk(vendor.whole()).close(),
                        RESET),
                whole(
                        "chunk shorter than its size",
                        (vendor, wire) -> wire.send(CHUNKED + "ffff\r\n" + vendor.whole()).close(),
                        RESET),
                whole(
                        "chunk longer than its size",
                        (vendor, wire) ->
                                wire.send(CHUNKED + "2\r\n" + vendor.whole() + "\r\n0\r\n\r\n"),
                        MALFORMED),
                whole(
                        "chunk without a size",
                        (vendor, wire) ->
                                wire.send(CHUNKED + "zz\r\n" + vendor.whole() + "\r\n0\r\n\r\n"),
                        MALFORMED),
                whole(
                        "trailers without end",
                        (vendor, wire) ->
                                wire.send(CHUNKED)
                                        .chunk(vendor.whole())
                                        .send("0\r\n" + "X-A: b\r\n".repeat(500) + "\r\n"),
                        MALFORMED));
    }

    /// What looks like a fault and is none.
    static List<ScriptedFault> harmless() {
        return List.of(
                both(
                        "interim answer before the real one",
                        (vendor, wire) -> {
                            wire.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
                            either(vendor, wire);
                        },
                        Told.FINE),
                reached(
                        Place.TLS,
                        "TLS with a certificate as it should be",
                        AnswerFaults::either,
                        Told.FINE),
                reached(
                        Place.TLS,
                        "more than its length says, over TLS",
                        (vendor, wire) -> {
                            either(vendor, wire);
                            wire.send(Behaviours.response(200, vendor.whole()));
                        },
                        Told.FINE),
                whole(
                        "no content type",
                        (vendor, wire) ->
                                wire.send(
                                        Behaviours.response(200, vendor.whole())
                                                .replace("Content-Type: application/json\r\n", "")),
                        Told.FINE),
                whole(
                        "trailers",
                        (vendor, wire) ->
                                wire.send(CHUNKED)
                                        .chunk(vendor.whole())
                                        .send("0\r\nX-Sum: 1\r\n\r\n"),
                        Told.FINE),
                whole(
                        "document ended by closing",
                        (vendor, wire) -> wire.send(JSON + "\r\n" + vendor.whole()).close(),
                        Told.FINE),
                whole(
                        "negative usage",
                        (vendor, wire) ->
                                wire.send(Behaviours.response(200, vendor.whole("-5", "-1"))),
                        Told.FINE),
                whole(
                        "usage of a trillion million",
                        (vendor, wire) ->
                                wire.send(
                                        Behaviours.response(
                                                200,
                                                vendor.whole(
                                                        "1000000000000000000",
                                                        "1000000000000000000"))),
                        Told.FINE));
    }

    /// An answer as it was asked for is not known here: a document for those who want one, events
    /// for the others.
    private static void either(Vendor vendor, Wire wire) throws IOException {
        if (wire.streams()) {
            wire.send(Behaviours.STREAM_HEAD).chunk(vendor.stream()).endChunks();
        } else {
            wire.send(Behaviours.response(200, vendor.whole()));
        }
    }

    private static String half(Vendor vendor) {
        return vendor.whole().substring(0, vendor.whole().length() / 2);
    }

    private static Script answer(String body) {
        return (_, wire) -> wire.send(Behaviours.response(200, body));
    }

    private static Script error(VendorErrors error) {
        return (vendor, wire) -> wire.send(Behaviours.response(200, error.document(vendor)));
    }

    private static Script calls() {
        var call =
                "{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}";
        var body =
                "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"tool_calls\":["
                        + (call + ",").repeat(99_999)
                        + call
                        + "]}}]}";
        return answer(body);
    }

    private static Script bytes(byte[] body) {
        return (_, wire) ->
                wire.send(JSON + "Content-Length: " + body.length + "\r\n\r\n").send(body);
    }

    /// A megabyte of zeros in a kilobyte.
    private static byte[] gzip() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write("0".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
