package io.agw.server.provider.bedrock;

import io.agw.server.call.CallFailed;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import software.amazon.eventstream.Message;

/// What a frame of `ConverseStream` carries, as a server-sent event: an object whose only member is
/// named as the frame's type is, and holds its payload.
final class ConverseEvent {
    private static final Pattern WORD = Pattern.compile("[A-Za-z]{1,64}");
    private static final String EXCEPTION = "Exception";
    private static final byte[] NO_MEMBERS = {'{', '}'};
    private static final byte[] NOTHING = {};

    private ConverseEvent() {}

    /// Empty for a frame that carries nothing for a reader.
    ///
    /// @throws CallFailed when it is no frame of such a stream
    static byte[] of(Message frame) throws CallFailed {
        return switch (FrameText.header(frame, ":message-type")) {
            case "event" -> {
                var name = FrameText.header(frame, ":event-type");
                yield WORD.matcher(name).matches() ? event(name, frame.getPayload()) : NOTHING;
            }
            case "exception" ->
                    exception(FrameText.header(frame, ":exception-type"), frame.getPayload());
            case "error" -> exception(FrameText.header(frame, ":error-code"), NO_MEMBERS);
            default -> throw FrameText.malformed("a frame of no known type");
        };
    }

    /// Its prose is for the reader alone, which tells nobody.
    private static byte[] exception(String type, byte[] payload) {
        boolean known = WORD.matcher(type).matches() && type.endsWith(EXCEPTION);
        return event(known ? type : "internalServerException", payload);
    }

    private static byte[] event(String name, byte[] payload) {
        var before = ("{\"" + name + "\":").getBytes(StandardCharsets.UTF_8);
        var members = payload.length == 0 ? NO_MEMBERS : payload;
        var data = new byte[before.length + members.length + 1];
        System.arraycopy(before, 0, data, 0, before.length);
        System.arraycopy(members, 0, data, before.length, members.length);
        data[data.length - 1] = '}';
        return FrameText.event(name, data);
    }
}
