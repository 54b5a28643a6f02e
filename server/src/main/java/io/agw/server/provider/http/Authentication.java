package io.agw.server.provider.http;

import io.agw.bundle.model.Secret;
import io.agw.server.call.CallFailed;
import io.agw.server.call.Header;
import io.agw.server.provider.ProviderCall;
import java.util.List;

/// Shows who makes a call, in headers that differ from call to call: signatures, tokens that run
/// out. Thread-safe.
@FunctionalInterface
public interface Authentication {
    /// Nothing but what every call of the account has.
    Authentication NONE = _ -> List.of();

    /// @throws CallFailed when they cannot be made
    List<Header> headers(Outgoing request) throws CallFailed;

    /// What of them is secret and may come back in an answer, besides the account's key.
    default List<Secret> sent() {
        return List.of();
    }

    /// Takes note that the vendor answered 401.
    default void refused() {}

    /// A request about to be sent.
    ///
    /// @param target path and query
    /// @param body not modified
    /// @param call whose deadlines and cancellation count for what is to be waited for
    record Outgoing(String method, String target, byte[] body, ProviderCall call) {}
}
