package io.agw.server.provider.compatible;

import io.agw.bundle.options.Compact;
import io.agw.bundle.options.DeepSeekOptions;
import io.agw.bundle.options.OpenRouterOptions;
import io.agw.bundle.options.ThinkingType;
import io.agw.bundle.options.ZhipuOptions;
import io.agw.server.dialect.MemberEdits;
import io.agw.server.provider.ProviderSetup;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What vendors need changed in chat completions, as their options say.
final class ChatEdits {
    /// Members of Claude Code's that some vendors refuse.
    private static final Set<String> REFUSED = Set.of("metadata", "user");

    private ChatEdits() {}

    static MemberEdits openRouter(ProviderSetup setup) {
        return compact(setup.options(OpenRouterOptions.class).compact());
    }

    static MemberEdits zhipu(ProviderSetup setup) {
        var options = setup.options(ZhipuOptions.class);
        return thinking(compact(options.compact()), options.thinkingType());
    }

    static MemberEdits deepSeek(ProviderSetup setup) {
        var options = setup.options(DeepSeekOptions.class);
        var edits = thinking(compact(options.compact()), options.thinkingType());
        var format = options.responseFormatType();
        if (format != null) {
            edits = edits.unlessGiven("response_format", "{\"type\":\"" + word(format) + "\"}");
        }
        edits = put(edits, "max_tokens", options.maxTokens());
        edits = put(edits, "temperature", options.temperature());
        edits = put(edits, "top_p", options.topP());
        edits = put(edits, "presence_penalty", options.presencePenalty());
        edits = put(edits, "frequency_penalty", options.frequencyPenalty());
        edits = put(edits, "logprobs", options.logProbs());
        return put(edits, "top_logprobs", options.topLogProbs());
    }

    private static MemberEdits compact(Compact compact) {
        return switch (compact) {
            case NONE -> MemberEdits.NONE;
            case CC -> MemberEdits.NONE.without(REFUSED);
        };
    }

    private static MemberEdits thinking(MemberEdits edits, ThinkingType type) {
        return switch (type) {
            case NONE -> edits;
            case ENABLED, DISABLED ->
                    edits.unlessGiven("thinking", "{\"type\":\"" + word(type) + "\"}");
        };
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static MemberEdits put(MemberEdits edits, String name, @Nullable Object value) {
        return value == null ? edits : edits.unlessGiven(name, value.toString());
    }
}
