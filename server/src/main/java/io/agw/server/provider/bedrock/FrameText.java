package io.agw.server.provider.bedrock;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamFailure;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import software.amazon.eventstream.Message;

/// From frames to server-sent events: what both kinds of stream have in common.
final class FrameText {
    private FrameText() {}

    /// Empty when it is not there or no string.
    static String header(Message frame, String name) {
        var value = frame.getHeaders().get(name);
        try {
            return value == null ? "" : value.getString();
        } catch (IllegalStateException _) {
            // of another type, which the library does not let one ask for
            return "";
        }
    }

    /// @param data JSON
    static byte[] event(String type, byte[] data) {
        var out = new ByteArrayOutputStream(data.length + 64);
        out.writeBytes(("event: " + type + "\ndata: ").getBytes(StandardCharsets.UTF_8));
        for (byte b : data) {
            // line breaks stand between the tokens of JSON only, where a space does as well
            out.write(b == '\n' || b == '\r' ? ' ' : b);
        }
        out.write('\n');
        out.write('\n');
        return out.toByteArray();
    }

    static CallFailed malformed(String what) {
        return new CallFailed(new UpstreamFailure.Malformed("event stream: " + what));
    }
}
