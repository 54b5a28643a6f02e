package io.agw.server.plane.llm;

import static io.agw.server.plane.llm.ScriptedFault.stream;

import io.agw.server.plane.llm.ScriptedFault.Told;
import io.agw.server.upstream.BedrockBehaviours;
import io.agw.server.upstream.Wire;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Faults of streams in binary frames, before the first event and behind the first token. A frame
/// is its lengths with a checksum of their own, headers, a payload, and a checksum of all:
/// https://docs.aws.amazon.com/transcribe/latest/dg/event-stream.html.
///
/// @param api whose frames they are
record FrameFaults(Framed api) {
    private static final int LENGTHS = 8;
    private static final Told MALFORMED = Told.refused(502, "upstream_malformed");
    private static final Told NONSENSE = Told.broken("upstream_malformed");

    List<ScriptedFault> all() {
        return Stream.of(beforeTheFirstEvent(), behindTheFirstToken(), harmless())
                .flatMap(List::stream)
                .toList();
    }

    private List<ScriptedFault> beforeTheFirstEvent() {
        return List.of(
                first(
                        "first frame with a wrong checksum of its lengths",
                        lengthsSpoilt(),
                        MALFORMED),
                first("first frame with a wrong checksum", spoilt(), MALFORMED),
                first("first frame is cut short", cutShort(), MALFORMED),
                first(
                        "first frame claims 2 GiB",
                        BedrockBehaviours.prelude(Integer.MIN_VALUE),
                        Told.refused(502, "upstream_too_large")),
                first(
                        "first frame is an exception",
                        BedrockBehaviours.exception("internalServerException"),
                        Told.refusedTwice(502, "upstream_error")),
                first(
                        "first frame is an exception of a limit",
                        BedrockBehaviours.exception("throttlingException"),
                        Told.refusedTwice(429, "rate_limit_exceeded")),
                first(
                        "first frame is an exception of an overload",
                        BedrockBehaviours.exception("serviceUnavailableException"),
                        Told.refusedTwice(503, "upstream_overloaded")));
    }

    private List<ScriptedFault> behindTheFirstToken() {
        return List.of(
                later("frame with a wrong checksum of its lengths", lengthsSpoilt(), NONSENSE),
                later("frame with a wrong checksum", spoilt(), NONSENSE),
                later("frame that is cut short", cutShort(), NONSENSE),
                later("frame of no length", BedrockBehaviours.prelude(0), NONSENSE),
                later(
                        "frame that claims 2 GiB",
                        BedrockBehaviours.prelude(Integer.MIN_VALUE),
                        Told.broken("upstream_too_large")),
                later(
                        "frame of a kind that is none",
                        BedrockBehaviours.frame("{}", ":message-type", "rumour"),
                        NONSENSE),
                later(
                        "frame of an exception",
                        BedrockBehaviours.exception("internalServerException"),
                        Told.broken("upstream_error")),
                later(
                        "frame of an exception of a limit",
                        BedrockBehaviours.exception("throttlingException"),
                        Told.broken("rate_limit_exceeded")),
                stream(
                        "closed within a frame",
                        (_, wire) -> begun(wire).chunk(cutShort()).close(),
                        Told.broken("upstream_reset")),
                stream(
                        "frames without the last",
                        (_, wire) -> begun(wire).endChunks(),
                        Told.broken("upstream_reset")));
    }

    private List<ScriptedFault> harmless() {
        var unknown =
                BedrockBehaviours.frame(
                        "{\"news\":1}", ":message-type", "event", ":event-type", "news-flash");
        return List.of(
                stream(
                        "event of a type that is not known",
                        (_, wire) -> {
                            begun(wire).chunk(unknown);
                            rest(wire);
                        },
                        Told.FINE),
                stream(
                        "one byte of a frame in a chunk",
                        (_, wire) -> {
                            wire.send(BedrockBehaviours.HEAD);
                            for (var frame : api.begun()) {
                                for (int i = 0; i < frame.length; i++) {
                                    wire.chunk(Arrays.copyOfRange(frame, i, i + 1));
                                }
                            }
                            rest(wire);
                        },
                        Told.FINE));
    }

    private ScriptedFault first(String name, byte[] frame, Told told) {
        return stream(
                name,
                (_, wire) -> {
                    wire.send(BedrockBehaviours.HEAD).chunk(frame).endChunks();
                },
                told);
    }

    private ScriptedFault later(String name, byte[] frame, Told told) {
        return stream(name, (_, wire) -> begun(wire).chunk(frame).endChunks(), told);
    }

    private Wire begun(Wire wire) throws IOException {
        wire.send(BedrockBehaviours.HEAD);
        for (var frame : api.begun()) {
            wire.chunk(frame);
        }
        return wire;
    }

    private void rest(Wire wire) throws IOException {
        for (var frame : api.rest()) {
            wire.chunk(frame);
        }
        wire.endChunks();
    }

    private byte[] lengthsSpoilt() {
        var frame = sound();
        frame[LENGTHS] ^= 1;
        return frame;
    }

    private byte[] spoilt() {
        var frame = sound();
        frame[frame.length - 1] ^= 1;
        return frame;
    }

    private byte[] cutShort() {
        var frame = sound();
        return Arrays.copyOf(frame, frame.length - 5);
    }

    private byte[] sound() {
        return api.rest().getFirst().clone();
    }
}
