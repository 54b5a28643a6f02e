package io.agw.server.provider.bedrock;

import io.agw.bundle.key.AccessKey;
import io.agw.bundle.options.BedrockOptions;
import io.agw.server.call.UpstreamClient;
import io.agw.server.dialect.Api;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderSetup;
import io.agw.server.provider.ProviderType;
import io.agw.server.provider.http.HttpAccount;
import java.time.InstantSource;

/// Provider type `bedrock`. The key is an access key, whose requests are signed, or a Bedrock API
/// key, which goes as a bearer token.
public final class BedrockType implements ProviderType {
    private final UpstreamClient client;
    private final InstantSource clock;

    /// @param client borrowed
    public BedrockType(UpstreamClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "bedrock";
    }

    @Override
    public String vendor() {
        return "aws.bedrock";
    }

    @Override
    public Provider open(ProviderSetup setup) {
        var options = setup.options(BedrockOptions.class);
        var invoke =
                account(setup, options)
                        .postByModel(
                                Api.MESSAGES,
                                "/model/{model}/invoke",
                                "/model/{model}/invoke-with-response-stream")
                        .provider();
        var converse =
                account(setup, options)
                        .postByModel(
                                Api.CONVERSE,
                                "/model/{model}/converse",
                                "/model/{model}/converse-stream")
                        .provider();
        return new BedrockProvider(
                new InvokeProvider(invoke), new ConverseProvider(converse), options.api());
    }

    private HttpAccount account(ProviderSetup setup, BedrockOptions options) {
        return signed(setup, options)
                // the type of the model's answer, for which Bedrock takes no list
                .header("Accept", "application/json")
                .withoutQueries();
    }

    /// The account with the way to show who calls.
    private HttpAccount signed(ProviderSetup setup, BedrockOptions options) {
        var address = "https://bedrock-runtime." + options.region() + ".amazonaws.com";
        var accessKey = setup.bearer() ? null : AccessKey.of(setup.key(), options.accessKeyId());
        if (accessKey == null) {
            return new HttpAccount(client, setup, address).bearer();
        }
        // the key itself is never sent
        var account = new HttpAccount(client, setup.withoutKey(), address);
        return account.authentication(
                new RequestSignature(accessKey, options.region(), account.base(), clock));
    }
}
