package io.agw.server.provider.compatible;

import io.agw.server.call.UpstreamClient;
import io.agw.server.dialect.Api;
import io.agw.server.provider.ProviderType;
import io.agw.server.provider.compatible.CompatibleType.Has;
import java.util.List;
import java.util.Set;

/// The vendors of OpenAI's chat completions.
public final class CompatibleTypes {
    private static final Has USUAL = new Has(Set.of(Api.CHAT, Api.EMBEDDINGS, Api.MODELS));
    private static final Has ALL =
            new Has(Set.of(Api.CHAT, Api.RESPONSES, Api.EMBEDDINGS, Api.MODELS));

    private CompatibleTypes() {}

    /// @param client borrowed
    public static List<ProviderType> all(UpstreamClient client) {
        return List.of(
                new CompatibleType(
                        client,
                        "deepseek",
                        "https://api.deepseek.com",
                        new Has(Set.of(Api.CHAT, Api.MODELS), ChatEdits::deepSeek)),
                new CompatibleType(client, "groq", "https://api.groq.com/openai/v1", ALL),
                new CompatibleType(client, "mistral", "https://api.mistral.ai/v1", USUAL),
                new CompatibleType(client, "ollama", "http://localhost:11434/v1", ALL),
                new CompatibleType(client, "openai-compatible", null, USUAL),
                new CompatibleType(
                        client,
                        "openrouter",
                        "https://openrouter.ai/api/v1",
                        new Has(ALL.apis(), ChatEdits::openRouter)),
                new CompatibleType(client, "together", "https://api.together.xyz/v1", USUAL),
                new CompatibleType(client, "vllm", "http://localhost:8000/v1", ALL),
                new CompatibleType(client, "xai", "https://api.x.ai/v1", ALL),
                new CompatibleType(
                        client,
                        "zhipu",
                        "https://open.bigmodel.cn/api/paas/v4",
                        new Has(Set.of(Api.CHAT, Api.EMBEDDINGS), ChatEdits::zhipu)));
    }
}
