package io.agw.server.plane.llm;

import static io.agw.server.plane.llm.ScriptedFault.both;
import static io.agw.server.plane.llm.ScriptedFault.reached;

import io.agw.server.plane.llm.ScriptedFault.Place;
import io.agw.server.plane.llm.ScriptedFault.Script;
import io.agw.server.plane.llm.ScriptedFault.Told;
import io.agw.server.upstream.Behaviours;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Faults before an answer has begun, and answers that say no.
final class ConnectionFaults {
    private static final Duration DRIP = Duration.ofMillis(30);
    private static final Told RESET = Told.refused(502, "upstream_reset");
    private static final Told MALFORMED = Told.refused(502, "upstream_malformed");
    private static final Told TOO_LARGE = Told.refused(502, "upstream_too_large");
    private static final Told NO_TRUST = Told.refused(502, "upstream_tls_failed");
    private static final Told LATE = Told.refused(504, "upstream_timeout");
    private static final Told FAILING = Told.refusedTwice(502, "upstream_error");
    private static final Told OVERLOADED = Told.refusedTwice(503, "upstream_overloaded");
    private static final Script NOTHING = (_, _) -> {};

    /// Statuses that are the client's own doing.
    private static final Set<Integer> LEGIBLE = Set.of(400, 404, 413, 422);

    private ConnectionFaults() {}

    static List<ScriptedFault> connecting() {
        return List.of(
                reached(
                        Place.NOWHERE,
                        "connection refused",
                        NOTHING,
                        Told.refusedTwice(502, "upstream_unreachable")),
                reached(
                        Place.NO_TLS,
                        "silence where TLS is expected",
                        NOTHING,
                        Told.refusedTwice(504, "upstream_timeout")),
                reached(Place.NO_CERTIFICATE, "TLS without a certificate", NOTHING, NO_TRUST),
                reached(
                        Place.STRANGE_CERTIFICATE,
                        "TLS with a certificate of an unknown authority",
                        NOTHING,
                        NO_TRUST),
                reached(
                        Place.OTHER_CERTIFICATE,
                        "TLS with a certificate for another name",
                        NOTHING,
                        NO_TRUST),
                reached(
                        Place.OLD_CERTIFICATE,
                        "TLS with an expired certificate",
                        NOTHING,
                        NO_TRUST),
                both("reset before the head", (_, wire) -> wire.reset(), RESET),
                both("closed before the head", (_, wire) -> wire.close(), RESET),
                both("silence, half open", (_, wire) -> wire.awaitClose(), LATE),
                both("closed within the head", raw("HTTP/1.1 200 OK\r\nContent-"), RESET));
    }

    static List<ScriptedFault> heads() {
        return List.of(
                both("garbage for a head", raw("\u0016\u0003\u0001 garbage"), MALFORMED),
                both(
                        "one byte of the head at a time",
                        endless("HTTP/1.1 200 OK\r\nX: ", "y", DRIP),
                        LATE),
                both(
                        "headers without end",
                        endless("HTTP/1.1 200 OK\r\n", "X-A: b\r\n".repeat(64), Duration.ZERO),
                        TOO_LARGE),
                both(
                        "many small headers",
                        raw("HTTP/1.1 200 OK\r\n" + "X-A: b\r\n".repeat(200) + "\r\n"),
                        TOO_LARGE),
                both(
                        "interim answers without end",
                        endless("", "HTTP/1.1 103 Early Hints\r\n\r\n", Duration.ZERO),
                        MALFORMED),
                both(
                        "change of protocol",
                        raw("HTTP/1.1 101 Switching Protocols\r\n\r\n"),
                        MALFORMED),
                both("status that is none", raw("HTTP/1.1 999 Odd\r\n\r\n"), MALFORMED),
                both("NUL in the head", raw("HTTP/1.1 200 OK\r\nX: a\u0000b\r\n\r\n"), MALFORMED),
                both(
                        "two lengths",
                        raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
                        MALFORMED),
                both(
                        "length and chunks",
                        raw(
                                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}"),
                        MALFORMED),
                both(
                        "compressed unasked",
                        raw(
                                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\u001f\u008b"),
                        MALFORMED),
                both(
                        "HTML with 200",
                        raw(
                                Behaviours.response(200, "<html></html>")
                                        .replace("application/json", "text/html")),
                        MALFORMED),
                both(
                        "redirect to a metadata address",
                        raw(
                                "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest/\r\nContent-Length: 0\r\n\r\n"),
                        Told.refused(502, "upstream_redirected")));
    }

    static List<ScriptedFault> statuses() {
        return List.of(
                both("400", status(400), Told.refused(400, "some_code")),
                both("401", status(401), Told.refused(502, "upstream_unauthorized")),
                both("402", status(402), Told.refused(502, "upstream_payment_required")),
                both("403", status(403), Told.refused(502, "upstream_permission_denied")),
                both("404", status(404), Told.refused(404, "some_code")),
                both("413", status(413), Told.refused(413, "some_code")),
                both("422", status(422), Told.refused(422, "some_code")),
                both("408", status(408), Told.refusedTwice(408, "some_code")),
                both("429 without Retry-After", status(429), Told.refusedTwice(429, "some_code")),
                both(
                        "429 with Retry-After",
                        status(429, "Retry-After: 0"),
                        Told.refusedTwice(429, "some_code")),
                both(
                        "429 with an absurd Retry-After",
                        status(429, "Retry-After: 999999"),
                        Told.refused(429, "some_code")),
                both(
                        "429 with a nonsensical Retry-After",
                        status(429, "Retry-After: soon"),
                        Told.refusedTwice(429, "some_code")),
                both("500", status(500), FAILING),
                both("501", status(501), Told.refused(502, "upstream_error")),
                both("502", status(502), FAILING),
                both("503", status(503), OVERLOADED),
                both("504", status(504), Told.refusedTwice(504, "upstream_timeout")),
                both("529", status(529), OVERLOADED),
                both(
                        "500 in HTML",
                        (_, wire) ->
                                wire.send(
                                        "HTTP/1.1 500 Oops\r\nContent-Type: text/html\r\n"
                                                + "Content-Length: 13\r\n\r\n<html></html>"),
                        FAILING),
                both(
                        "500 without end",
                        endless("HTTP/1.1 500 Oops\r\n\r\n", "x".repeat(4096), Duration.ZERO),
                        FAILING),
                both(
                                "500 that stops within its body",
                                (_, wire) ->
                                        wire.send(
                                                        "HTTP/1.1 500 Oops\r\nContent-Length: 99\r\n\r\n{")
                                                .awaitClose(),
                                FAILING)
                        .stopping());
    }

    static Script raw(String text) {
        return (_, wire) ->
                wire.send(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)).close();
    }

    /// One piece after the other, for as long as anybody listens.
    static Script endless(String head, String piece, Duration pause) {
        return (_, wire) -> {
            wire.send(head);
            while (true) {
                wire.send(piece);
                if (!pause.isZero()) {
                    wire.pause(pause);
                }
            }
        };
    }

    /// What a client has done wrong it is told in the provider's words, and nothing else is.
    private static Script status(int status, String... headers) {
        var prose = LEGIBLE.contains(status) ? "prose" : "secret prose";
        var body =
                "{\"error\":{\"message\":\"" + prose + "\",\"type\":\"t\",\"code\":\"some_code\"}}";
        return (_, wire) -> wire.send(Behaviours.response(status, body, headers));
    }
}
