package io.agw.server.dispatch;

import io.agw.server.call.CallFailed;

/// Takes an answer as far as it can still be given up for another attempt: up to the first event of
/// a stream, to the end of a whole answer.
///
/// @param <T> what it makes of it
@FunctionalInterface
public interface Opening<T> {
    /// @param sent whose reply has a status of 2xx and belongs to the result from here on, except
    ///   when this throws
    /// @throws CallFailed when it is no usable answer
    T open(Sent sent) throws CallFailed;
}
