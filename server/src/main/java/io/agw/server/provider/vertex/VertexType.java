package io.agw.server.provider.vertex;

import io.agw.bundle.key.KeyRule;
import io.agw.bundle.options.VertexOptions;
import io.agw.server.call.UpstreamClient;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.MemberEdits;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderSetup;
import io.agw.server.provider.ProviderType;
import io.agw.server.provider.http.Authentication;
import io.agw.server.provider.http.HttpAccount;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Provider type `vertex`. The key is the JSON of a service account, from which tokens are made, or
/// a token or API key that is sent as it is.
public final class VertexType implements ProviderType {
    private static final MemberEdits CLAUDE =
            MemberEdits.NONE
                    .without(Set.of("model"))
                    .unlessGiven("anthropic_version", "\"vertex-2023-10-16\"");

    private final UpstreamClient client;
    private final InstantSource clock;

    /// @param client borrowed
    public VertexType(UpstreamClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "vertex";
    }

    @Override
    public String vendor() {
        return "gcp.vertex_ai";
    }

    @Override
    public Provider open(ProviderSetup setup) {
        var options = setup.options(VertexOptions.class);
        var tokens = tokens(setup);
        var models =
                "/projects/"
                        + options.project()
                        + "/locations/"
                        + options.location()
                        + "/publishers/";
        return new VertexProvider(
                gemini(account(setup, options, tokens), models + "google/models/"),
                claude(account(setup, options, tokens), models + "anthropic/models/"));
    }

    private static Provider gemini(HttpAccount account, String models) {
        var count = models + "{model}:countTokens";
        var embed = models + "{model}:embedContent";
        return account.postByModel(
                        Api.GENERATE,
                        models + "{model}:generateContent",
                        models + "{model}:streamGenerateContent?alt=sse")
                .postByModel(Api.COUNT_CONTENT, count, count)
                .postByModel(Api.EMBED_CONTENT, embed, embed)
                .provider();
    }

    private static Provider claude(HttpAccount account, String models) {
        return account.withoutQueries()
                .postByModel(
                        Api.MESSAGES,
                        models + "{model}:rawPredict",
                        models + "{model}:streamRawPredict")
                .post(Api.COUNT_TOKENS, models + "count-tokens:rawPredict")
                .edit(Api.MESSAGES, CLAUDE)
                .provider();
    }

    private HttpAccount account(
            ProviderSetup setup, VertexOptions options, @Nullable Authentication tokens) {
        var prefix = options.location().equals("global") ? "" : options.location() + "-";
        var address = "https://" + prefix + "aiplatform.googleapis.com/v1";
        if (tokens != null) {
            // the key itself is never sent
            return new HttpAccount(client, setup.withoutKey(), address).authentication(tokens);
        }
        var account = new HttpAccount(client, setup, address);
        return switch (options.apiKeyHeader()) {
            case AUTHORIZATION -> account.bearer();
            case X_GOOG_API_KEY -> account.key("x-goog-api-key", "");
        };
    }

    /// Null when the key is not of a service account.
    private @Nullable Authentication tokens(ProviderSetup setup) {
        var key = setup.key();
        if (key == null || !KeyRule.isJson(key)) {
            return null;
        }
        var account = ServiceAccount.read(key.reveal());
        var origin = HttpAccount.originOf(account.tokenAddress(), setup);
        return new ServiceTokens(account, TokenEndpoint.of(client, origin, account), clock);
    }
}
