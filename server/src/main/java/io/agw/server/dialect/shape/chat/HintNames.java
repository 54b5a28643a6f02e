package io.agw.server.dialect.shape.chat;

import java.util.List;

/// Members of a request that change cost, speed or bookkeeping and no word of the answer.
final class HintNames {
    /// Of OpenAI's shape.
    static final List<String> OPENAI =
            List.of(
                    "metadata",
                    "prediction",
                    "prompt_cache_key",
                    "prompt_cache_options",
                    "prompt_cache_retention",
                    "safety_identifier",
                    "service_tier",
                    "store");

    /// Of vendors' own.
    static final List<String> VENDORS = List.of("cache_control", "usage");

    static final String STREAM_OPTIONS = "stream_options";
    static final String OBFUSCATION = "include_obfuscation";

    /// What `service_tier` may be; other dialects know other words.
    static final List<String> SERVICE_TIERS =
            List.of("auto", "default", "flex", "scale", "priority", "fast");

    private HintNames() {}
}
