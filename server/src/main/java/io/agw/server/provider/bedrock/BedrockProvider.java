package io.agw.server.provider.bedrock;

import io.agw.bundle.options.BedrockOptions;
import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamReply;
import io.agw.server.dialect.Api;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderCall;
import io.agw.server.provider.Refused;
import io.agw.server.provider.SentSecrets;
import org.jspecify.annotations.Nullable;

/// The two ways in which models are asked in one account: Anthropic's by their own API, all others
/// by the one for all, unless the account's options say one way for all.
final class BedrockProvider implements Provider {
    private static final String ANTHROPIC = "anthropic.";

    private final Provider invoke;
    private final Provider converse;
    private final BedrockOptions.ModelApi way;

    BedrockProvider(Provider invoke, Provider converse, BedrockOptions.ModelApi way) {
        this.invoke = invoke;
        this.converse = converse;
        this.way = way;
    }

    @Override
    public boolean serves(Api api) {
        return switch (way) {
            case AUTO -> invoke.serves(api) || converse.serves(api);
            case INVOKE -> invoke.serves(api);
            case CONVERSE -> converse.serves(api);
        };
    }

    @Override
    public Provider serving(@Nullable String model) {
        return switch (way) {
            case AUTO -> model == null || model.contains(ANTHROPIC) ? invoke : converse;
            case INVOKE -> invoke;
            case CONVERSE -> converse;
        };
    }

    @Override
    public UpstreamReply call(Api api, ProviderCall call) throws CallFailed {
        return serving(call.model()).call(api, call);
    }

    /// 424 is an "error while processing the model",
    /// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html.
    @Override
    public int meant(Refused refused) {
        boolean isOfModel = refused.status() == 424 && refused.isOfType("ModelErrorException");
        return isOfModel ? 500 : refused.status();
    }

    @Override
    public String address() {
        return invoke.address();
    }

    @Override
    public String credentialId() {
        return invoke.credentialId();
    }

    @Override
    public SentSecrets secrets() {
        return invoke.secrets();
    }
}
