package io.agw.server.provider.http;

import io.agw.server.call.CallFailed;
import io.agw.server.call.Header;
import io.agw.server.call.RequestHead;
import io.agw.server.call.UpstreamClient;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.call.UpstreamReply;
import io.agw.server.call.UpstreamRequest;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.MalformedJson;
import io.agw.server.dialect.MemberEdits;
import io.agw.server.dialect.shape.ChatHabit;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderCall;
import io.agw.server.provider.Refused;
import io.agw.server.provider.SentSecrets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/// An account that is called over HTTP.
final class HttpProvider implements Provider {
    private static final int UNAUTHORIZED = 401;

    private final UpstreamClient client;
    private final Manner manner;
    private final Map<Api, Address> addresses;
    private final Map<Api, MemberEdits> edits;

    HttpProvider(
            UpstreamClient client,
            Manner manner,
            Map<Api, Address> addresses,
            Map<Api, MemberEdits> edits) {
        this.client = client;
        this.manner = manner;
        this.addresses = Map.copyOf(addresses);
        this.edits = Map.copyOf(edits);
    }

    /// How every call of the account is made.
    ///
    /// @param credentialId of the key
    /// @param authority host and port
    /// @param queries whether the query of a client goes on to the vendor
    /// @param given what becomes of the headers that a call brings
    /// @param signer of thoughts, where it is not the vendor whose dialect is spoken
    /// @param habits where its chat completions differ from OpenAI's own
    /// @param maxTokens of an answer, where one must be said and the client does not
    /// @param meaning the status that a refusal stands for
    record Manner(
            String credentialId,
            String authority,
            boolean queries,
            GivenHeaders given,
            Authentication authentication,
            SentSecrets secrets,
            String signer,
            Set<ChatHabit> habits,
            long maxTokens,
            ToIntFunction<Refused> meaning) {
        Manner {
            habits = Set.copyOf(habits);
        }
    }

    @Override
    public boolean serves(Api api) {
        return addresses.containsKey(api);
    }

    @Override
    public UpstreamReply call(Api api, ProviderCall call) throws CallFailed {
        var address = addresses.get(api);
        if (address == null) {
            throw new CallFailed(
                    new UpstreamFailure.Forbidden(api.word() + " is not served by the vendor"));
        }
        var asked = manner.queries() ? call : call.at(call.resource().withoutQuery());
        var head = address.head(asked);
        var body = body(api, call);
        var reply =
                client.send(
                        new UpstreamRequest(
                                head,
                                headers(head, body, call),
                                body,
                                call.timeouts(),
                                call.cancellation()));
        if (reply.status() == UNAUTHORIZED) {
            manner.authentication().refused();
        }
        return reply;
    }

    private byte[] body(Api api, ProviderCall call) throws CallFailed {
        var change = edits.get(api);
        try {
            return change == null ? call.body() : change.apply(call.body());
        } catch (MalformedJson e) {
            throw new CallFailed(new UpstreamFailure.Forbidden("request: " + e.getMessage()));
        }
    }

    private List<Header> headers(RequestHead head, byte[] body, ProviderCall call)
            throws CallFailed {
        var shown =
                manner.authentication()
                        .headers(
                                new Authentication.Outgoing(
                                        head.method(), head.target(), body, call));
        if (manner.given().isEmpty() && shown.isEmpty()) {
            return call.headers();
        }
        var headers = manner.given().with(call.headers());
        headers.addAll(shown);
        return headers;
    }

    @Override
    public Set<ChatHabit> chatHabits() {
        return manner.habits();
    }

    @Override
    public String signer() {
        return manner.signer();
    }

    @Override
    public long maxTokens() {
        return manner.maxTokens();
    }

    @Override
    public int meant(Refused refused) {
        return manner.meaning().applyAsInt(refused);
    }

    @Override
    public String address() {
        return manner.authority();
    }

    @Override
    public String credentialId() {
        return manner.credentialId();
    }

    @Override
    public SentSecrets secrets() {
        return manner.secrets().and(manner.authentication().sent());
    }
}
