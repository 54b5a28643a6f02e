package io.agw.cli.command.chat;

import io.agw.cli.output.OneLine;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// A streamed answer while it comes. Not thread-safe.
final class Streamed {
    private final Surface surface;
    private final Consumer<String> text;
    private boolean said;
    private boolean ended;

    /// @param text takes each piece of the answer's text, as it comes
    Streamed(Surface surface, Consumer<String> text) {
        this.surface = surface;
        this.text = text;
    }

    /// @throws CommandFailed when the event says that the answer has failed
    void take(JsonNode event) {
        surface.failure(event)
                .ifPresent(why -> {
                    throw new CommandFailed(
                            ExitCode.INTERNAL, "API error in the stream: " + OneLine.of(why));
                });
        var piece = surface.delta(event);
        if (!piece.isEmpty()) {
            said = true;
            text.accept(piece);
        }
        ended |= surface.isEnd(event);
    }

    boolean hasText() {
        return said;
    }

    /// @throws CommandFailed when no event has said that the answer is whole
    void requireEnd() {
        if (!ended) {
            throw new CommandFailed(
                    ExitCode.INTERNAL, "the answer ended early (expected: its last event)");
        }
    }
}
