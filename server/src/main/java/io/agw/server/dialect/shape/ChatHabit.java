package io.agw.server.dialect.shape;

/// Where a vendor of the chat dialect does otherwise than OpenAI, for requests that are written to
/// it.
public enum ChatHabit {
    /// Knows `max_tokens` and not `max_completion_tokens`.
    ONLY_MAX_TOKENS,
    /// Takes the words of a message as one string and not as parts.
    ONLY_STRINGS,
    /// Refuses what OpenAI is told for its books alone: `store`, `metadata`, `prompt_cache_key`, ….
    NO_BOOKKEEPING,
    /// Knows `top_k`.
    TOP_K,
    /// Knows `cache_control`, on parts and tools.
    CACHE_CONTROL,
    /// Has models that do not think: nothing is said to them about thinking.
    NEVER_THINKS,
    /// Is asked for thoughts by an object `reasoning` and not by `reasoning_effort`.
    REASONING_OBJECT,
    /// Is told whether to think by `thinking.type`.
    THINKING_TYPE,
    /// Takes its thoughts back as `reasoning_content`.
    REASONING_CONTENT,
    /// Takes its thoughts back as `reasoning_details`, signatures included.
    REASONING_DETAILS,
    /// Takes the signatures of tool calls back in `extra_content`.
    EXTRA_CONTENT,
    /// Goes on from the assistant's last message without being told.
    CONTINUES,
    /// Goes on from the assistant's last message where that says `prefix`.
    CONTINUES_PREFIX,
    /// Goes on from the assistant's last message where the request says `continue_final_message`.
    CONTINUES_FINAL_MESSAGE
}
