package io.agw.server.dialect.shape;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a translated request is written for.
///
/// @param model as the upstream names it
/// @param maxTokens most tokens of the answer where the dialect must say and the client did not
/// @param systemRole the word for instructions, `system` or `developer`, where the dialect has
///   both; null for the dialect's own
/// @param chat where an upstream that speaks chat completions does otherwise than OpenAI
/// @param bounded whether answers may not be longer than the request says, whatever they lack then
public record WritingRules(
        String model,
        long maxTokens,
        @Nullable String systemRole,
        Set<ChatHabit> chat,
        boolean bounded) {
    public WritingRules {
        chat = Set.copyOf(chat);
    }

    public WritingRules(
            String model, long maxTokens, @Nullable String systemRole, Set<ChatHabit> chat) {
        this(model, maxTokens, systemRole, chat, false);
    }

    public WritingRules(String model, long maxTokens, @Nullable String systemRole) {
        this(model, maxTokens, systemRole, Set.of());
    }
}
