package io.agw.server.provider.compatible;

import io.agw.bundle.options.DeepSeekOptions;
import io.agw.server.call.UpstreamClient;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.shape.ChatHabit;
import io.agw.server.provider.ProviderType;
import io.agw.server.provider.Refused;
import io.agw.server.provider.compatible.CompatibleType.Has;
import java.util.List;
import java.util.Set;

/// The vendors of OpenAI's chat completions.
public final class CompatibleTypes {
    private static final Set<Api> USUAL = Set.of(Api.CHAT, Api.EMBEDDINGS, Api.MODELS);
    private static final Set<Api> ALL = Set.of(Api.CHAT, Api.RESPONSES, Api.EMBEDDINGS, Api.MODELS);
    private static final Has LIKE_OPENAI = new Has(ALL);

    /// What every vendor takes; of one that nothing is known about, no more is expected.
    private static final Has PLAIN =
            new Has(
                    USUAL,
                    ChatHabit.ONLY_MAX_TOKENS,
                    ChatHabit.ONLY_STRINGS,
                    ChatHabit.NO_BOOKKEEPING);

    private static final Set<ChatHabit> OPEN_ROUTER =
            Set.of(
                    ChatHabit.TOP_K,
                    ChatHabit.CACHE_CONTROL,
                    ChatHabit.REASONING_OBJECT,
                    ChatHabit.REASONING_DETAILS,
                    ChatHabit.CONTINUES);

    /// Both switch thinking on and off, and want thoughts back between calls of tools.
    private static final Set<ChatHabit> THINKERS =
            Set.of(
                    ChatHabit.ONLY_MAX_TOKENS,
                    ChatHabit.ONLY_STRINGS,
                    ChatHabit.NO_BOOKKEEPING,
                    ChatHabit.THINKING_TYPE,
                    ChatHabit.REASONING_CONTENT);

    private CompatibleTypes() {}

    /// @param client borrowed
    public static List<ProviderType> all(UpstreamClient client) {
        return List.of(
                new CompatibleType(
                        client,
                        "deepseek",
                        new Has(
                                Set.of(Api.CHAT, Api.MODELS),
                                THINKERS,
                                ChatEdits::deepSeek,
                                setup -> setup.options(DeepSeekOptions.class).path())),
                new CompatibleType(client, "groq", new Has(ALL, ChatHabit.NO_BOOKKEEPING)),
                new CompatibleType(
                                client,
                                "mistral",
                                new Has(
                                        USUAL,
                                        ChatHabit.ONLY_MAX_TOKENS,
                                        ChatHabit.NO_BOOKKEEPING,
                                        ChatHabit.NEVER_THINKS,
                                        ChatHabit.CONTINUES_PREFIX))
                        .knownAs("mistral_ai"),
                new CompatibleType(client, "ollama", new Has(ALL, ChatHabit.ONLY_MAX_TOKENS)),
                new CompatibleType(client, "openai-compatible", PLAIN),
                new CompatibleType(
                        client, "openrouter", new Has(ALL, OPEN_ROUTER, ChatEdits::openRouter)),
                new CompatibleType(
                        client,
                        "together",
                        new Has(
                                USUAL,
                                ChatHabit.ONLY_MAX_TOKENS,
                                ChatHabit.NO_BOOKKEEPING,
                                ChatHabit.TOP_K)),
                new CompatibleType(
                        client,
                        "vllm",
                        new Has(ALL, ChatHabit.TOP_K, ChatHabit.CONTINUES_FINAL_MESSAGE)),
                new CompatibleType(client, "xai", LIKE_OPENAI.meaning(CompatibleTypes::meantByXai))
                        .knownAs("x_ai"),
                new CompatibleType(
                        client,
                        "zhipu",
                        new Has(Set.of(Api.CHAT, Api.EMBEDDINGS), THINKERS, ChatEdits::zhipu)));
    }

    /// A wrong key is told by nothing but a sentence,
    /// https://docs.x.ai/docs/key-information/debugging.
    private static int meantByXai(Refused refused) {
        boolean isKey =
                refused.status() == 400
                        && refused.isBare()
                        && refused.sentence().startsWith("Incorrect API key provided");
        return isKey ? 401 : refused.status();
    }
}
