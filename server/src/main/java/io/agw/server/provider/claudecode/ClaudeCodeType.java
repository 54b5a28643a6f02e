package io.agw.server.provider.claudecode;

import io.agw.bundle.options.ClaudeCodeOptions;
import io.agw.bundle.upstream.VendorAddresses;
import io.agw.server.call.UpstreamClient;
import io.agw.server.dialect.Api;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderSetup;
import io.agw.server.provider.ProviderType;
import io.agw.server.provider.Refused;
import io.agw.server.provider.http.HttpAccount;

/// Provider type `claudecode`: messages with `?beta=true`, by the token of a login or a key. What
/// says who calls is the client's own: the gateway does not say that it is another program.
public final class ClaudeCodeType implements ProviderType {
    /// Its clients write whole files at once.
    private static final long MAX_TOKENS = 32_000;

    /// How tokens of a login begin that an operator may give as a key.
    private static final String TOKEN = "sk-ant-oat";

    /// Without it the API refuses tokens of a login.
    private static final String LOGIN_BETA = "oauth-2025-04-20";

    private final UpstreamClient client;

    /// @param client borrowed
    public ClaudeCodeType(UpstreamClient client) {
        this.client = client;
    }

    @Override
    public String name() {
        return "claudecode";
    }

    @Override
    public String vendor() {
        return "anthropic";
    }

    @Override
    public Provider open(ProviderSetup setup) {
        var options = setup.options(ClaudeCodeOptions.class);
        var account =
                new HttpAccount(client, setup, VendorAddresses.of(name()))
                        .withoutQueries()
                        .maxTokens(MAX_TOKENS);
        var root = account.unlessWritten(VendorAddresses.ANTHROPIC_ROOT);
        show(account, setup, options);
        return account.headerUnlessGiven("anthropic-version", "2023-06-01")
                .post(Api.MESSAGES, root + "/messages?beta=true")
                .post(Api.COUNT_TOKENS, root + "/messages/count_tokens?beta=true")
                .get(Api.MODELS, root + "/models")
                .meaning(Refused::meantByAnthropic)
                .provider();
    }

    private static void show(HttpAccount account, ProviderSetup setup, ClaudeCodeOptions options) {
        var key = setup.key();
        boolean token = key != null && (setup.bearer() || key.reveal().strip().startsWith(TOKEN));
        if (token) {
            account.bearer().word("anthropic-beta", LOGIN_BETA);
            return;
        }
        switch (options.apiKeyHeader()) {
            case AUTHORIZATION -> account.bearer();
            case X_API_KEY -> account.key("x-api-key", "");
        }
    }
}
