package io.agw.server.provider.openai;

import io.agw.bundle.options.Compact;
import io.agw.bundle.options.OpenAiOptions;
import io.agw.bundle.upstream.VendorAddresses;
import io.agw.server.call.UpstreamClient;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.MemberEdits;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderSetup;
import io.agw.server.provider.ProviderType;
import io.agw.server.provider.http.HttpAccount;
import java.util.Set;

/// Provider type `openai`: OpenAI's operations under any base address, the key as a bearer token.
/// Options `organization` and `project` become OpenAI's headers of those names.
public final class OpenAiType implements ProviderType {
    private final UpstreamClient client;

    /// @param client borrowed
    public OpenAiType(UpstreamClient client) {
        this.client = client;
    }

    @Override
    public String name() {
        return "openai";
    }

    @Override
    public Provider open(ProviderSetup setup) {
        var options = setup.options(OpenAiOptions.class);
        return new HttpAccount(client, setup, VendorAddresses.of(name()))
                .header("OpenAI-Organization", options.organization())
                .header("OpenAI-Project", options.project())
                .bearer()
                .post(Api.CHAT, "/chat/completions")
                .post(Api.RESPONSES, "/responses")
                .post(Api.EMBEDDINGS, "/embeddings")
                .get(Api.MODELS, "/models")
                .anywhere(Api.PASSTHROUGH)
                .edit(Api.CHAT, edits(options.compact()))
                .provider();
    }

    private static MemberEdits edits(Compact compact) {
        return switch (compact) {
            case NONE -> MemberEdits.NONE;
            case CC -> MemberEdits.NONE.without(Set.of("metadata", "user"));
        };
    }
}
