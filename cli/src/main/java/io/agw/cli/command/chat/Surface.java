package io.agw.cli.command.chat;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One API of the data plane, as far as a question and its answer go.
interface Surface {
    /// Below the base address.
    String path();

    ObjectNode request(Question question);

    /// The text of a whole answer.
    String text(JsonNode answer);

    /// The text that an event of a stream adds; empty for others.
    String delta(JsonNode event);

    /// Whether an event says that the answer is complete.
    boolean isEnd(JsonNode event);

    /// Why the answer has failed, when an event says so.
    Optional<String> failure(JsonNode event);

    /// The message of an `error` object.
    static Optional<String> errorOf(JsonNode holder) {
        var error = holder.path("error");
        return error.isObject()
                ? Optional.of(error.path("message").asString(""))
                : Optional.empty();
    }

    /// What the answer cost, as `usage: …`; empty when it does not say.
    Optional<String> usage(JsonNode answer);

    /// `usage: a=1, b=2` of those members that are there.
    static Optional<String> usageLine(JsonNode usage, String... members) {
        var line = new StringBuilder();
        for (var member : members) {
            if (usage.has(member)) {
                line.append(line.isEmpty() ? "usage: " : ", ")
                        .append(member)
                        .append('=')
                        .append(usage.path(member).asLong(0));
            }
        }
        return line.isEmpty() ? Optional.empty() : Optional.of(line.toString());
    }
}
