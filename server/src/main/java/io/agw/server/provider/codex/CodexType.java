package io.agw.server.provider.codex;

import io.agw.bundle.options.CodexOptions;
import io.agw.bundle.options.Compact;
import io.agw.bundle.upstream.VendorAddresses;
import io.agw.server.call.UpstreamClient;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.MemberEdits;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderSetup;
import io.agw.server.provider.ProviderType;
import io.agw.server.provider.http.HttpAccount;
import java.util.Set;

/// Provider type `codex`: responses, by the token of a login, with the account's id in
/// `Chatgpt-Account-Id`. The API keeps nothing and answers by streams alone; whoever asks for a
/// whole answer is given what the stream came to. The gateway does not say that it is another
/// program.
public final class CodexType implements ProviderType {
    private static final MemberEdits EDITS =
            MemberEdits.NONE
                    .without(Set.of("max_output_tokens", "metadata"))
                    .set("store", "false")
                    .set("stream", "true")
                    .unlessGiven("instructions", "\"\"");

    private final UpstreamClient client;

    /// @param client borrowed
    public CodexType(UpstreamClient client) {
        this.client = client;
    }

    @Override
    public String name() {
        return "codex";
    }

    @Override
    public String vendor() {
        return "openai";
    }

    @Override
    public Provider open(ProviderSetup setup) {
        var options = setup.options(CodexOptions.class);
        var account =
                new HttpAccount(client, setup, VendorAddresses.of(name()))
                        .ownThoughts()
                        .bearer()
                        .header("Chatgpt-Account-Id", setup.account())
                        .post(Api.RESPONSES, "/responses")
                        .edit(Api.RESPONSES, EDITS)
                        .provider();
        return new CodexProvider(account, options.compact() == Compact.CC);
    }
}
