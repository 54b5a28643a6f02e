package io.agw.server.plane.llm;

import io.agw.server.cache.KeptAnswer;
import io.agw.server.cache.Slot;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.CleanEnd;
import io.agw.server.dialect.JsonLimits;
import io.agw.server.dispatch.Outcome;
import io.agw.server.plane.llm.Openings.OpenedStream;
import java.util.Map;

/// Keeps the answer to a turn for those who ask alike, if it is one to be given again, as it was
/// before guardrails looked at it.
sealed interface Keeping {
    /// Keeps nothing.
    Keeping NOTHING = new Nothing();

    /// A whole answer, which the client may have.
    void whole(Api api, Outcome.Opened<OpenedAnswer> opened);

    /// The relay of a stream; whoever runs the one that is returned has it kept at its clean end.
    Relay stream(Api api, Outcome.Opened<OpenedStream> opened);

    /// Keeps nothing.
    record Nothing() implements Keeping {
        @Override
        public void whole(Api api, Outcome.Opened<OpenedAnswer> opened) {}

        @Override
        public Relay stream(Api api, Outcome.Opened<OpenedStream> opened) {
            return opened.answer().relay();
        }
    }

    /// Keeps it where a cache has a place for it.
    record In(Slot slot, JsonLimits limits) implements Keeping {
        @Override
        public void whole(Api api, Outcome.Opened<OpenedAnswer> opened) {
            var answer = opened.answer();
            var body = answer.body();
            if (body.length <= slot.longest() && CleanEnd.isOf(api, body, limits)) {
                var headers = AnswerHeaders.with(answer.headers(), answer.left(), Map.of());
                slot.keep(
                        new KeptAnswer(body, headers, opened.providerId(), opened.upstreamModel()));
            }
        }

        @Override
        public Relay stream(Api api, Outcome.Opened<OpenedStream> opened) {
            var answer = opened.answer();
            var headers = AnswerHeaders.with(AnswerHeaders.STREAM, answer.left(), Map.of());
            return new KeptRelay(
                    answer.relay(),
                    slot,
                    events -> {
                        if (CleanEnd.isOfStream(api, events, limits)) {
                            slot.keep(
                                    new KeptAnswer(
                                            events,
                                            headers,
                                            opened.providerId(),
                                            opened.upstreamModel()));
                        }
                    });
        }
    }
}
