package io.agw.server.provider.bedrock;

import io.agw.server.call.CallFailed;
import io.agw.server.dialect.JsonLimits;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import software.amazon.eventstream.Message;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/// What a frame carries, as a server-sent event of messages.
final class MessageEvent {
    private static final JsonMapper JSON =
            new JsonMapper(
                    JsonFactory.builder()
                            .streamReadConstraints(JsonLimits.defaults().ofTrees())
                            .build());
    private static final Pattern WORD = Pattern.compile("[a-z_]{1,64}");
    private static final byte[] NOTHING = {};

    private MessageEvent() {}

    /// Empty for a frame that carries nothing for a reader of messages.
    ///
    /// @throws CallFailed when it is no frame of such a stream
    static byte[] of(Message frame) throws CallFailed {
        return switch (FrameText.header(frame, ":message-type")) {
            case "event" ->
                    FrameText.header(frame, ":event-type").equals("chunk") ? chunk(frame) : NOTHING;
            case "exception" -> error(FrameText.header(frame, ":exception-type"));
            case "error" -> error(FrameText.header(frame, ":error-code"));
            default -> throw FrameText.malformed("a frame of no known type");
        };
    }

    private static byte[] chunk(Message frame) throws CallFailed {
        try {
            var data =
                    Base64.getDecoder()
                            .decode(JSON.readTree(frame.getPayload()).path("bytes").asString(""));
            var type = type(data);
            if (!WORD.matcher(type).matches()) {
                throw FrameText.malformed("an event without a type");
            }
            return FrameText.event(type, data);
        } catch (JacksonException | IllegalArgumentException _) {
            throw FrameText.malformed("a chunk that holds no event");
        }
    }

    /// Member `type` of an object, which is its first one as a rule.
    private static String type(byte[] data) {
        try (var parser = JSON.createParser(data)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    boolean found = parser.currentName().equals("type");
                    if (parser.nextToken() == JsonToken.VALUE_STRING && found) {
                        return parser.getString();
                    }
                    parser.skipChildren();
                }
            }
        }
        return "";
    }

    /// An exception that AWS tells of within a stream, in Anthropic's words. Its prose stays
    /// behind.
    private static byte[] error(String name) throws CallFailed {
        var type =
                switch (name.toLowerCase(Locale.ROOT)) {
                    case "throttlingexception" -> "rate_limit_error";
                    case "validationexception" -> "invalid_request_error";
                    case "accessdeniedexception" -> "permission_error";
                    case "resourcenotfoundexception" -> "not_found_error";
                    case "modeltimeoutexception" -> "timeout_error";
                    case "serviceunavailableexception" -> "overloaded_error";
                    default -> "api_error";
                };
        var json = JSON.createObjectNode().put("type", "error");
        json.putObject("error").put("type", type).put("message", name);
        return FrameText.event("error", JSON.writeValueAsBytes(json));
    }
}
