package io.agw.server.dispatch;

import io.agw.server.call.CallFailed;
import io.agw.server.call.Cancellation;
import io.agw.server.call.Header;
import io.agw.server.call.UpstreamReply;
import io.agw.server.dialect.ScannedRequest;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderCall;
import io.agw.server.telemetry.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a turn asks of an upstream.
public sealed interface Ask {
    /// Operation as GenAI telemetry names it.
    String operation();

    /// Sends it.
    ///
    /// @param model to ask for; null for what the client named
    UpstreamReply send(Provider provider, @Nullable String model, List<Header> headers)
            throws CallFailed;

    Cancellation cancellation();

    /// The span under which the attempts stand.
    Span span();

    /// A chat completion. Each attempt is made from the client's own bytes.
    record Chat(ScannedRequest request, Cancellation cancellation, Span span) implements Ask {
        @Override
        public String operation() {
            return "chat";
        }

        @Override
        public UpstreamReply send(Provider provider, @Nullable String model, List<Header> headers)
                throws CallFailed {
            var body = request.forUpstream(model);
            return provider.chat(new ProviderCall(body, headers, cancellation));
        }
    }

    /// The list of models.
    record Models(Cancellation cancellation, Span span) implements Ask {
        @Override
        public String operation() {
            return "models";
        }

        @Override
        public UpstreamReply send(Provider provider, @Nullable String model, List<Header> headers)
                throws CallFailed {
            return provider.models(new ProviderCall(new byte[0], headers, cancellation));
        }
    }
}
