package io.agw.server.dialect.shape;

import io.agw.server.dialect.conversation.Answer;
import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.Conversation;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One wire shape of requests for a model's answer, which clients speak as well as upstreams, read
/// and written by way of a conversation. Stateless and thread-safe; readers and writers of answers
/// belong to one turn.
public interface Dialect extends UpstreamDialect {
    /// @throws Inexpressible when a member is not what the dialect says it is
    Conversation readRequest(ObjectNode request) throws Inexpressible;

    /// What clients of the dialect call the members of a conversation.
    FieldNames fieldNames();

    /// For the answer to one client.
    AnswerWriter answerWriter(AnsweringRules rules);

    /// Reads what an upstream sends. Not thread-safe.
    interface AnswerReader {
        /// A whole answer.
        ///
        /// @throws MalformedAnswer when it is none
        void whole(JsonNode answer, Consumer<AnswerEvent> to) throws MalformedAnswer;

        /// One server-sent event of a stream.
        ///
        /// @param data its data as JSON
        /// @throws MalformedAnswer when it is no event of this dialect, or one that says that the
        ///   upstream failed
        void event(JsonNode data, Consumer<AnswerEvent> to) throws MalformedAnswer;

        /// The stream has ended. Whether it ended well is known by `Ended` having come.
        ///
        /// @param terminated whether the dialect's own last word stood at its end, where that is no
        ///   JSON, such as `[DONE]`
        void end(boolean terminated, Consumer<AnswerEvent> to);

        /// What it has kept of events, in characters: whoever reads a stream bounds it.
        long kept();
    }

    /// Writes what a client reads. Not thread-safe.
    interface AnswerWriter {
        /// A whole answer.
        JsonNode whole(Answer answer);

        /// The server-sent events that an event of the answer becomes: none, one or several, as
        /// whole events in UTF-8 text.
        void event(AnswerEvent event, StringBuilder to);

        /// What was told so far by events.
        default ToldEvents told() {
            return ToldEvents.NONE;
        }
    }
}
