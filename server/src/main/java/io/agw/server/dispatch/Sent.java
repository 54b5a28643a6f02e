package io.agw.server.dispatch;

import io.agw.server.call.UpstreamReply;
import io.agw.server.dialect.Api;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request that was sent, and the answer to it under way.
///
/// @param spoken the shape that it was sent in, and so that of the answer
/// @param model as the upstream names it; null when it was asked for none
/// @param left members of the client's request, by path, that were left out
/// @param credentialId of the credential that it was sent with; empty for the provider's own
/// @param signer of thoughts, where it is not the vendor whose dialect is spoken; else empty
/// @param replaceable whether another upstream takes over when the answer does not begin well
public record Sent(
        Api spoken,
        @Nullable String model,
        List<String> left,
        String credentialId,
        String signer,
        UpstreamReply reply,
        boolean replaceable) {
    public Sent {
        left = List.copyOf(left);
    }

    Sent replaceable(boolean isReplaceable) {
        return new Sent(spoken, model, left, credentialId, signer, reply, isReplaceable);
    }
}
