package io.agw.server.dialect.shape.responses;

import java.util.List;

/// Members of a request that change cost, speed or bookkeeping and no word of the answer.
///
/// `max_tool_calls` is among them for it counts only calls of tools that the vendor runs, and
/// `truncation` for it only lets the vendor clear a prompt that is too long for it.
final class HintNames {
    static final List<String> ALL =
            List.of(
                    "client_metadata",
                    "max_tool_calls",
                    "metadata",
                    "prompt_cache_key",
                    "prompt_cache_options",
                    "prompt_cache_retention",
                    "safety_identifier",
                    "service_tier",
                    "store",
                    "truncation");

    static final String STREAM_OPTIONS = "stream_options";
    static final String OBFUSCATION = "include_obfuscation";
    static final String SUMMARY = "reasoning.summary";

    /// What `include` calls the signatures of thoughts.
    static final String SEALED_THOUGHTS = "reasoning.encrypted_content";

    /// What `service_tier` may be; other dialects know other words.
    static final List<String> SERVICE_TIERS =
            List.of("auto", "default", "flex", "scale", "priority", "fast");

    private HintNames() {}
}
