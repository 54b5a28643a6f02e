package io.agw.server.dialect.shape.messages;

import org.jspecify.annotations.Nullable;

/// The signature of a tool call, for which Messages has no member.
///
/// Some vendors refuse a conversation whose tool calls come back without their signatures. Clients
/// send a `redacted_thinking` block back as it came, so the signature travels in one of its own
/// behind the call, and is taken out of it when it returns.
///
/// @param callId of the tool call
/// @param signature without white space, as base64 is
record CallSignature(String callId, String signature) {
    private static final String PREFIX = "agw-call-signature ";

    String data() {
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
}
