package io.agw.bundle.upstream;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where the vendors of provider types are called when a provider names no address.
public final class VendorAddresses {
    /// With which an address of Anthropic's API may end; else it is added.
    public static final String ANTHROPIC_ROOT = "/v1";

    /// The same for Azure's API of OpenAI's models as it was when it had dated versions.
    public static final String AZURE_ROOT = "/openai";

    /// The same for the one without.
    public static final String AZURE_V1_ROOT = AZURE_ROOT + "/v1";

    private static final Map<String, String> BY_TYPE =
            Map.ofEntries(
                    Map.entry("anthropic", "https://api.anthropic.com"),
                    Map.entry("claudecode", "https://api.anthropic.com"),
                    Map.entry("codex", "https://chatgpt.com/backend-api/codex"),
                    Map.entry("deepseek", "https://api.deepseek.com"),
                    Map.entry("gemini", "https://generativelanguage.googleapis.com/v1beta"),
                    Map.entry("groq", "https://api.groq.com/openai/v1"),
                    Map.entry("mistral", "https://api.mistral.ai/v1"),
                    Map.entry("ollama", "http://localhost:11434/v1"),
                    Map.entry("openai", "https://api.openai.com/v1"),
                    Map.entry("openrouter", "https://openrouter.ai/api/v1"),
                    Map.entry("together", "https://api.together.xyz/v1"),
                    Map.entry("vllm", "http://localhost:8000/v1"),
                    Map.entry("xai", "https://api.x.ai/v1"),
                    Map.entry("zhipu", "https://open.bigmodel.cn/api/paas/v4"));

    private static final Map<String, List<String>> ROOTS =
            Map.of(
                    "anthropic", List.of(ANTHROPIC_ROOT),
                    "claudecode", List.of(ANTHROPIC_ROOT),
                    "azure-openai", List.of(AZURE_V1_ROOT, AZURE_ROOT));

    private VendorAddresses() {}

    /// The address of a type's vendor; empty when it has none of its own, or one by its options.
    public static String of(String providerType) {
        return BY_TYPE.getOrDefault(providerType, "");
    }

    /// Whether two providers of one type are called at one address, however it is written.
    ///
    /// @param one null for the vendor's own
    /// @param other null for the vendor's own
    public static boolean areOne(
            String providerType, @Nullable String one, @Nullable String other) {
        var own = of(providerType);
        return bare(providerType, Objects.requireNonNullElse(one, own))
                .equals(bare(providerType, Objects.requireNonNullElse(other, own)));
    }

    /// The one way to write an address, without what is added to it anyway.
    private static String bare(String providerType, String address) {
        var plain = plain(address);
        for (var root : ROOTS.getOrDefault(providerType, List.of())) {
            if (plain.endsWith(root)) {
                return plain.substring(0, plain.length() - root.length());
            }
        }
        return plain;
    }

    /// The one way to write an address; as it is when it is none.
    private static String plain(String address) {
        if (address.isEmpty() || AddressRule.objection(address).isPresent()) {
            return address;
        }
        var uri = URI.create(address);
        var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? 443 : 80;
        int port = uri.getPort() > 0 ? uri.getPort() : usual;
        var path = Objects.requireNonNullElse(uri.getRawPath(), "").replaceAll("/+$", "");
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port + path;
    }
}
