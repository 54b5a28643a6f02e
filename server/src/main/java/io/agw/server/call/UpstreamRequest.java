package io.agw.server.call;

import java.util.List;

/// One request to an upstream.
///
/// @param more headers of this request alone
/// @param body sent as it is; not modified, and not before the call has returned by the caller
public record UpstreamRequest(
        RequestHead head,
        List<Header> more,
        byte[] body,
        Timeouts timeouts,
        Cancellation cancellation) {}
