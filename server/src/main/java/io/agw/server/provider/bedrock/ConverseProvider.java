package io.agw.server.provider.bedrock;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamReply;
import io.agw.server.dialect.Api;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderCall;
import io.agw.server.provider.SentSecrets;

/// Models of any vendor by way of `Converse`.
final class ConverseProvider implements Provider {
    private final Provider account;

    ConverseProvider(Provider account) {
        this.account = account;
    }

    @Override
    public boolean serves(Api api) {
        return account.serves(api);
    }

    @Override
    public UpstreamReply call(Api api, ProviderCall call) throws CallFailed {
        return EventStreamReply.readable(account.call(api, call), ConverseEvent::of);
    }

    @Override
    public String address() {
        return account.address();
    }

    @Override
    public String credentialId() {
        return account.credentialId();
    }

    @Override
    public SentSecrets secrets() {
        return account.secrets();
    }
}
