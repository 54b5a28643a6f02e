package io.agw.server.provider.azure;

import io.agw.bundle.options.AzureOpenAiOptions;
import io.agw.bundle.upstream.VendorAddresses;
import io.agw.server.call.UpstreamClient;
import io.agw.server.dialect.Api;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderSetup;
import io.agw.server.provider.ProviderType;
import io.agw.server.provider.http.HttpAccount;
import java.util.Set;

/// Provider type `azure-openai`: OpenAI's operations at a resource of Azure, models named by
/// deployment, in the body or, with option `api_version`, in the address of the older API.
public final class AzureOpenAiType implements ProviderType {
    /// What the older API has at an address of each deployment, beside chats and embeddings.
    private static final Set<String> OF_DEPLOYMENTS =
            Set.of(
                    "/completions",
                    "/images/generations",
                    "/images/edits",
                    "/audio/transcriptions",
                    "/audio/translations",
                    "/audio/speech");

    private final UpstreamClient client;

    /// @param client borrowed
    public AzureOpenAiType(UpstreamClient client) {
        this.client = client;
    }

    @Override
    public String name() {
        return "azure-openai";
    }

    @Override
    public String vendor() {
        return "azure.ai.openai";
    }

    @Override
    public Provider open(ProviderSetup setup) {
        var own = setup.baseUrl();
        if (own == null) {
            throw new IllegalArgumentException(
                    "base_url is missing (expected: https://RESOURCE.openai.azure.com)");
        }
        var options = setup.options(AzureOpenAiOptions.class);
        var account = new HttpAccount(client, setup, own).ownThoughts();
        switch (options.apiKeyHeader()) {
            case API_KEY -> account.key("api-key", "");
            case AUTHORIZATION -> account.bearer();
        }
        var version = options.apiVersion();
        if (version == null) {
            return latest(account).provider();
        }
        return versioned(account, "?api-version=" + version).provider();
    }

    private static HttpAccount latest(HttpAccount account) {
        var root = account.unlessWritten(VendorAddresses.AZURE_V1_ROOT);
        return account.post(Api.CHAT, root + "/chat/completions")
                .post(Api.RESPONSES, root + "/responses")
                .post(Api.EMBEDDINGS, root + "/embeddings")
                .get(Api.MODELS, root + "/models")
                .anywhere(Api.PASSTHROUGH, root + "{path}");
    }

    private static HttpAccount versioned(HttpAccount account, String query) {
        var root = account.unlessWritten(VendorAddresses.AZURE_ROOT);
        var deployment = root + "/deployments/{model}";
        var chat = deployment + "/chat/completions" + query;
        var embeddings = deployment + "/embeddings" + query;
        return account.postByModel(Api.CHAT, chat, chat)
                .post(Api.RESPONSES, root + "/responses" + query)
                .postByModel(Api.EMBEDDINGS, embeddings, embeddings)
                .get(Api.MODELS, root + "/models" + query)
                .anywhere(
                        Api.PASSTHROUGH,
                        root + "{path}" + query,
                        OF_DEPLOYMENTS,
                        deployment + "{path}" + query);
    }
}
