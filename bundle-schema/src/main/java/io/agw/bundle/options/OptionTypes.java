package io.agw.bundle.options;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The provider types that a bundle may name, and the record of each one's options. A type whose
/// record has no component takes no options.
public final class OptionTypes {
    private static final SortedMap<String, Class<? extends Record>> TYPES =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("anthropic", NoOptions.class),
                            Map.entry("azure-openai", AzureOpenAiOptions.class),
                            Map.entry("bedrock", BedrockOptions.class),
                            Map.entry("claudecode", ClaudeCodeOptions.class),
                            Map.entry("codex", CodexOptions.class),
                            Map.entry("deepseek", DeepSeekOptions.class),
                            Map.entry("echo", NoOptions.class),
                            Map.entry("gemini", NoOptions.class),
                            Map.entry("groq", NoOptions.class),
                            Map.entry("mistral", NoOptions.class),
                            Map.entry("ollama", NoOptions.class),
                            Map.entry("openai", OpenAiOptions.class),
                            Map.entry("openai-compatible", NoOptions.class),
                            Map.entry("openrouter", OpenRouterOptions.class),
                            Map.entry("together", NoOptions.class),
                            Map.entry("vertex", VertexOptions.class),
                            Map.entry("vllm", NoOptions.class),
                            Map.entry("xai", NoOptions.class),
                            Map.entry("zhipu", ZhipuOptions.class)));

    private static final Set<String> UNLISTED = Set.of("bedrock", "codex", "vertex", "zhipu");

    private OptionTypes() {}

    /// Every known provider type.
    public static SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(TYPES.keySet()));
    }

    /// Whether a type has no address of its own, so that its providers must give one.
    public static boolean needsAddress(String providerType) {
        return providerType.equals("azure-openai") || providerType.equals("openai-compatible");
    }

    /// Whether a type's vendor lists its models where it is called.
    public static boolean listsModels(String providerType) {
        return !UNLISTED.contains(providerType);
    }

    /// The record of a provider type's options; empty when the type is not known.
    public static Optional<Class<? extends Record>> of(String providerType) {
        return Optional.ofNullable(TYPES.get(providerType));
    }
}
