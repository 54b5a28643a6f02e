package io.agw.server.provider.codex;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamReply;
import io.agw.server.dialect.Api;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderCall;
import io.agw.server.provider.SentSecrets;

/// Responses of an API that only streams.
final class CodexProvider implements Provider {
    private final Provider account;
    private final boolean compact;

    /// @param compact whether tools that only Claude Code can run are left out
    CodexProvider(Provider account, boolean compact) {
        this.account = account;
        this.compact = compact;
    }

    @Override
    public boolean serves(Api api) {
        return account.serves(api);
    }

    @Override
    public UpstreamReply call(Api api, ProviderCall call) throws CallFailed {
        var asked =
                compact ? call.with(ClaudeCodeTools.without(call.body()), call.headers()) : call;
        var reply = account.call(api, asked);
        boolean collect = api == Api.RESPONSES && !call.streams() && reply.status() / 100 == 2;
        return collect ? new WholeReply(reply) : reply;
    }

    @Override
    public String signer() {
        return account.signer();
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
