package io.agw.server.dialect.shape;

import io.agw.server.dialect.conversation.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The signature of a tool call, for dialects that have no member for it.
///
/// Some vendors refuse a conversation whose tool calls come back without their signatures. Clients
/// send a sealed thought back as it came, so the signature travels in one of its own behind the
/// call, and is taken out of it when it returns.
///
/// @param callId of the tool call
/// @param signature without white space, as base64 is
public record CallSignature(String callId, String signature) {
    static final String PREFIX = "agw-call-signature ";

    /// What the sealed thought holds.
    public String data() {
        return PREFIX + signature + " " + callId;
    }

    /// @return null when the data is a thought of the vendor's
    static @Nullable CallSignature of(String data) {
        int cut = data.indexOf(' ', PREFIX.length());
        if (!data.startsWith(PREFIX) || cut < 0) {
            return null;
        }
        return new CallSignature(data.substring(cut + 1), data.substring(PREFIX.length(), cut));
    }

    /// Gives the tool calls of a message the signatures that stand beside them.
    public static List<Part> putBack(List<Part> parts) {
        var signatures = new HashMap<String, String>();
        var others = new ArrayList<Part>();
        for (var part : parts) {
            var signature = part instanceof Part.SealedThinking(var data) ? of(data) : null;
            if (signature == null) {
                others.add(part);
            } else {
                signatures.put(signature.callId(), signature.signature());
            }
        }
        if (!signatures.isEmpty()) {
            others.replaceAll(part ->
                    part instanceof Part.ToolCall call
                            ? new Part.ToolCall(
                                    call.id(),
                                    call.name(),
                                    call.arguments(),
                                    signatures.get(call.id()),
                                    call.cache())
                            : part);
        }
        return others;
    }
}
