package io.agw.server.provider;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamReply;

/// One account at a vendor, with one key, ready to be called. Immutable, thread-safe and cheap to
/// hold; every reply is owned and closed by the caller.
public interface Provider {
    /// Asks for a chat completion. Answers, errors included, have the shape of OpenAI's API.
    ///
    /// @throws CallFailed when no answer began
    UpstreamReply chat(ProviderCall call) throws CallFailed;

    /// Asks for the list of models.
    ///
    /// @throws CallFailed when no answer began
    UpstreamReply models(ProviderCall call) throws CallFailed;

    /// Host and port, for spans; empty when nothing is called over a network.
    String address();
}
