package io.agw.server.dispatch;

import io.agw.server.call.CallFailed;
import io.agw.server.call.Cancellation;
import io.agw.server.call.Header;
import io.agw.server.call.UpstreamReply;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.ScannedRequest;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderCall;
import io.agw.server.telemetry.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a turn asks of an upstream.
///
/// @param api the operation and the client's shape of it
/// @param request from whose own bytes each attempt is made; null where there is no body
/// @param passed headers of the client's that are meant for the vendor
/// @param cancellation gives the turn up
/// @param span under which the attempts stand
public record Ask(
        Api api,
        @Nullable ScannedRequest request,
        List<Header> passed,
        Cancellation cancellation,
        Span span) {
    private static final byte[] NOTHING = {};

    public Ask {
        passed = List.copyOf(passed);
    }

    /// The list of models.
    public static Ask models(Cancellation cancellation, Span span) {
        return new Ask(Api.MODELS, null, List.of(), cancellation, span);
    }

    /// Bytes of the client's request.
    public int size() {
        return request == null ? 0 : request.size();
    }

    /// Whether the client wants what tells only usage.
    public boolean wantsUsage() {
        return request != null && request.wantsUsage();
    }

    /// Tokens of an answer, at most as many as the client allows.
    public long atMostAllowed(long tokens) {
        long most = request == null ? -1 : request.maxTokens();
        return most < 0 ? tokens : Math.min(most, tokens);
    }

    /// Sends it.
    ///
    /// @param model to ask for; null for what the client named
    UpstreamReply send(Provider provider, @Nullable String model, List<Header> headers)
            throws CallFailed {
        var all = headers;
        if (!passed.isEmpty()) {
            all = new ArrayList<>(headers);
            all.addAll(passed);
        }
        var body = request == null ? NOTHING : request.forUpstream(model);
        return provider.call(api, new ProviderCall(body, all, cancellation));
    }
}
