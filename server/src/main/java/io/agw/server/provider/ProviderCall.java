package io.agw.server.provider;

import io.agw.server.call.Cancellation;
import io.agw.server.call.Header;
import java.util.List;

/// One call of a turn.
///
/// @param body the request in the provider's dialect, empty where there is none; not modified
/// @param headers headers of this call alone, such as `traceparent`
/// @param cancellation gives the call up
public record ProviderCall(byte[] body, List<Header> headers, Cancellation cancellation) {}
