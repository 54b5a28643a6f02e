package io.agw.bundle.options;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The provider types that a bundle may name, and the record of each one's options. A type whose
/// record has no component takes no options.
public final class OptionTypes {
    private static final SortedMap<String, Class<? extends Record>> TYPES =
            new TreeMap<>(
                    Map.of(
                            "anthropic", AnthropicOptions.class,
                            "claudecode", ClaudeCodeOptions.class,
                            "codex", CodexOptions.class,
                            "deepseek", DeepSeekOptions.class,
                            "echo", EchoOptions.class,
                            "gemini", GeminiOptions.class,
                            "ollama", OllamaOptions.class,
                            "openai", OpenAiOptions.class,
                            "openrouter", OpenRouterOptions.class,
                            "zhipu", ZhipuOptions.class));

    private OptionTypes() {}

    /// Every known provider type.
    public static SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(TYPES.keySet()));
    }

    /// The record of a provider type's options; empty when the type is not known.
    public static Optional<Class<? extends Record>> of(String providerType) {
        return Optional.ofNullable(TYPES.get(providerType));
    }
}
