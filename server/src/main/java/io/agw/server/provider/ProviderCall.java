package io.agw.server.provider;

import io.agw.server.call.Cancellation;
import io.agw.server.call.Header;
import io.agw.server.call.Timeouts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One call of a turn.
///
/// @param model to ask for, for vendors that want it outside the body; null when none is named
/// @param streams whether a stream is asked for, for vendors that want to know it outside the body
/// @param resource what the client names outside of the body
/// @param body the request in the provider's dialect, empty where there is none; not modified
/// @param headers headers of this call alone, such as `traceparent`
/// @param timeouts of this call
/// @param cancellation gives the call up
public record ProviderCall(
        @Nullable String model,
        boolean streams,
        Resource resource,
        byte[] body,
        List<Header> headers,
        Timeouts timeouts,
        Cancellation cancellation) {
    /// The same call of another address.
    public ProviderCall at(Resource other) {
        return new ProviderCall(model, streams, other, body, headers, timeouts, cancellation);
    }

    /// The same call with another request.
    public ProviderCall with(byte[] otherBody, List<Header> otherHeaders) {
        return new ProviderCall(
                model, streams, resource, otherBody, otherHeaders, timeouts, cancellation);
    }
}
