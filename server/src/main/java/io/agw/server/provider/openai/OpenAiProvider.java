package io.agw.server.provider.openai;

import io.agw.server.call.CallFailed;
import io.agw.server.call.RequestHead;
import io.agw.server.call.Timeouts;
import io.agw.server.call.UpstreamClient;
import io.agw.server.call.UpstreamReply;
import io.agw.server.call.UpstreamRequest;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderCall;

/// An account at an API of OpenAI's shape.
final class OpenAiProvider implements Provider {
    private final UpstreamClient client;
    private final Timeouts timeouts;
    private final RequestHead chat;
    private final RequestHead models;

    OpenAiProvider(UpstreamClient client, Timeouts timeouts, RequestHead chat, RequestHead models) {
        this.client = client;
        this.timeouts = timeouts;
        this.chat = chat;
        this.models = models;
    }

    @Override
    public UpstreamReply chat(ProviderCall call) throws CallFailed {
        return send(chat, call);
    }

    @Override
    public UpstreamReply models(ProviderCall call) throws CallFailed {
        return send(models, call);
    }

    @Override
    public String address() {
        return chat.authority();
    }

    private UpstreamReply send(RequestHead head, ProviderCall call) throws CallFailed {
        return client.send(
                new UpstreamRequest(
                        head, call.headers(), call.body(), timeouts, call.cancellation()));
    }
}
