package io.agw.server.dialect.shape.generate;

import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerEvent.StopReason;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.shape.Dialect;
import io.agw.server.dialect.shape.ErrorWords;
import io.agw.server.dialect.shape.MalformedAnswer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads an answer, whole or in chunks, which have the same shape. The dialect has no last word: a
/// stream has ended well when it ends after a reason to finish, which some models repeat in every
/// chunk. So that the reason is told at the end, not where it stands.
final class ChunkReader implements Dialect.AnswerReader {
    /// Members of a candidate that say something and have no like.
    private static final List<String> FOREIGN =
            List.of(
                    "citationMetadata",
                    "groundingMetadata",
                    "groundingAttributions",
                    "urlContextMetadata",
                    "logprobsResult");

    private final Set<String> told = new HashSet<>();
    private final PartReader parts;
    private boolean begun;
    private boolean blocked;
    private @Nullable StopReason reason;
    private @Nullable TokenUsage usage;

    /// @param id of which ids of calls are made
    ChunkReader(String id) {
        this.parts = new PartReader(id);
    }

    @Override
    public void whole(JsonNode answer, Consumer<AnswerEvent> to) throws MalformedAnswer {
        if (answer.isArray()) { // a stream that nobody asked to have as events
            for (var chunk : answer) {
                event(chunk, to);
            }
        } else {
            event(answer, to);
        }
        if (reason == null && !blocked) {
            throw new MalformedAnswer("an answer without a reason to finish");
        }
        end(false, to);
    }

    @Override
    public void event(JsonNode data, Consumer<AnswerEvent> to) throws MalformedAnswer {
        if (!data.isObject()) {
            throw new MalformedAnswer("an event that is no object");
        }
        var error = data.path("error");
        if (error.isObject()) {
            throw ErrorWords.refused(error);
        }
        begin(data, to);
        if (!data.path("promptFeedback").path("blockReason").isMissingNode()) {
            blocked = true;
        }
        count(data.path("usageMetadata"), to);
        for (var candidate : data.path("candidates")) {
            if (candidate.path("index").asInt(0) == 0) {
                candidate(candidate, to);
            } else {
                foreign("candidates", to);
            }
        }
    }

    @Override
    public void end(boolean terminated, Consumer<AnswerEvent> to) {
        if (reason == null && !blocked) {
            return;
        }
        parts.close(to);
        to.accept(
                new AnswerEvent.Stopped(
                        reason == null ? StopReason.REFUSAL : stopped(reason), null));
        to.accept(new AnswerEvent.Ended());
    }

    /// A chunk says all that is to be told of it.
    @Override
    public long kept() {
        return 0;
    }

    private StopReason stopped(StopReason said) {
        return said == StopReason.END && parts.hasCalls() ? StopReason.TOOL_CALLS : said;
    }

    private void begin(JsonNode data, Consumer<AnswerEvent> to) {
        if (!begun) {
            begun = true;
            to.accept(
                    new AnswerEvent.Begun(
                            data.path("responseId").asString(""),
                            data.path("modelVersion").asString("")));
        }
    }

    private void count(JsonNode metadata, Consumer<AnswerEvent> to) {
        var counted = UsageMetadata.read(metadata);
        if (counted != null && !counted.equals(usage)) {
            usage = counted;
            to.accept(new AnswerEvent.Counted(counted));
        }
    }

    private void candidate(JsonNode candidate, Consumer<AnswerEvent> to) throws MalformedAnswer {
        for (var part : candidate.path("content").path("parts")) {
            var unknown = parts.read(part, to);
            if (unknown != null) {
                foreign(unknown, to);
            }
        }
        for (var name : FOREIGN) {
            if (candidate.has(name)) {
                foreign(name, to);
            }
        }
        var finish = candidate.path("finishReason");
        if (finish.isString()) {
            reason = FinishReasons.read(finish.stringValue());
        }
    }

    /// Each once in an answer.
    private void foreign(String what, Consumer<AnswerEvent> to) {
        if (told.add(what)) {
            to.accept(new AnswerEvent.Foreign(what));
        }
    }
}
