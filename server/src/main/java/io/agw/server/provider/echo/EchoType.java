package io.agw.server.provider.echo;

import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderSetup;
import io.agw.server.provider.ProviderType;
import java.time.InstantSource;

/// Provider type `echo`: answers with the last user message, word by word when streaming. Needs no
/// network, no key and no model. A word counts as one token, in both directions; an answer longer
/// than the request's `max_tokens` or `max_completion_tokens` ends there with `length`.
public final class EchoType implements ProviderType {
    private final InstantSource clock;

    public EchoType(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public Provider open(ProviderSetup setup) {
        var model = setup.defaultModel();
        return new EchoProvider(model == null ? "echo" : model, clock);
    }
}
