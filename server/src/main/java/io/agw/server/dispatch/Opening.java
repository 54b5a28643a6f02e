package io.agw.server.dispatch;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamReply;

/// Takes an answer as far as it can still be given up for another attempt: up to the first event of
/// a stream, to the end of a whole answer.
///
/// @param <T> what it makes of it
@FunctionalInterface
public interface Opening<T> {
    /// @param reply with a status of 2xx; belongs to the result from here on, except when this
    ///   throws
    /// @throws CallFailed when it is no usable answer
    T open(UpstreamReply reply) throws CallFailed;
}
