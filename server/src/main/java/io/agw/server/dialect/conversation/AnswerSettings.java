package io.agw.server.dialect.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How an answer is to be made. Null means that the client did not say, and nothing is said in its
/// place, for vendors refuse settings that a model does not take.
///
/// @param maxTokens most tokens of the answer, thoughts included
/// @param temperature as the client wrote it; dialects differ in the range
/// @param topK most tokens to choose among
/// @param stop texts at which the answer ends
/// @param frequencyPenalty −2 to 2
/// @param presencePenalty −2 to 2
/// @param seed for answers that can be repeated
/// @param reasoning how much the model is to think
/// @param format what the answer must look like
/// @param verbosity `low`, `medium` or `high`
public record AnswerSettings(
        @Nullable Long maxTokens,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Long topK,
        List<String> stop,
        @Nullable Double frequencyPenalty,
        @Nullable Double presencePenalty,
        @Nullable Long seed,
        @Nullable Reasoning reasoning,
        @Nullable OutputFormat format,
        @Nullable String verbosity) {
    /// Nothing said.
    public static final AnswerSettings UNSAID =
            new AnswerSettings(
                    null, null, null, null, List.of(), null, null, null, null, null, null);

    public AnswerSettings {
        stop = List.copyOf(stop);
    }

    /// The same with a limit of the answer.
    AnswerSettings within(long most) {
        return new AnswerSettings(
                most,
                temperature,
                topP,
                topK,
                stop,
                frequencyPenalty,
                presencePenalty,
                seed,
                reasoning,
                format,
                verbosity);
    }
}
