package io.agw.server.upstream;

import io.agw.server.upstream.FakeUpstream.Behaviour;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What Amazon Bedrock does with models of Anthropic's. Frames are made here by the description of
/// their format, not by the library that the gateway reads them with.
public final class BedrockBehaviours {
    public static final String HEAD =
            Behaviours.STREAM_HEAD.replace(
                    "text/event-stream", "application/vnd.amazon.eventstream");

    private static final JsonMapper JSON = JsonMapper.shared();

    private BedrockBehaviours() {}

    /// Checks the request, then answers, as a stream where the address asks for one.
    public static Behaviour claude(SignatureCheck signatures) {
        return claude(signatures, request -> frames(AnthropicBehaviours.STREAM));
    }

    /// The same, with a stream of the test's own.
    public static Behaviour claude(SignatureCheck signatures, Frames frames) {
        return (request, wire) -> {
            var forged = signatures.fault(request);
            var fault = forged.isEmpty() ? fault(request) : "";
            if (!forged.isEmpty()) {
                wire.send(error(403, "InvalidSignatureException", forged));
            } else if (!fault.isEmpty()) {
                wire.send(error(400, "ValidationException", fault));
            } else if (request.target().endsWith("/invoke-with-response-stream")) {
                send(wire, frames.of(request));
            } else {
                wire.send(Behaviours.response(200, AnthropicBehaviours.MESSAGE));
            }
        };
    }

    public static void send(Wire wire, List<byte[]> frames) throws IOException {
        wire.send(HEAD);
        for (var frame : frames) {
            wire.chunk(frame);
        }
        wire.endChunks();
    }

    /// One frame for each server-sent event.
    public static List<byte[]> frames(List<String> events) {
        return events.stream().map(BedrockBehaviours::chunk).toList();
    }

    /// A frame of a server-sent event.
    public static byte[] chunk(String event) {
        var data = event.substring(event.indexOf("data: ") + "data: ".length()).strip();
        var bytes = Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8));
        return frame(
                "{\"bytes\":\"" + bytes + "\",\"p\":\"abcdefghij\"}",
                ":event-type",
                "chunk",
                ":content-type",
                "application/json",
                ":message-type",
                "event");
    }

    public static byte[] exception(String type) {
        return frame(
                "{\"message\":\"secret prose\"}",
                ":exception-type",
                type,
                ":content-type",
                "application/json",
                ":message-type",
                "exception");
    }

    /// Lengths, their checksum, headers of type string, payload, checksum of all.
    public static byte[] frame(String payload, String... headers) {
        var head = new ByteArrayOutputStream();
        for (int i = 0; i < headers.length; i += 2) {
            var name = headers[i].getBytes(StandardCharsets.UTF_8);
            var value = headers[i + 1].getBytes(StandardCharsets.UTF_8);
            head.write(name.length);
            head.writeBytes(name);
            head.write(7);
            head.write(value.length >> 8);
            head.write(value.length);
            head.writeBytes(value);
        }
        var body = payload.getBytes(StandardCharsets.UTF_8);
        var frame = ByteBuffer.allocate(16 + head.size() + body.length);
        frame.putInt(frame.capacity()).putInt(head.size());
        frame.putInt(checksum(frame.array(), frame.position()));
        frame.put(head.toByteArray()).put(body);
        frame.putInt(checksum(frame.array(), frame.position()));
        return frame.array();
    }

    /// The beginning of a frame that says it is as long as that, and nothing behind it.
    public static byte[] prelude(int length) {
        var prelude = ByteBuffer.allocate(12).putInt(length).putInt(0);
        return prelude.putInt(checksum(prelude.array(), prelude.position())).array();
    }

    private static int checksum(byte[] bytes, int length) {
        var checksum = new CRC32();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }

    private static String error(int status, String type, String message) {
        return Behaviours.response(
                status, "{\"message\":\"" + message + "\"}", "x-amzn-errortype: " + type);
    }

    private static String fault(SeenRequest request) {
        var accept = request.header("accept");
        if (!accept.equals("application/json")) {
            return "accept";
        }
        if (!request.header("anthropic-beta").isEmpty()
                || !request.header("anthropic-version").isEmpty()) {
            return "header";
        }
        JsonNode body = JSON.readTree(request.body());
        if (body.has("model") || body.has("stream")) {
            return "extraneous key";
        }
        return body.path("anthropic_version").asString("").equals("bedrock-2023-05-31")
                        && body.path("max_tokens").isInt()
                ? ""
                : "required key";
    }

    /// What a stream consists of.
    @FunctionalInterface
    public interface Frames {
        List<byte[]> of(SeenRequest request);
    }
}
