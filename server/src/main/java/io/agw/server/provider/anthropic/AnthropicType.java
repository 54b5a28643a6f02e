package io.agw.server.provider.anthropic;

import io.agw.bundle.upstream.VendorAddresses;
import io.agw.server.call.UpstreamClient;
import io.agw.server.dialect.Api;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderSetup;
import io.agw.server.provider.ProviderType;
import io.agw.server.provider.Refused;
import io.agw.server.provider.http.HttpAccount;

/// Provider type `anthropic`: messages, token counts and models under any base address, with or
/// without `/v1` at its end, the key in `x-api-key`. The client's `anthropic-version` reaches the
/// vendor; a client that sends none has the one version there is.
public final class AnthropicType implements ProviderType {
    private final UpstreamClient client;

    /// @param client borrowed
    public AnthropicType(UpstreamClient client) {
        this.client = client;
    }

    @Override
    public String name() {
        return "anthropic";
    }

    @Override
    public Provider open(ProviderSetup setup) {
        var account = new HttpAccount(client, setup, VendorAddresses.of(name()));
        var root = account.unlessWritten(VendorAddresses.ANTHROPIC_ROOT);
        return account.key("x-api-key", "")
                .headerUnlessGiven("anthropic-version", "2023-06-01")
                .post(Api.MESSAGES, root + "/messages")
                .post(Api.COUNT_TOKENS, root + "/messages/count_tokens")
                .get(Api.MODELS, root + "/models")
                .meaning(Refused::meantByAnthropic)
                .provider();
    }
}
