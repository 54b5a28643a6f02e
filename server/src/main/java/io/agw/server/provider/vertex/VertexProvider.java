package io.agw.server.provider.vertex;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamReply;
import io.agw.server.dialect.Api;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderCall;
import io.agw.server.provider.SentSecrets;
import org.jspecify.annotations.Nullable;

/// Two publishers' models in one account, told apart by name. The operations of one have nothing in
/// common with those of the other.
final class VertexProvider implements Provider {
    private static final String CLAUDE = "claude-";

    private final Provider gemini;
    private final Provider claude;

    VertexProvider(Provider gemini, Provider claude) {
        this.gemini = gemini;
        this.claude = claude;
    }

    @Override
    public boolean serves(Api api) {
        return gemini.serves(api) || claude.serves(api);
    }

    @Override
    public Provider serving(@Nullable String model) {
        return model != null && model.startsWith(CLAUDE) ? claude : gemini;
    }

    @Override
    public UpstreamReply call(Api api, ProviderCall call) throws CallFailed {
        return serving(call.model()).call(api, call);
    }

    @Override
    public String address() {
        return gemini.address();
    }

    @Override
    public String credentialId() {
        return gemini.credentialId();
    }

    @Override
    public SentSecrets secrets() {
        return gemini.secrets();
    }
}
