package io.agw.server.provider.http;

import io.agw.server.call.CallFailed;
import io.agw.server.call.Header;
import io.agw.server.call.RequestHead;
import io.agw.server.call.Timeouts;
import io.agw.server.call.UpstreamClient;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.call.UpstreamReply;
import io.agw.server.call.UpstreamRequest;
import io.agw.server.dialect.Api;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderCall;
import io.agw.server.provider.SentSecrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// An account whose operations each have one fixed address.
final class HttpProvider implements Provider {
    private final UpstreamClient client;
    private final Manner manner;
    private final Map<Api, RequestHead> heads;
    private final List<Header> unlessGiven;

    /// @param unlessGiven headers that a call may replace
    HttpProvider(
            UpstreamClient client,
            Manner manner,
            Map<Api, RequestHead> heads,
            List<Header> unlessGiven) {
        this.client = client;
        this.manner = manner;
        this.heads = Map.copyOf(heads);
        this.unlessGiven = List.copyOf(unlessGiven);
    }

    /// How every call of the account is made.
    ///
    /// @param authority host and port
    record Manner(String authority, Timeouts timeouts, SentSecrets secrets) {}

    @Override
    public boolean serves(Api api) {
        return heads.containsKey(api);
    }

    @Override
    public UpstreamReply call(Api api, ProviderCall call) throws CallFailed {
        var head = heads.get(api);
        if (head == null) {
            throw new CallFailed(
                    new UpstreamFailure.Forbidden(api.word() + " is not served by the vendor"));
        }
        return client.send(
                new UpstreamRequest(
                        head, headers(call), call.body(), manner.timeouts(), call.cancellation()));
    }

    private List<Header> headers(ProviderCall call) {
        if (unlessGiven.isEmpty()) {
            return call.headers();
        }
        var headers = new ArrayList<>(call.headers());
        for (var header : unlessGiven) {
            if (call.headers().stream().noneMatch(h -> h.name().equalsIgnoreCase(header.name()))) {
                headers.add(header);
            }
        }
        return headers;
    }

    @Override
    public String address() {
        return manner.authority();
    }

    @Override
    public SentSecrets secrets() {
        return manner.secrets();
    }
}
