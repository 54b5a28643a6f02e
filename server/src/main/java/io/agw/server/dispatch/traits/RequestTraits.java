package io.agw.server.dispatch.traits;

import io.agw.server.dialect.ScannedRequest;
import io.agw.server.dialect.conversation.Conversation;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a request is like.
///
/// @param needs what a model must be able to do
/// @param inputTokens as estimated; -1 when nobody can tell, for the bytes of a body are no tokens
/// @param outputTokens most tokens that the answer may have; -1 when the client set no limit
/// @param prompt the last text of the user; empty when there is none
/// @param complexity 0 to 100
/// @param user whom the request is for, as the client calls them; null when not said
public record RequestTraits(
        Set<Ability> needs,
        long inputTokens,
        long outputTokens,
        String prompt,
        int complexity,
        @Nullable String user) {
    private static final long UNKNOWN = -1;

    /// By how much an estimate may be too high: a fifth of it.
    private static final int ERROR = 5;

    /// Something that not every model can do.
    public enum Ability {
        STREAMING("streams"),
        TOOLS("calls tools"),
        VISION("reads images"),
        JSON("answers in JSON that fits a schema"),
        EMBEDDINGS("makes embeddings");

        private final String phrase;

        Ability(String phrase) {
            this.phrase = phrase;
        }

        /// As in “a model that …”.
        public String phrase() {
            return phrase;
        }
    }

    public RequestTraits {
        needs = Set.copyOf(needs);
    }

    /// What shows without reading the conversation.
    public static RequestTraits of(ScannedRequest request) {
        return new RequestTraits(scanned(request), UNKNOWN, request.maxTokens(), "", 0, null);
    }

    /// What shows in the conversation too.
    ///
    /// @param inputTokens as estimated
    public static RequestTraits of(
            ScannedRequest request, Conversation conversation, long inputTokens) {
        var reading = new TraitReading(conversation);
        var needs = scanned(request);
        needs.addAll(reading.needs());
        return new RequestTraits(
                needs,
                inputTokens,
                outputTokens(request, conversation),
                reading.prompt(),
                reading.complexity(inputTokens),
                conversation.hints().user());
    }

    /// Not every dialect says it where it shows without reading.
    private static long outputTokens(ScannedRequest request, Conversation conversation) {
        var asked = conversation.settings().maxTokens();
        return request.maxTokens() < 0 && asked != null ? asked : request.maxTokens();
    }

    /// Tokens of input and output together, as far as the client limits the output; -1 when nobody
    /// can tell.
    public long contextTokens() {
        return inputTokens < 0 ? UNKNOWN : inputTokens + Math.max(0, outputTokens);
    }

    /// The same with as few tokens of input as it may have if the estimate is too high.
    public RequestTraits atLeast() {
        return inputTokens < 0 ? this : sized(inputTokens - inputTokens / ERROR, outputTokens);
    }

    /// The same of any size.
    public RequestTraits ofUnknownSize() {
        return sized(UNKNOWN, UNKNOWN);
    }

    private RequestTraits sized(long input, long output) {
        return new RequestTraits(needs, input, output, prompt, complexity, user);
    }

    private static EnumSet<Ability> scanned(ScannedRequest request) {
        var needs = EnumSet.noneOf(Ability.class);
        if (request.api().canStream() && request.streams()) {
            needs.add(Ability.STREAMING);
        }
        if (request.usesTools()) {
            needs.add(Ability.TOOLS);
        }
        if (request.api().embeds()) {
            needs.add(Ability.EMBEDDINGS);
        }
        return needs;
    }
}
